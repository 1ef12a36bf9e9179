import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsOf, type Segment } from '../../../src/simulator/voice/segments.ts';

const plain = { rate: 1, pitch: 1, volume: 1 };
const speak = (inside: string): readonly Segment[] => segmentsOf(`<speak>${inside}</speak>`);

describe('a reply as segments', () => {
  it('is one breath when nothing is marked', () => {
    const text = 'You have about $3,100 in Everyday.';
    expect(segmentsOf(text)).toEqual([{ kind: 'words', text, manner: plain }]);
    expect(speak(text)).toEqual([{ kind: 'words', text, manner: plain }]);
  });

  it.each([
    ['one<break time="1.5s"/>two', ['one', 1_500, 'two']],
    ['one<break time="300ms"/><break strength="x-strong"/>two', ['one', 900, 'two']],
    ['one<break strength="none"/> two', ['one two']],
    ['one<break time="90s"/>two', ['one', 10_000, 'two']],
    ['<p>one</p><s>two</s>', ['one', 600, 'two', 200]],
    ['<sub alias="aluminium">Al</sub> &amp; co', ['aluminium & co']],
    ['call <say-as interpret-as="digits">08 15</say-as>', ['call zero, eight, one, five']],
    ['<say-as interpret-as="telephone">555-0199</say-as>', ['five, five, five, zero, one, nine, nine']],
    ['<say-as interpret-as="spell-out">apr</say-as>', ['A, P, R']],
    ['<say-as interpret-as="cardinal">12</say-as>', ['12']],
    ['<audio src="https://example.com/a.mp3"/>so', [400, 'so']],
    ['<lang xml:lang="fr-FR">Paris</lang> <voice name="Joanna">too</voice>', ['Paris too']],
    ['<w role="amazon:VB">read</w>', ['read']],
  ])('%s', (inside, expected) => {
    const said = speak(inside).map(each => (each.kind === 'pause' ? each.ms : each.text));
    expect(said).toEqual(expected);
  });

  it.each([
    ['<prosody rate="slow">x</prosody>', { rate: 0.8 }],
    ['<prosody rate="90%" pitch="+10%" volume="+6dB">x</prosody>', { rate: 0.9, pitch: 1.1, volume: 1.995 }],
    ['<prosody rate="1000%">x</prosody>', { rate: 2.5 }],
    ['<prosody rate="constructor">x</prosody>', {}],
    ['<emphasis level="strong">x</emphasis>', { rate: 0.85, volume: 1.25 }],
    ['<amazon:effect name="whispered">x</amazon:effect>', { rate: 0.9, volume: 0.45 }],
    ['<amazon:domain name="news">x</amazon:domain>', {}],
  ])('%s', (inside, manner) => {
    const [segment] = speak(inside);
    expect(segment?.kind).toBe('words');
    for (const [name, value] of Object.entries({ ...plain, ...manner }))
      expect(segment).toHaveProperty(`manner.${name}`, expect.closeTo(value, 2));
  });

  it('reads broken markup without its tags', () => {
    expect(segmentsOf('<speak>Fish & <b>chips</speak>')).toEqual([
      { kind: 'words', text: 'Fish & chips', manner: plain },
    ]);
  });

  it('never fails, and never says a tag or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(text => `<speak>${text}</speak>`),
        ),
        text => {
          for (const segment of segmentsOf(text)) {
            if (segment.kind === 'words') expect(segment.text.trim()).not.toBe('');
            else expect(segment.ms).toBeGreaterThan(0);
          }
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { spokenWords } from '../../src/simulator/speech.ts';
import { parseSsml, SsmlError } from '../../src/simulator/ssml.ts';

const words = (markup: string) => spokenWords({ type: 'SSML', ssml: `<speak>${markup}</speak>` });

describe('what is heard of SSML', () => {
  it.each([
    ['You have $5 &amp; change.', 'You have $5 & change.'],
    ['<p>One.</p><p>Two.</p>', 'One. Two.'],
    ['One<break time="1s"/>two', 'One two'],
    ['Your <emphasis level="strong">checking</emphasis> account.', 'Your checking account.'],
    ['<sub alias="aluminium">Al</sub> foil', 'aluminium foil'],
    ['it&apos;s &#163;5 &#x20AC;6', "it's £5 €6"],
    ['a <!-- said by nobody --> b', 'a b'],
    ['Hello<audio src="https://example.com/a.mp3"/>.', 'Hello.'],
  ])('%s', (markup, heard) => expect(words(markup)).toBe(heard));

  it('is nothing for an empty speech', () => {
    expect(words('')).toBeNull();
    expect(spokenWords(undefined)).toBeNull();
  });

  it('is what was meant for broken markup', () => {
    expect(words('Fish & <b>chips')).toBe('Fish & chips');
  });
});

describe('SSML that is not well-formed', () => {
  it.each([
    ['<speak>a & b</speak>', 'bare "&"'],
    ['<speak>a < b</speak>', 'is no element'],
    ['<speak><p>a</speak>', 'closes nothing'],
    ['<speak>a', 'not closed'],
    ['a', 'one <speak>'],
    ['<speak>a</speak><speak>b</speak>', 'one <speak>'],
    ['<speak>&nbsp;</speak>', 'not a reference'],
    ['<speak><break time=1s/></speak>', 'is no element'],
    ['<speak><break time="1s" time="2s"/></speak>', 'given twice'],
    ['<speak><!-- a </speak>', 'comment'],
    ['<speak>&#0;</speak>', 'names no character'],
  ])('%s', (markup, reason) => {
    expect(() => parseSsml(markup)).toThrow(SsmlError);
    expect(() => parseSsml(markup)).toThrow(reason);
  });
});

/** What happened at a device, as a transcript that can be played. */
import { describe, expect, it } from 'vitest';
import { transcriptForm, type WrittenTurn } from '../../../src/simulator/transcripts/form.ts';
import { recordTranscript, type Happening } from '../../../src/simulator/transcripts/record.ts';
import { bankDown, notUnderstood, pinAsked, spent } from '../page/recorded-turns.ts';

const around = {
  title: 'A talk',
  today: '2026-11-23',
  locale: 'en-US',
  customer: 'demo',
  linked: true,
  stepUp: 'voice-pin',
} as const;

/** The one conversation, after a round through the form. */
function recorded(happenings: readonly Happening[]) {
  const [conversation] = transcriptForm.parse(recordTranscript(around, happenings)).conversations;
  if (conversation === undefined) throw new Error('a transcript has a conversation');
  return conversation;
}

const circumstances = (turn: WrittenTurn): unknown =>
  'customer' in turn ? [turn.speaker, turn.screen] : Object.keys(turn)[0];

describe('who speaks, and to what', () => {
  it('is not mentioned where it is as ever', () => {
    const { speaker, screen, turns } = recorded([pinAsked, spent]);
    expect({ speaker, screen }).toEqual({ speaker: null, screen: true });
    expect(turns.map(circumstances)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it('is told at the beginning, and again whenever it has changed', () => {
    const byNora = { speaker: 'nora', screen: false };
    const { speaker, screen, turns } = recorded([
      { ...pinAsked, ...byNora },
      { ...spent, ...byNora },
      { ...spent, speaker: null, screen: false },
      { ...bankDown, speaker: null, screen: true },
    ]);
    expect({ speaker, screen }).toEqual(byNora);
    expect(turns.map(circumstances)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [null, undefined],
      [undefined, true],
    ]);
  });

  it('waits for somebody to speak where nobody does', () => {
    const silence = { ...notUnderstood, utterance: null, intent: null, request: null, speaker: 'nora' };
    const { turns } = recorded([pinAsked, silence, { ...spent, speaker: 'nora' }]);
    expect(turns.map(circumstances)).toEqual([[undefined, undefined], 'silence', ['nora', undefined]]);
  });
});

it('a whisper is written down as one', () => {
  expect(recorded([{ ...spent, whispered: true }]).turns).toMatchObject([
    { whispers: true, whispered: true },
  ]);
});

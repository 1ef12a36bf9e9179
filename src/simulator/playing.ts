/** Transcripts for the page: one is played, one after the other, and comes back as rows to look at. */
import type { Language } from './language.ts';
import { crossingOf, outcomeOf, type Outcome } from './outcome.ts';
import type { OutlinedTranscript, PlayedConversation, TurnRow } from './page-api.ts';
import { openOwnStage } from './stack/own-stage.ts';
import { StackError } from './stack/stack-error.ts';
import { conversationsOf } from './transcripts/form.ts';
import { playConversation } from './transcripts/play.ts';
import { parseTranscript, TranscriptError } from './transcripts/read.ts';
import { isAsExpected, reportPlayed, sentence } from './transcripts/report.ts';
import { Unplayable } from './transcripts/stage.ts';
import type { TurnRecord } from './turn-record.ts';

/** A file that cannot be played; the message is for the person at the page. */
export class NotPlayed extends Error {
  override readonly name = 'NotPlayed';
}

/** @throws NotPlayed */
export type Play = (text: string, name: string) => Promise<PlayedConversation[]>;

/**
 * What a transcript would play, so that a person can decide whether to.
 *
 * @throws NotPlayed
 */
export function outline(text: string, name: string): OutlinedTranscript {
  try {
    const { customer, today, conversations } = parseTranscript(text, name);
    return {
      customer,
      today,
      conversations: conversations.map(({ title, turns }) => ({ title, lines: turns.map(sentence) })),
    };
  } catch (error) {
    if (error instanceof TranscriptError) throw new NotPlayed(error.message, { cause: error });
    throw error;
  }
}

/** One turn as a row, after the ones before it. */
export function rowOf(turn: TurnRecord, number: number, earlier: readonly Outcome[]): TurnRow {
  return { number, turn, outcome: outcomeOf(turn, earlier), crossings: turn.facade.map(crossingOf) };
}

/** @param dataDir where a customer other than the demo household is; it is copied, and stays as it is */
export function createPlayer(
  language: Language,
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Play {
  let before: Promise<unknown> = Promise.resolve();
  return (text, name) => {
    const played = before.then(() => play(text, name));
    before = played.catch(() => undefined);
    return played;
  };

  async function play(text: string, name: string): Promise<PlayedConversation[]> {
    try {
      const transcript = parseTranscript(text, name);
      const isDemo = transcript.customer === null || transcript.customer === 'demo';
      await using stage = await openOwnStage(transcript, { language, dataDir: isDemo ? null : dataDir, env });
      const results: PlayedConversation[] = [];
      for (const conversation of conversationsOf(transcript)) {
        const played = await playConversation(conversation, stage);
        const records = played.flatMap(({ record }) => record ?? []);
        results.push({
          title: conversation.title,
          rows: rowsOf(records),
          report: isAsExpected(played) ? null : reportPlayed(conversation, played, false),
        });
      }
      return results;
    } catch (error) {
      const expected =
        error instanceof TranscriptError || error instanceof Unplayable || error instanceof StackError;
      if (expected) throw new NotPlayed(error.message, { cause: error });
      throw error;
    }
  }
}

function rowsOf(records: readonly TurnRecord[]): TurnRow[] {
  const rows: TurnRow[] = [];
  for (const record of records) {
    rows.push(
      rowOf(
        record,
        rows.length + 1,
        rows.map(({ outcome }) => outcome),
      ),
    );
  }
  return rows;
}

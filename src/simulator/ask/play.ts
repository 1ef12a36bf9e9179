/** `ask --play FILE`: a transcript, played before the person's eyes. */
import type { Language } from '../language.ts';
import { openOwnStage } from '../stack/own-stage.ts';
import { StackError } from '../stack/stack-error.ts';
import { exitCodes, type Terminal } from '../terminal.ts';
import { conversationsOf } from '../transcripts/form.ts';
import { playConversation } from '../transcripts/play.ts';
import { readTranscript, TranscriptError } from '../transcripts/read.ts';
import { isAsExpected, reportPlayed, sentence } from '../transcripts/report.ts';
import { Unplayable } from '../transcripts/stage.ts';
import { answerLines, directionLine, saidLine, titleLine } from './transcript.ts';

/**
 * Plays every conversation of a file, each on a copy of the data. Resolves to the exit code.
 *
 * @param dataDir the data folder with the customers; null: a demo household is made for the day
 * @param languageOf reads and trains an interaction model
 */
export async function playFile(
  file: string,
  dataDir: string | null,
  terminal: Terminal,
  languageOf: (locale: string) => Language,
): Promise<number> {
  const style = { colour: terminal.colour, columns: terminal.columns };
  try {
    const transcript = readTranscript(file);
    const language = languageOf(transcript.locale);
    await using stage = await openOwnStage(transcript, { language, dataDir, env: terminal.env });
    const reports: string[] = [];
    for (const conversation of conversationsOf(transcript)) {
      if (terminal.stop.aborted) return exitCodes.interrupted;
      terminal.out(titleLine(conversation.title, style));
      const played = await playConversation(conversation, stage, ({ expected, record }) => {
        terminal.out(
          record === null
            ? directionLine(sentence(expected), style)
            : saidLine(record, style) + answerLines(record, style),
        );
      });
      if (!isAsExpected(played)) reports.push(reportPlayed(conversation, played, terminal.colour));
    }
    const all = transcript.conversations.length;
    for (const report of reports) terminal.err(`\nNot as it is written: ${report}\n`);
    terminal.err(`\n${all - reports.length} of ${all} as written.\n`);
    return reports.length === 0 ? exitCodes.ok : exitCodes.failed;
  } catch (error) {
    const expected =
      error instanceof TranscriptError || error instanceof Unplayable || error instanceof StackError;
    if (!expected) throw error;
    terminal.err(`${error.message}\n`);
    return exitCodes.wrongUse;
  }
}

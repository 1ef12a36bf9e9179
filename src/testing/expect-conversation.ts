import type { Conversation } from '../simulator/transcripts/form.ts';
import { playConversation, type PlayedTurn } from '../simulator/transcripts/play.ts';
import { isAsExpected, reportPlayed, TranscriptMismatch } from '../simulator/transcripts/report.ts';
import type { Stage } from '../simulator/transcripts/stage.ts';

/**
 * Plays a conversation and expects it to be as it is written.
 *
 * @returns what came, turn by turn
 * @throws TranscriptMismatch with what was expected and what came instead; Unplayable when it needs another stage
 */
export async function expectConversation(conversation: Conversation, stage: Stage): Promise<PlayedTurn[]> {
  const played = await playConversation(conversation, stage);
  if (isAsExpected(played)) return played;
  throw new TranscriptMismatch(reportPlayed(conversation, played, false));
}

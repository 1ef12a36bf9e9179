/** Conversations as tests: `import … from 'sottovoce/testing'`. See docs/testing.md. */
export {
  loadInteractionModel,
  parseInteractionModel,
  type InteractionModel,
} from '../simulator/interaction-model.ts';
export { loadLanguage } from '../simulator/language.ts';
export { openBankStage, type BankStageOptions } from '../simulator/stack/bank-stage.ts';
export { pretendSecrets } from '../simulator/stack/pretend-figures.ts';
export { openPretendStage, type PretendStageOptions } from '../simulator/stack/pretend-stage.ts';
export type { SkillHandler } from '../simulator/stack/skill-server.ts';
export { openSkillStage, type OpenStage, type StageOptions } from '../simulator/stack/skill-stage.ts';
export { conversationsOf, type Conversation, type Transcript } from '../simulator/transcripts/form.ts';
export { playConversation, type PlayedTurn } from '../simulator/transcripts/play.ts';
export { readTranscript, transcriptNames, TranscriptError } from '../simulator/transcripts/read.ts';
export { TranscriptMismatch } from '../simulator/transcripts/report.ts';
export { Unplayable, type Stage } from '../simulator/transcripts/stage.ts';
export type { TurnRecord } from '../simulator/turn-record.ts';
export { expectConversation } from './expect-conversation.ts';

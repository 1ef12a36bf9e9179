/** A stage for the skill of a bank: the real assistant behind the real handler, and a pretend bank. */
import { createAssistant } from '../../assistant.ts';
import { createAlexaHandler } from '../../channels/alexa/handler.ts';
import { readEnvelope } from '../../channels/alexa/envelope.ts';
import type { IntentTable } from '../../conversation/intent.ts';
import type { Replies } from '../../conversation/wording.ts';
import { createLog } from '../../log.ts';
import { secretFor } from '../transcripts/placeholders.ts';
import { Unplayable, type Direction } from '../transcripts/stage.ts';
import { createPretendBank, type PretendBank } from './pretend-bank.ts';
import { pretendCode, pretendPin, pretendToken } from './pretend-figures.ts';
import { openStage, type Cue, type OpenStage, type StagedSkill, type StageOptions } from './skill-stage.ts';

export interface PretendStageOptions extends StageOptions {
  readonly intents: IntentTable;
  readonly replies: Replies;
  /** How the customer knows the bank; `Harbor Bank` by default. */
  readonly bankName?: string;
  /** The bank's number for fraud, where a conversation names none; `1 800 555 0142` by default. */
  readonly fraudLine?: string;
  /** Takes every line that the skill logs; dropped by default. */
  readonly log?: (line: string) => void;
}

/** A turn asks the pretend bank, which answers at once. */
const turnTimeoutMs = 6_000;

export const openPretendStage = (options: PretendStageOptions): Promise<OpenStage> =>
  openStage(options, cue => createPretendSkill(options, cue));

/** The skill for one conversation. */
export function createPretendSkill(
  {
    intents,
    replies,
    bankName = 'Harbor Bank',
    fraudLine = '1 800 555 0142',
    log = () => undefined,
  }: Omit<PretendStageOptions, keyof StageOptions>,
  { conversation, applicationId, timeZone, now }: Cue,
): StagedSkill {
  if (conversation.consent !== undefined) {
    throw new Unplayable('The pretend bank knows no consent. Name a customer: "customer: demo".');
  }
  const bank = createPretendBank(conversation.figures);
  if (conversation.stepUp === 'pin-digits') bank.challenge = { kind: 'pin-digits', positions: [2, 4] };
  const number = conversation.fraudLine === undefined ? fraudLine : conversation.fraudLine;
  const skillLog = createLog(log, now);
  const handle = createAlexaHandler({
    assistant: createAssistant({
      facade: bank.facade,
      intents,
      replies,
      settings: { bankName, fraudLine: number, timeZone, turnTimeoutMs },
      now,
      log: skillLog,
    }),
    tellBank: async ({ event, accessToken }) => {
      const signal = AbortSignal.timeout(turnTimeoutMs);
      return (await bank.facade.tellLinkEvent(event, { accessToken, signal })).ok;
    },
    applicationId,
    intentNames: Object.values(intents).flatMap(({ names }) => [...names]),
    apology: replies.fault,
    log: skillLog,
  });
  return {
    handler: async request => {
      const envelope = readEnvelope(request);
      if (envelope === null) throw new Error('the skill cannot read the request');
      const handled = await handle(envelope);
      if (!handled.ok) throw new Error(handled.code);
      return handled.response;
    },
    accessToken: pretendToken,
    takeExchanges: bank.takeExchanges,
    direct: direction => directBank(bank, direction),
    secret: wanted =>
      secretFor(wanted, { pin: pretendPin, code: () => pretendCode, challenge: () => bank.challenge }),
  };
}

function directBank(bank: PretendBank, direction: Direction): void {
  switch (direction.kind) {
    case 'fails':
      bank.failing = direction.failure;
      return;
    case 'challenge':
      bank.challenge = direction.challenge;
      return;
    case 'code':
      bank.challenge = { kind: 'one-time-code' };
      return;
    case 'token':
    case 'line':
    case 'links':
    case 'later':
      throw new Unplayable(
        `The pretend bank knows nothing of "${direction.kind}". Name a customer: "customer: demo".`,
      );
  }
}

/** Everything that the skill may export when telemetry is on (`SOTTOVOCE_TELEMETRY`): names, codes and durations. */
import * as intents from '../intents/index.ts';
import { refusalStatus, type RefusalCode } from './channels/alexa/refusal.ts';
import { questionNames } from './facade/contract.ts';
import { facadeFailures } from './facade/port.ts';
import type { Telemetry, Terms } from './telemetry/port.ts';

// The keys of an object literal are those of its type.
const borderCodes = Object.keys(refusalStatus) as readonly RefusalCode[];

export const skillTerms = {
  service: 'sottovoce-skill',
  spans: {
    /** A turn of a conversation, from the decoded request to the reply. */
    turn: { kind: 'server', named: 'intent' },
    /** A call of the bank in it. */
    facade: { kind: 'client', named: 'call' },
  },
  attributes: {
    intent: {
      key: 'sottovoce.intent',
      values: ['opened', 'ended', 'unknown', ...Object.values(intents).flatMap(({ names }) => names)],
    },
    result: { key: 'sottovoce.result', values: ['listen', 'end', 'silence'] },
    call: {
      key: 'sottovoce.call',
      values: [...questionNames, 'step-up', 'end-step-up', 'unlink', 'link-event'],
    },
    code: { key: 'sottovoce.code', values: ['ok', 'fault', ...facadeFailures, ...borderCodes] },
  },
  metrics: {
    'sottovoce.turns': { kind: 'counter', about: 'Turns, by what came of them.' },
    'sottovoce.turn.duration': {
      kind: 'duration',
      about: 'How long a turn took, with its calls of the bank.',
    },
    'sottovoce.facade.duration': {
      kind: 'duration',
      about: 'How long the skill waited for a call of the bank.',
    },
    'sottovoce.refusals': { kind: 'counter', about: 'Requests that were turned away at the border.' },
    'sottovoce.faults': { kind: 'counter', about: 'Bugs.' },
  },
} as const satisfies Terms;

export type SkillTelemetry = Telemetry<typeof skillTerms>;

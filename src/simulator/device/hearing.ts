/** What a device makes of what it hears: the intent to send, and the utterance as it may be shown. */
import type { Intent, Slot } from 'ask-sdk-model';
import { dateAt, msSince, type Stopwatch } from '../clock.ts';
import { confirm, intentOf, merge } from '../dialog.ts';
import { emptySlot, filledSlot } from '../envelope.ts';
import { withoutPin } from '../hide-pin.ts';
import type { InteractionModel } from '../interaction-model.ts';
import type { Language } from '../language.ts';
import type { Session } from '../platform-session.ts';
import type { SkillEndpoint } from '../skill-endpoint.ts';
import type { TurnRecord } from '../turn-record.ts';

/** What was heard, as it may be shown, and what was made of it. */
export interface Heard {
  readonly utterance: string | null;
  readonly whispered: boolean;
  /** Null where there was nothing to be understood. */
  readonly understood: AsUnderstood | null;
  readonly understandMs: number;
}

/** What of a record is the understanding's. */
export type AsUnderstood = Pick<TurnRecord, 'intent' | 'score' | 'how' | 'runnerUp'>;

/** An intent about which there was no doubt. */
const certain = (intent: Intent, how: 'elicited' | 'given') => ({ intent, score: 1, how, runnerUp: null });

export const heardNothing: Heard = { utterance: null, whispered: false, understood: null, understandMs: 0 };

/** An intent that an utterance is taken for without asking the understanding. */
export interface Taken {
  readonly intent: string;
  /** Filled slots: the value as the platform delivers it, and the catalogue's id where it has matched one. */
  readonly slots: Readonly<Record<string, { readonly value: string; readonly id: string | null }>>;
}

export interface HearingParts {
  readonly skill: Pick<SkillEndpoint, 'now' | 'timeZone'>;
  readonly language: Language;
  readonly pinSlots: ReadonlySet<string>;
  readonly stopwatch: Stopwatch;
}

/** Whether the session waits for the voice PIN, or for what else the bank wants to hear. */
export const awaitsPin = (session: Session | null, pinSlots: ReadonlySet<string>): boolean =>
  session?.dialog?.asked.kind === 'slot' && pinSlots.has(session.dialog.asked.slot);

/**
 * Hears an utterance in a session, whose PINs it keeps for the checks.
 *
 * @param utterance all that was said, to be shown
 * @param request what of it is for the skill: without a launch phrase
 */
export function hearIn(
  session: Session,
  { utterance, request, taken }: { utterance: string; request: string; taken: Taken | null },
  { skill, language, pinSlots, stopwatch }: HearingParts,
): { readonly intent: Intent; readonly heard: Omit<Heard, 'whispered'> } {
  const { dialog } = session;
  const startedAt = stopwatch();
  const made = taken === null ? understand() : certain(intentFrom(taken, language.model), 'given');
  const { shown, pins } = withoutPin(utterance, made.intent, pinSlots, awaitsPin(session, pinSlots));
  session.pins.push(...pins);
  const { intent } = made;
  return {
    intent,
    heard: {
      utterance: shown,
      understood: { ...made, intent: intent.name },
      understandMs: msSince(startedAt, stopwatch),
    },
  };

  function understand(): Omit<AsUnderstood, 'intent'> & { readonly intent: Intent } {
    const confirmed = dialog === null ? null : confirm(dialog, request);
    if (confirmed !== null) return certain(confirmed, 'elicited');
    const understood = language.understand(request, {
      today: dateAt(skill.now(), skill.timeZone),
      timeZone: skill.timeZone,
      expecting:
        dialog?.asked.kind === 'slot' ? { intent: dialog.intent.name, slot: dialog.asked.slot } : null,
    });
    const said = intentOf(understood, language.model);
    const { score, how, runnerUp } = understood;
    return { intent: dialog === null ? said : merge(dialog, said), score, how, runnerUp };
  }

  function intentFrom(as: Taken, model: InteractionModel): Intent {
    const given = takenIntent(as, model);
    return dialog === null ? given : merge(dialog, given);
  }
}

/** An intent as the platform sends it, with every slot of the model, resolved as the model's catalogues would. */
function takenIntent({ intent, slots }: Taken, model: InteractionModel): Intent {
  const declared = model.languageModel.intents.find(each => each.name === intent)?.slots ?? [];
  const filled: Record<string, Slot> = {};
  for (const { name } of declared) filled[name] = emptySlot(name);
  for (const [name, { value, id }] of Object.entries(slots)) {
    const type = declared.find(each => each.name === name)?.type;
    filled[name] = filledSlot({ name, value, resolutions: resolutionsOf(type, value, id) });
  }
  const has = Object.keys(filled).length > 0;
  return { name: intent, confirmationStatus: 'NONE', ...(has ? { slots: filled } : {}) };
}

/** Null for a built-in type, which the platform does not resolve. */
function resolutionsOf(type: string | undefined, value: string, id: string | null) {
  if (type === undefined || type.startsWith('AMAZON.')) return null;
  return {
    resolutionsPerAuthority: [
      {
        authority: type,
        status: { code: id === null ? ('ER_SUCCESS_NO_MATCH' as const) : ('ER_SUCCESS_MATCH' as const) },
        values: id === null ? [] : [{ value: { name: value, id } }],
      },
    ],
  };
}

/**
 * From slots as a platform delivers them to the details of a question.
 */
import {
  type AccountKind,
  type DateWindow,
  type SpendingCategory,
  accountKind,
  spendingCategory,
} from '../facade/contract.ts';
import { readPeriod } from './periods.ts';
import type { HeardSlot } from './turn.ts';
import type { Prompt, Replies } from './wording.ts';

/** The slots that our intents know. The names are those of the interaction model. */
export const slotNames = ['account', 'category', 'date', 'duration', 'since', 'pin'] as const;
export type SlotName = (typeof slotNames)[number];

/** The filled slots of an intent. */
export type Slots = Readonly<Partial<Record<SlotName, HeardSlot>>>;

/** What was said of a question's details; undefined where nothing was. */
export interface SaidDetails {
  readonly account: AccountKind | undefined;
  readonly category: SpendingCategory | undefined;
  readonly window: DateWindow | undefined;
}

/** A detail that was said and not understood, and how to ask back for it. */
export interface UnclearDetail {
  readonly detail: 'account' | 'category' | 'period';
  readonly prompt: (say: Replies) => Prompt;
}

/** Keeps the slots that an intent has; what else a platform may send is left out. */
export function pickSlots(heard: Readonly<Record<string, HeardSlot>>, names: readonly SlotName[]): Slots {
  const slots: Partial<Record<SlotName, HeardSlot>> = {};
  for (const name of names) {
    const slot = Object.hasOwn(heard, name) ? heard[name] : undefined;
    if (slot !== undefined) slots[name] = slot;
  }
  return slots;
}

/**
 * Reads the details of a question. All that is understood is returned, together with the first detail that is not.
 * An account or category counts by its catalogue id alone: words that the platform could not match name nothing.
 */
export function readDetails(
  slots: Slots,
  today: string,
): { readonly said: SaidDetails; readonly unclear: UnclearDetail | null } {
  const account = accountKind.safeParse(slots.account?.id);
  const category = spendingCategory.safeParse(slots.category?.id);
  const period = readPeriod(
    { date: slots.date?.value, duration: slots.duration?.value, since: slots.since?.value },
    today,
  );

  const unclear: UnclearDetail[] = [];
  if (slots.account && !account.success)
    unclear.push({ detail: 'account', prompt: say => say.unknownAccount });
  if (slots.category && !category.success)
    unclear.push({ detail: 'category', prompt: say => say.unknownCategory });
  if (period.kind === 'problem') {
    const { problem } = period;
    unclear.push({ detail: 'period', prompt: say => say.periodProblem[problem] });
  }
  return {
    said: {
      account: account.data,
      category: category.data,
      window: period.kind === 'window' ? period.window : undefined,
    },
    unclear: unclear[0] ?? null,
  };
}

/** The four digits of a spoken PIN; null where something else was heard. */
export function readPin(slots: Slots): string | null {
  const digits = slots.pin?.value.replaceAll(/\s/g, '') ?? '';
  return /^[0-9]{4}$/.test(digits) ? digits : null;
}

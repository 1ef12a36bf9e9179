/**
 * From slots as a platform delivers them to the details of a question.
 */
import {
  type AccountKind,
  type DateWindow,
  type SpendingCategory,
  type StepUpChallenge,
  type StepUpFactor,
  accountKind,
  currency as currencyCode,
  spendingCategory,
} from '../facade/contract.ts';
import { readPeriod } from './periods.ts';
import type { HeardSlot } from './turn.ts';
import type { Prompt, Replies } from './wording.ts';

/** The slots that our intents know. The names are those of the interaction model. */
export const slotNames = [
  'account',
  'category',
  'date',
  'duration',
  'since',
  'amount',
  'currency',
  'pin',
  'code',
] as const;
export type SlotName = (typeof slotNames)[number];

/** The filled slots of an intent. */
export type Slots = Readonly<Partial<Record<SlotName, HeardSlot>>>;

/** An amount of money that was said; cents are not heard. */
export interface SaidAmount {
  /** Whole units, one or more. */
  readonly units: number;
  /** ISO 4217 code; null where no currency was said. */
  readonly currency: string | null;
}

/** No account holds as much; beyond it, numbers are no longer exact. */
const maxUnits = 1_000_000_000;

/** What was said of a question's details; undefined where nothing was. */
export interface SaidDetails {
  readonly account: AccountKind | undefined;
  readonly category: SpendingCategory | undefined;
  readonly window: DateWindow | undefined;
  readonly amount: SaidAmount | undefined;
}

/** A detail that was said and not understood, and how to ask back for it. */
export interface UnclearDetail {
  readonly detail: 'account' | 'category' | 'period' | 'amount';
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
  scene: { readonly today: string },
): { readonly said: SaidDetails; readonly unclear: UnclearDetail | null } {
  const account = accountKind.safeParse(slots.account?.id);
  const category = spendingCategory.safeParse(slots.category?.id);
  const period = readPeriod(
    { date: slots.date?.value, duration: slots.duration?.value, since: slots.since?.value },
    scene,
  );

  const amount = readAmount(slots);

  const unclear: UnclearDetail[] = [];
  if (slots.account && !account.success)
    unclear.push({ detail: 'account', prompt: say => say.unknownAccount });
  if (slots.category && !category.success)
    unclear.push({ detail: 'category', prompt: say => say.unknownCategory });
  if (period.kind === 'problem') {
    const { problem } = period;
    unclear.push({ detail: 'period', prompt: say => say.periodProblem[problem] });
  }
  if (amount === null) unclear.push({ detail: 'amount', prompt: say => say.unknownAmount });
  return {
    said: {
      account: account.data,
      category: category.data,
      window: period.kind === 'window' ? period.window : undefined,
      amount: amount ?? undefined,
    },
    unclear: unclear[0] ?? null,
  };
}

/**
 * The amount that was said. Undefined: none was; null: it is no amount, or in a currency that the catalogue does not
 * know.
 */
function readAmount({ amount, currency }: Slots): SaidAmount | null | undefined {
  if (amount === undefined) return undefined;
  const units = /^[0-9]{1,15}$/.test(amount.value) ? Number(amount.value) : 0;
  const code = currencyCode.safeParse(currency?.id?.toUpperCase());
  if (units < 1 || units > maxUnits || (currency !== undefined && !code.success)) return null;
  return { units, currency: code.data ?? null };
}

/**
 * What was said in answer to a challenge; null where it is not as many digits as were asked for. The platform chooses
 * the slot by its own lights, so four digits count in either.
 */
export function readFactor(slots: Slots, { kind }: StepUpChallenge): StepUpFactor | null {
  switch (kind) {
    case 'voice-pin': {
      const pin = findDigits(slots, 4);
      return pin === null ? null : { kind, pin };
    }
    case 'pin-digits': {
      // AMAZON.NUMBER is a number: of "zero four" it leaves the 4.
      const digits = findDigits(slots, 2) ?? findDigits(slots, 1)?.padStart(2, '0') ?? null;
      return digits === null ? null : { kind, digits };
    }
    case 'one-time-code': {
      const code = findDigits(slots, 6);
      return code === null ? null : { kind, code };
    }
  }
}

/** The first slot that holds exactly so many digits. */
function findDigits(slots: Slots, count: number): string | null {
  const spoken = [slots.pin, slots.code].map(slot => slot?.value.replaceAll(/\s/g, '') ?? '');
  return spoken.find(text => text.length === count && /^[0-9]+$/.test(text)) ?? null;
}

/**
 * Which voice PINs a customer may not choose. Four digits that everyone tries first, and those that someone who
 * knows the customer tries first.
 */
import { voicePin } from '../../facade/contract.ts';

/** Why a PIN is not accepted. */
export const pinRefusals = [
  'not-four-digits',
  'repeated',
  'run',
  'year',
  'birth-date',
  'unknown-customer',
] as const;
export type PinRefusal = (typeof pinRefusals)[number];

/** What to tell the person at the bank's terminal, and what to do about it. The PIN itself is never repeated. */
export const pinRefusalWords: Record<PinRefusal, string> = {
  'not-four-digits': 'A voice PIN is four digits, 0 to 9, and nothing else.',
  repeated:
    'That PIN repeats itself, so it is easily guessed. Choose one with at least three different digits.',
  run: 'That PIN counts up or down, so it is easily guessed. Choose digits that do not follow each other.',
  year: 'That PIN looks like a year, so it is easily guessed. Choose one that does not begin with 19 or 20.',
  'birth-date': "That PIN is made of the customer's birth date, which others know. Choose another one.",
  'unknown-customer': 'There is no customer of that name at this bank. `bank customers` lists them.',
};

/** The first rule that a PIN breaks, or null. `birthDate` is `YYYY-MM-DD`, or null where the bank was not told. */
export function findPinRefusal(pin: string, birthDate: string | null): PinRefusal | null {
  if (!voicePin.safeParse(pin).success) return 'not-four-digits';
  if (isRepeated(pin)) return 'repeated';
  if (isRun(pin)) return 'run';
  if (pin.startsWith('19') || pin.startsWith('20')) return 'year';
  if (birthDate !== null && birthDatePins(birthDate).has(pin)) return 'birth-date';
  return null;
}

/** One digit or two make up the whole PIN in a pattern: 1111, 1212, 1122, 1221. */
function isRepeated(pin: string): boolean {
  const [first, second, third, fourth] = pin;
  const repeated = first === third && second === fourth;
  const doubled = first === second && third === fourth;
  const mirrored = first === fourth && second === third;
  return repeated || doubled || mirrored;
}

/** Every digit is the one before it plus one, or minus one; 9 and 0 are neighbours, as on a dial. */
function isRun(pin: string): boolean {
  const up = '01234567890123';
  const down = '98765432109876';
  return up.includes(pin) || down.includes(pin);
}

/**
 * The four-digit forms of a date: any two of day, month and two-digit year in either order (0307, 0390), the year
 * (1990), and day, month and year without zeros where that makes four digits (7390).
 */
function birthDatePins(birthDate: string): ReadonlySet<string> {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const shortYear = year.slice(-2);
  const parts = [day, month, shortYear];
  const pairs = parts.flatMap(one => parts.filter(other => other !== one).map(other => one + other));
  const [plainDay, plainMonth] = [String(Number(day)), String(Number(month))];
  return new Set([
    ...pairs,
    year,
    plainDay + plainMonth + shortYear,
    plainMonth + plainDay + shortYear,
    shortYear + plainMonth + plainDay,
  ]);
}

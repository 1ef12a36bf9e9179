/** "What have you told Alexa about me?" */
import { Temporal } from 'temporal-polyfill';
import { consentClasses } from '../../facade/contract.ts';
import { calendarDate } from '../calendar-date.ts';
import { countTold } from '../disclosure/record/index.ts';
import type { Compute } from './compute.ts';

/**
 * What the bank has told the platform that asks, this calendar month, and nothing of what was told: the platform knows
 * as much already. Answers about what is shared and what was told are on record like all others; they are no news of
 * the customer's money and are not counted.
 */
export const computeDisclosures: Compute<'disclosures'> = async (question, asked) => {
  const { customerId, platform, today, timeZone } = asked;
  const counts = await countTold(asked.database, {
    customerId,
    platform,
    since: monthStart(today, timeZone),
  });
  const told = consentClasses.flatMap(kind => {
    const of = counts.find(each => each.kind === kind);
    return of === undefined ? [] : [{ kind, count: of.count, lastAt: of.lastAt }];
  });
  return {
    question,
    told: told.map(({ kind, count }) => ({ kind, count })),
    lastOn: told.length === 0 ? null : calendarDate(Math.max(...told.map(({ lastAt }) => lastAt)), timeZone),
  };
};

/** The first instant of the day's month. */
const monthStart = (today: string, timeZone: string): number =>
  Temporal.PlainDate.from(today).with({ day: 1 }).toZonedDateTime(timeZone).epochMilliseconds;

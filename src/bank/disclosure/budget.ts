/**
 * How many answers about money leave the bank in a day: more than a person asks for, and far fewer than it takes to
 * follow somebody's money. They are counted for each customer over all platforms, by the bank's calendar.
 *
 * An answer counts each time, also one that was given before: what is counted is what left, as the disclosure record
 * lists it, and there is nothing to argue about. Answers of yes or no have a smaller limit of their own besides, because
 * each is one step of a search for the balance.
 *
 * What is refused later on the way counts as well, since a refusal may tell something too. What is refused here does not.
 */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';

/** Limits for a customer and a day. */
export interface AnswerBudget {
  /** Answers about money, of every kind. */
  readonly answersPerDay: number;
  /** Answers of yes or no among them. */
  readonly fundsPerDay: number;
}

/** Where a bank has set nothing else. A person asks a handful. */
export const usualBudget: AnswerBudget = { answersPerDay: 60, fundsPerDay: 6 };

/**
 * Counts one answer more on a day, if there is one left. One conditional statement, whose row stays locked until the
 * answer's transaction ends: however many questions arrive at once, over however many platforms, no more pass than are
 * left.
 *
 * @param day the bank's, `YYYY-MM-DD`
 * @returns whether there was one left
 */
export async function chargeAnswer(
  database: Kysely<BankSchema>,
  { customerId, day, kind }: { customerId: string; day: string; kind: 'answer' | 'funds' },
  { answersPerDay, fundsPerDay }: AnswerBudget,
): Promise<boolean> {
  const funds = kind === 'funds' ? 1 : 0;
  if (answersPerDay < 1 || fundsPerDay < funds) return false;
  const charged = await database
    .insertInto('answer_day')
    .values({ customer_id: customerId, day, answers: 1, funds })
    .onConflict(conflict =>
      conflict
        .columns(['customer_id', 'day'])
        .doUpdateSet(row => ({
          answers: row('answer_day.answers', '+', 1),
          funds: row('answer_day.funds', '+', funds),
        }))
        .where('answer_day.answers', '<', answersPerDay)
        // Funds are among the answers: for an answer of another kind this says no more than the line above.
        .where('answer_day.funds', '<', funds === 1 ? fundsPerDay : answersPerDay),
    )
    .returning('answers')
    .executeTakeFirst();
  if (charged?.answers === 1) await forgetDaysBefore(database, customerId, day);
  return charged !== undefined;
}

/** How often somebody asked on other days is nobody's business. */
async function forgetDaysBefore(
  database: Kysely<BankSchema>,
  customerId: string,
  day: string,
): Promise<void> {
  await database
    .deleteFrom('answer_day')
    .where('customer_id', '=', customerId)
    .where('day', '<', day)
    .execute();
}

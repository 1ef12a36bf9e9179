import type { Kysely } from 'kysely';
import type { Precision, QuestionName } from '../../facade/contract.ts';
import type { BankSchema } from '../database/schema.ts';
import type { RandomSource } from './random-source.ts';
import { randomUuid } from './random-uuid.ts';

/** What a customer lets a platform say: a precision for each question that is allowed, nothing for the others. */
export type ConsentedQuestions = Readonly<Partial<Record<QuestionName, Precision>>>;

/**
 * Links a customer to a platform and writes down what the customer lets it say. There is one link for a customer and
 * a platform: linking again takes up the same one, with its counter of wrong PINs and its lock, so that nobody gets
 * out of a lock by linking again. What was consented before is withdrawn, and earlier access tokens end.
 *
 * @param validForMs How long the consent lasts.
 * @returns The link's id.
 * @throws When there is no such customer.
 */
export async function createLink(
  database: Kysely<BankSchema>,
  options: {
    readonly customerId: string;
    readonly platform: string;
    readonly questions: ConsentedQuestions;
    readonly validForMs: number;
    readonly now: number;
    readonly random: RandomSource;
  },
): Promise<string> {
  const { customerId, platform, now, random } = options;
  return await database.transaction().execute(async transaction => {
    const { link_id: linkId } = await transaction
      .insertInto('link')
      .values({
        customer_id: customerId,
        link_id: randomUuid(random),
        platform,
        created_at: now,
        unlinked_at: null,
        failed_step_ups: 0,
        locked_at: null,
      })
      .onConflict(conflict =>
        conflict.columns(['customer_id', 'platform']).doUpdateSet({ created_at: now, unlinked_at: null }),
      )
      .returning('link_id')
      .executeTakeFirstOrThrow();

    await endLinkUse(transaction, { customerId, linkId, now });
    for (const [name, precision] of consented(options.questions)) {
      await transaction
        .insertInto('consent')
        .values({
          customer_id: customerId,
          link_id: linkId,
          consent_id: randomUuid(random),
          question_name: name,
          precision,
          given_at: now,
          valid_until: now + options.validForMs,
          withdrawn_at: null,
        })
        .execute();
    }
    return linkId;
  });
}

/** Ends whatever a link could be used with: tokens, step-ups, and consents that are in force. */
async function endLinkUse(
  transaction: Kysely<BankSchema>,
  { customerId, linkId, now }: { customerId: string; linkId: string; now: number },
): Promise<void> {
  for (const table of ['access_token', 'step_up_grant'] as const) {
    await transaction
      .deleteFrom(table)
      .where('customer_id', '=', customerId)
      .where('link_id', '=', linkId)
      .execute();
  }
  await transaction
    .updateTable('consent')
    .set({ withdrawn_at: now })
    .where('customer_id', '=', customerId)
    .where('link_id', '=', linkId)
    .where('withdrawn_at', 'is', null)
    .execute();
}

function consented(questions: ConsentedQuestions): [QuestionName, Precision][] {
  // The keys of the type are the questions' names; `Object.entries` forgets it.
  return Object.entries(questions) as [QuestionName, Precision][];
}

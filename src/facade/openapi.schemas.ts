/** The contract's schemas as components of the OpenAPI document. */
import * as z from 'zod';
import * as contract from './contract.ts';

/** JSON as it is written; the document is data, not a program's structure. */
export type Json = Readonly<Record<string, unknown>>;

/** A question's name as the beginning of a component's. */
export const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The contract's schemas under their names; wherever one contains another it refers to it. */
export function componentSchemas(): Json {
  const registry = z.registry<{ id: string; description?: string }>();
  const add = (id: string, schema: z.core.$ZodType, description?: string): void =>
    void registry.add(schema, description === undefined ? { id } : { id, description });

  add('AccountKind', contract.accountKind);
  add('SpendingCategory', contract.spendingCategory);
  add('ConsentClass', contract.consentClass, 'What a customer switches on or off for a platform.');
  add('Severity', contract.severity, 'How urgent an alert is, least urgent first.');
  add('Precision', contract.precision, '`about`: rounded at the bank. `exact`: to the minor unit.');
  add(
    'BalancePrecision',
    contract.balancePrecision,
    '`fresh`: rounded, the same within a quarter of a day. `sealed`: rounded, at the close of a day, and renewed only after several bookings. `exact`: to the minor unit.',
  );
  add('ConsentPrecision', contract.consentPrecision, 'How precisely the customer lets amounts be said.');
  add('Currency', contract.currency, 'ISO 4217 alphabetic code.');
  add('CalendarDate', contract.calendarDate, "A calendar date in the bank's time zone.");
  add(
    'DateWindow',
    contract.dateWindow,
    `Calendar days, both ends included; \`from\` is not after \`through\`, and at most ${contract.maxWindowDays} days.`,
  );
  add('OpaqueId', contract.opaqueId, "A hash of a platform's identifier.");
  add('ConversationContext', contract.conversationContext);
  add(
    'StepUpChallenge',
    contract.stepUpChallenge,
    'What the bank wants to hear. Positions count from 1, the earlier digit first.',
  );
  add('StepUpRequest', contract.stepUpRequest);
  add('LinkEvent', contract.linkEvent, 'What a platform tells of a link.');
  add('StepUpGranted', contract.stepUpGranted);
  add('Problem', contract.problem, 'RFC 9457 with a closed code.');
  for (const name of contract.questionNames) {
    const question = contract.questionSchemas[name];
    add(`${pascal(name)}Question`, question);
    add(`${pascal(name)}Answer`, contract.answerSchemas[name]);
    add(`${pascal(name)}Request`, z.strictObject({ context: contract.conversationContext, question }));
  }

  const { schemas } = z.toJSONSchema(registry, {
    target: 'draft-2020-12',
    metadata: registry,
    uri: id => `#/components/schemas/${id}`,
  });
  /** In OpenAPI a component is named by its place. */
  const named: ReadonlySet<string> = new Set(['$schema', '$id', 'id']);
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [
      id,
      Object.fromEntries(Object.entries(schema).filter(([keyword]) => !named.has(keyword))),
    ]),
  );
}

/** "Do I have any fraud alerts?" */
import { severities } from '../../facade/contract.ts';
import type { Compute } from './compute.ts';

/** How many alerts are open today, and how urgent the most urgent one is. What they are about stays at the bank. */
export const computeAlerts: Compute<'alerts'> = async (question, { database, customerId, today }) => {
  const open = await database
    .selectFrom('alert')
    .where('customer_id', '=', customerId)
    .where('opened_on', '<=', today)
    .where(eb => eb.or([eb('closed_on', 'is', null), eb('closed_on', '>', today)]))
    .groupBy('severity')
    .select(({ fn }) => ['severity', fn.countAll<number>().as('count')])
    .execute();

  return {
    question,
    openCount: open.reduce((sum, { count }) => sum + count, 0),
    mostUrgent: severities.findLast(severity => open.some(alerts => alerts.severity === severity)) ?? null,
  };
};

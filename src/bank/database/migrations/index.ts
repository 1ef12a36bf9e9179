/** Every change of the schema, in order. One that has been released never changes: a new one follows it. */
import type { Migration } from 'kysely';
import { ledger } from './0001-ledger.ts';
import { links } from './0002-links.ts';
import { authorization } from './0003-authorization.ts';
import { stepUp } from './0004-step-up.ts';
import { platformEvents } from './0005-platform-events.ts';
import { precision } from './0006-precision.ts';
import { disclosureRecord } from './0007-disclosure-record.ts';
import { disclosureControl } from './0008-disclosure-control.ts';
import { answerBudget } from './0009-answer-budget.ts';
import { cardStatements } from './0010-card-statements.ts';
import { balanceSnapshots } from './0011-balance-snapshots.ts';
import { columnTypes } from './column-types.ts';

export const migrationsFor = (engine: 'sqlite' | 'postgres'): Record<string, Migration> => ({
  '0001-ledger': ledger(columnTypes[engine]),
  '0002-links': links(columnTypes[engine]),
  '0003-authorization': authorization(columnTypes[engine]),
  '0004-step-up': stepUp(columnTypes[engine]),
  '0005-platform-events': platformEvents(columnTypes[engine]),
  '0006-precision': precision(),
  '0007-disclosure-record': disclosureRecord(columnTypes[engine]),
  '0008-disclosure-control': disclosureControl(columnTypes[engine]),
  '0009-answer-budget': answerBudget(columnTypes[engine]),
  '0010-card-statements': cardStatements(columnTypes[engine]),
  '0011-balance-snapshots': balanceSnapshots(columnTypes[engine]),
});

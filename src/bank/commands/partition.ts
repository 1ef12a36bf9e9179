import { readSchemaStatus, schemaProblem } from '../database/migrate.ts';
import { partition as split, readPartitions, usualParts, type Partitioned } from '../database/partition.ts';
import { CommandFailed, readArguments, readConfig, UsageError, type Command } from './command.ts';
import { withSchema } from './migrate.ts';

const [leastParts, mostParts] = [2, 256];

export const partition: Command = {
  name: 'partition',
  summary: 'split the tables that grow by customer, on PostgreSQL',
  help: `Usage: bank partition [options]

Splits transactions, rollups and the disclosure record into parts by a hash of the customer, for a bank on a PostgreSQL
server that has many of them. It is a choice: the bank answers the same with and without. Best done right after the
first "bank migrate", while the tables are empty; what is split already stays as it is. It needs no secret but the
address.

  --parts N          how many parts, from ${leastParts} to ${mostParts} (default: ${usualParts})
  --copy             split tables that have rows, too: they are copied, and meanwhile no question is answered that
                     needs them
  --status           only tell how the tables stand`,

  async run(args, context) {
    const { values } = readArguments(args, {
      parts: { type: 'string' },
      copy: { type: 'boolean' },
      status: { type: 'boolean' },
    });
    const parts = readParts(values.parts);
    const { databaseUrl: url } = readConfig(undefined, context);
    if (url === null) {
      throw new CommandFailed(
        'Only the tables of a PostgreSQL server can be split, and DATABASE_URL names none. A data folder needs no parts.',
      );
    }
    return withSchema({ kind: 'postgres', url }, async database => {
      const problem = schemaProblem(await readSchemaStatus(database));
      if (problem !== undefined) throw problem;
      if (values.status !== true) {
        const done = await split(database, { parts, copies: values.copy === true });
        context.print(done.length === 0 ? 'There was nothing left to split.' : `Split: ${done.join(', ')}.`);
      }
      for (const table of await readPartitions(database)) context.print(lineOf(table));
      return 0;
    });
  },
};

function readParts(text = String(usualParts)): number {
  const parts = /^\d{1,3}$/.test(text) ? Number(text) : Infinity;
  if (parts < leastParts || parts > mostParts) {
    throw new UsageError(`--parts is a whole number from ${leastParts} to ${mostParts}.`);
  }
  return parts;
}

const lineOf = ({ table, parts }: Partitioned): string =>
  `${table.padEnd(28)}${parts === 0 ? 'not split' : `${parts} parts`}`;

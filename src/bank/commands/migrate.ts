import { locateData } from '../data-folder.ts';
import { asUnusable, openDatabase, type BankDatabase, type DatabaseLocation } from '../database/database.ts';
import { migrate as takeSteps, readSchemaStatus, type SchemaStatus } from '../database/migrate.ts';
import { patientLimits } from '../database/postgres-pool.ts';
import { dataHelp, dataOption, readArguments, readConfig, type Command } from './command.ts';

/**
 * A step that waits for a table holds up everybody who comes after it, so it waits no longer than a request has patience
 * for, and comes again. The steps themselves take as long as they take.
 */
const besideRequests = { ...patientLimits, connections: 2, lockTimeoutMs: 2_000 };

export const migrate: Command = {
  name: 'migrate',
  summary: "bring the data's schema up to date",
  help: `Usage: bank migrate [options]

Takes the steps that the schema is behind this program, all or none, and says which. The bank may serve meanwhile; of
two that migrate at the same time the second waits and finds nothing left to do. It needs no secret but the address.

  --status           only tell how the schema stands: exit code 0 when it is this program's, 1 when not
${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, { ...dataOption, status: { type: 'boolean' } });
    const config = readConfig(values.data, context);
    const location = await locateData(config.dataFolder, config);
    if (values.status !== true) {
      for (const name of await bringUpToDate(location)) context.print(`${name}  taken`);
    }
    const status = await withSchema(location, kysely => readSchemaStatus(kysely));
    for (const line of values.status === true ? linesOf(status) : linesOf(status).slice(-1))
      context.print(line);
    return isCurrent(status) ? 0 : 1;
  },
};

/**
 * Takes the steps that a schema is behind this program, while others may be serving from it.
 *
 * @returns the steps that were taken
 * @throws DatabaseUnusable with a message that says what to do
 */
export const bringUpToDate = (location: DatabaseLocation): Promise<readonly string[]> =>
  withSchema(location, (kysely, engine) => takeSteps(kysely, engine));

/**
 * Opens the data for work on its schema, as it stands, while others may be serving from it.
 *
 * @throws DatabaseUnusable with a message that says what to do
 */
export async function withSchema<Result>(
  location: DatabaseLocation,
  work: (kysely: BankDatabase['kysely'], engine: BankDatabase['engine']) => Promise<Result>,
): Promise<Result> {
  const limited = location.kind === 'postgres' ? { ...location, limits: besideRequests } : location;
  const database = await openDatabase(limited, 'leave');
  try {
    return await work(database.kysely, database.engine);
  } catch (error) {
    throw asUnusable(error, location);
  } finally {
    await database.close();
  }
}

const isCurrent = ({ missing, unknown }: SchemaStatus): boolean =>
  missing.length === 0 && unknown.length === 0;

function linesOf(status: SchemaStatus): string[] {
  const words = (names: readonly string[], what: string): string[] => names.map(name => `${name}  ${what}`);
  return [
    ...words(
      status.applied.filter(name => !status.unknown.includes(name)),
      'taken',
    ),
    ...words(status.missing, 'MISSING: take it with "bank migrate"'),
    ...words(status.unknown, 'of a later version of this program'),
    isCurrent(status) ? 'The schema is up to date.' : 'The schema is not the one of this program.',
  ];
}

import type { KyselyConfig, LogEvent } from 'kysely';
import type { Engine } from './migrate.ts';

/** A statement that has ended. What it says is no part of this: neither its text nor a parameter. */
export interface Statement {
  readonly engine: 'sqlite' | 'postgresql';
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'other';
  readonly durationMs: number;
  readonly failed: boolean;
}

export type OnStatement = (statement: Statement) => void;

const kinds: Readonly<Record<string, Statement['kind']>> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
};

/** The part of Kysely's settings that tells of statements; none where nobody listens, since measuring them costs. */
export function toldOfStatements(
  engine: Engine,
  onStatement: OnStatement | undefined,
): Pick<KyselyConfig, 'log'> {
  if (onStatement === undefined) return {};
  return {
    log: ({ level, query, queryDurationMillis }: LogEvent) =>
      onStatement({
        engine: engine === 'sqlite' ? 'sqlite' : 'postgresql',
        kind: kinds[query.query.kind] ?? 'other',
        durationMs: queryDurationMillis,
        failed: level === 'error',
      }),
  };
}

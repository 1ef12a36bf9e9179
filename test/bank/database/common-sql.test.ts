/** The bank's SQL is what PostgreSQL, the distributed engines that the bank is meant for, and SQLite have in common. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where one engine is spoken to in its own words. */
const ofOneEngine: readonly string[] = ['partition.ts', 'sqlite.ts'].map(name => `src/bank/database/${name}`);
const files = globSync('src/bank/**/*.ts', { cwd: root }).filter(name => !ofOneEngine.includes(name));

/** What is written out in SQL, and what calls of Kysely become SQL that not every engine has. */
const sqlIn = (source: string): string[] =>
  [...source.matchAll(/\bsql(?:<[^`]*?>)?`([^`]*)`/g)].map(([, text = '']) => text.toLowerCase());
const uncommonWords =
  /\b(jsonb?|lateral|distinct on|for (no key )?update|for share|skip locked|trigger|listen|notify|array|unnest|ilike|deferrable|advisory|merge into|interval|now\(\)|serial|generated|tablesample|materialized|partition of|partition by hash)\b|::|->/;
const uncommonCalls =
  /\.(distinctOn|forUpdate|forShare|forNoKeyUpdate|skipLocked|noWait|mergeInto|using|generatedAlwaysAs\w+|setIsolationLevel|leftJoinLateral|innerJoinLateral)\(/;

describe('no file of the bank', () => {
  test('is overlooked', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(files.flatMap(name => sqlIn(readFileSync(`${root}${name}`, 'utf8'))).length).toBeGreaterThan(40);
  });

  test.each(files)('says what not every engine understands: %s', name => {
    const source = readFileSync(`${root}${name}`, 'utf8');
    expect(sqlIn(source).filter(text => uncommonWords.test(text))).toEqual([]);
    expect(uncommonCalls.exec(source)?.[0]).toBeUndefined();
  });
});

import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/**
 * Three kinds of tests, by what they need: Node alone, a PostgreSQL server (`npm ci` brings one) and Chromium. The
 * suites that open a bank's database run in the first on SQLite, and once more in the second.
 */
const everyTest = 'test/**/*.test.ts';
const onPostgres = 'test/**/*.postgres.test.ts';
const inBrowser = 'test/**/*.browser.test.ts';
const onEveryEngine = globSync(everyTest).filter(file =>
  /^import .*\bengines\b.*\/engines\.ts'/m.test(readFileSync(file, 'utf8')),
);

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/folder.global.ts'],
    // What a file imports is read once for all of them; each leaves clocks, network and environment as they were.
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: [everyTest],
          exclude: [onPostgres, inBrowser],
          provide: { engine: 'sqlite' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [onPostgres, ...onEveryEngine],
          globalSetup: ['test/postgres.global.ts'],
          provide: { engine: 'postgres' },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [inBrowser],
          globalSetup: ['test/chromium.global.ts'],
          provide: { engine: 'sqlite' },
        },
      },
    ],
  },
});

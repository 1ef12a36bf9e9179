/** Data folders for tests: seeded once, copied for each test, gone at the end. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../../src/simulator/stack.ts';

export interface DataFolders {
  /** A folder of its own, with the demo household as it is on `today`. */
  seeded(): Promise<string>;
  /** A folder that is empty. */
  empty(): Promise<string>;
  remove(): Promise<void>;
}

export const today = '2026-11-23';

export async function makeDataFolders(): Promise<DataFolders> {
  const root = await mkdtemp(join(tmpdir(), 'sottovoce-test-'));
  const template = join(root, 'template');
  const stack = await startStack({ dataDir: template, today, customer: 'demo', locale: 'en-US' });
  await stack.close();
  const empty = () => mkdtemp(join(root, 'data-'));
  return {
    empty,
    seeded: async () => {
      const folder = await empty();
      await cp(template, folder, { recursive: true });
      return folder;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

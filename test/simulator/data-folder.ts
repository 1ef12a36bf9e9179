/** Data folders for tests: seeded once for all files that a process runs, copied for each test, gone at the end. */
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

let template: Promise<string> | null = null;

/** A folder with the demo household, to be copied and left as it is. It goes with the run's own folder. */
export const demoFolder = (): Promise<string> => (template ??= seed());

async function seed(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-template-'));
  const stack = await startStack({ dataDir: folder, today, customer: 'demo', locale: 'en-US' });
  await stack.close();
  return folder;
}

export async function makeDataFolders(): Promise<DataFolders> {
  const root = await mkdtemp(join(tmpdir(), 'sottovoce-test-'));
  const empty = () => mkdtemp(join(root, 'data-'));
  return {
    empty,
    seeded: async () => {
      const folder = await empty();
      await cp(await demoFolder(), folder, { recursive: true });
      return folder;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

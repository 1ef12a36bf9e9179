/**
 * One folder for all that the tests of a run write, gone at its end. Nothing of it has to survive a power cut: where
 * there is room in memory it is there, and nobody waits for a disk.
 */
import { statfsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const wantedBytes = 1_000_000_000;

export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(memoryFolder() ?? tmpdir(), 'sottovoce-tests-'));
  // A database server may run as a user of its own, who has to reach its data through this folder.
  await chmod(folder, 0o755);
  // Read by `os.tmpdir()`, in the processes of the tests too: they are started from here.
  process.env.TMPDIR = folder;
  return () => rm(folder, { recursive: true, force: true });
}

function memoryFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > wantedBytes ? '/dev/shm' : null;
  } catch {
    // Only Linux has one.
    return null;
  }
}

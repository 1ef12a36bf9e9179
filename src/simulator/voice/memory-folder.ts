/** Where work files of the voice go. */
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';

/** A folder in memory where there is one (Linux), so that no voice reaches a disk; else the one for temporary files. */
export function memoryFolder(): string {
  const inMemory = '/dev/shm';
  try {
    accessSync(inMemory, constants.W_OK);
    return inMemory;
  } catch {
    return tmpdir();
  }
}

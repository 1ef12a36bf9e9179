/**
 * `npm run bench`: every figure beside something that was measured in the same run. `npm run bench -- warm-turn` runs one
 * part; `-- --large` takes ten million transactions where a million do otherwise, and its time; `-- --others` has other
 * frameworks installed by npm, and starts them, too.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { parts, type PartName } from './parts.ts';

const file = 'dist/bench.json';
const written = z.object({ parts: z.record(z.string(), z.unknown()) });

/** What earlier runs have measured of the other parts; nothing where there is no such file, or not ours. */
async function earlier(): Promise<Record<string, unknown>> {
  try {
    return written.parse(JSON.parse(await readFile(file, 'utf8'))).parts;
  } catch {
    return {};
  }
}

const isPart = (name: string): name is PartName => Object.hasOwn(parts, name);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false }, others: { type: 'boolean', default: false } },
});
const unknown = positionals.filter(name => !isPart(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}. The parts are: ${Object.keys(parts).join(', ')}.\n`,
  );
  process.exit(2);
}
const chosen = positionals.length === 0 ? Object.keys(parts) : positionals;

const measured = await earlier();
await mkdir('dist', { recursive: true });
for (const name of chosen.filter(isPart)) {
  const { figures, text } = await parts[name](values);
  measured[name] = { at: new Date().toISOString(), node: process.version, cpu: cpus()[0]?.model, figures };
  process.stdout.write(`${text}\n`);
  // After each part: a run that is broken off keeps what it has.
  await writeFile(file, `${JSON.stringify({ parts: measured }, null, 2)}\n`);
}
process.stdout.write(`The same figures are in ${file}.\n`);

/** `npm run certify`: holds the skill against the rules of its certification. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NoPackage } from '../packaged/index.ts';
import { InteractionModelError } from '../simulator/interaction-model.ts';
import { exitCodes, WrongUse } from '../simulator/terminal.ts';
import { certify } from './certify.ts';
import { certifyHelp, readCertifyOptions } from './options.ts';
import { jsonReport } from './report/json.ts';
import { summaryOf } from './report/summary.ts';
import { terminalReport } from './report/terminal.ts';

const { stdout, stderr } = process;

try {
  const options = readCertifyOptions(process.argv.slice(2));
  if (options.help) {
    stdout.write(certifyHelp);
  } else {
    const judged = await certify({
      packageFolder: options.package,
      url: options.url,
      skillId: options.skillId,
      now: Date.now,
      stopwatch: () => performance.now(),
      progress: what => {
        if (stderr.isTTY) stderr.write(`… ${what}\n`);
      },
    });
    stdout.write(
      terminalReport(judged, {
        colour: stdout.isTTY && process.env.NO_COLOR === undefined,
        columns: stdout.isTTY ? stdout.columns : 100,
        verbose: options.verbose,
      }),
    );
    writeJson(options.json, jsonReport(judged, Date.now(), options.url ?? 'the packaged functions'));
    process.exitCode = summaryOf(judged).failed > 0 ? exitCodes.failed : exitCodes.ok;
  }
} catch (error) {
  if (!isForPerson(error)) throw error;
  stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.wrongUse;
}

function isForPerson(error: unknown): error is Error {
  return error instanceof WrongUse || error instanceof NoPackage || error instanceof InteractionModelError;
}

/** @throws WrongUse when it cannot be written there */
function writeJson(file: string, report: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, report);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new WrongUse(`The report cannot be written to ${file} (${why}). Name another file: --json FILE`);
  }
}

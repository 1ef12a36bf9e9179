/** The bank's program: `bank COMMAND`. */
import { randomBytes } from 'node:crypto';
import { runBank } from './commands/run-bank.ts';
import { processContext } from './commands/process-context.ts';

process.exitCode = await runBank(process.argv.slice(2), processContext(process, randomBytes, Date.now));

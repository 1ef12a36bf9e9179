/** The command line of `bank`: which command, what it says when it fails, and with which exit code it ends. */
import { BankConfigError } from '../config.ts';
import { DatabaseUnusable } from '../database/unusable.ts';
import { ImportFailed } from '../import/text.ts';
import { CommandFailed, UsageError, type Command, type CommandContext } from './command.ts';
import { client } from './client.ts';
import { code } from './code.ts';
import { customers } from './customers.ts';
import { importCommand } from './import.ts';
import { link } from './link.ts';
import { linking } from './linking.ts';
import { login } from './login.ts';
import { migrate } from './migrate.ts';
import { partition } from './partition.ts';
import { pin } from './pin.ts';
import { serve } from './serve.ts';
import { unlock } from './unlock.ts';
import { verifyDisclosures } from './verify-disclosures.ts';

const commands: readonly Command[] = [
  serve,
  migrate,
  partition,
  importCommand,
  customers,
  pin,
  code,
  unlock,
  link,
  login,
  linking,
  client,
  verifyDisclosures,
];

const overview = `Usage: bank COMMAND [options]

${commands.map(({ name, summary }) => `  ${name.padEnd(20)}${summary}`).join('\n')}

bank COMMAND --help tells more. With npm: npm run bank -- COMMAND ...`;

const exitCodes = { done: 0, failed: 1, wrongUse: 2 } as const;

/**
 * Runs one command.
 *
 * @returns The exit code: 0 done, 1 it could not be done, 2 the command line or a setting is wrong. What to do has
 * been said.
 */
export async function runBank(args: readonly string[], context: CommandContext): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    context.warn(overview);
    return exitCodes.wrongUse;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    context.print(overview);
    return exitCodes.done;
  }
  const command = commands.find(known => known.name === name);
  if (command === undefined) {
    context.warn(`There is no command "${name}".\n\n${overview}`);
    return exitCodes.wrongUse;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    context.print(command.help);
    return exitCodes.done;
  }
  try {
    return await command.run(rest, context);
  } catch (error) {
    if (error instanceof UsageError) {
      context.warn(`${error.message}\nbank ${name} --help tells how it is used.`);
      return exitCodes.wrongUse;
    }
    if (error instanceof BankConfigError) {
      context.warn(error.message);
      return exitCodes.wrongUse;
    }
    if (
      error instanceof CommandFailed ||
      error instanceof ImportFailed ||
      error instanceof DatabaseUnusable
    ) {
      context.warn(error.message);
      return exitCodes.failed;
    }
    throw error;
  }
}

/** `npm run voice:setup`: says what it would install, and does it after a yes. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCodes, type Terminal } from '../terminal.ts';
import { findPocketSphinx } from './pocketsphinx.ts';
import { findProgram } from './programs.ts';

const help = `Usage: npm run voice:setup [-- --yes]

Installs CMU PocketSphinx and its English model from Debian's packages, so that the page
of npm start hears what you say on this machine. It says what it will do and asks first.
The voice that answers is there already.

Options
  --yes   does not ask
  --help  this text

Exit code: 0 installed, 1 not installed, 2 a wrong use.
`;

const packages = ['pocketsphinx', 'pocketsphinx-en-us'];
const install = ['install', '--yes', '--no-install-recommends', ...packages];

/** What the command needs to know of the machine, and the one thing that it does to it. */
export interface SetupMachine {
  /** Whether speech is understood already. */
  readonly isInstalled: () => boolean;
  readonly hasApt: boolean;
  readonly isRoot: boolean;
  /** Runs a program in this terminal; resolves to its exit code. */
  readonly run: (program: string, args: readonly string[]) => Promise<number>;
}

/** @param path where programs are looked for, as the shell has it */
export const thisMachine = (path: string | undefined): SetupMachine => ({
  isInstalled: () => findPocketSphinx(path) !== null,
  hasApt: findProgram('apt-get', path) !== null,
  isRoot: process.getuid?.() === 0,
  run: (program, args) =>
    new Promise(resolve => {
      const child = spawn(program, args, { stdio: 'inherit' });
      child.once('error', () => resolve(exitCodes.failed));
      child.once('exit', code => resolve(code ?? exitCodes.failed));
    }),
});

/** Resolves to the exit code. */
export async function runVoiceSetup(
  args: readonly string[],
  terminal: Terminal,
  machine: SetupMachine,
): Promise<number> {
  const unknown = args.find(arg => !['--yes', '-y', '--help', '-h'].includes(arg));
  if (unknown !== undefined) {
    terminal.err(`There is no option "${unknown}". See --help.\n`);
    return exitCodes.wrongUse;
  }
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(help);
    return exitCodes.ok;
  }
  if (machine.isInstalled()) {
    terminal.out('This machine hears already: npm start, then hold the microphone or the space bar.\n');
    return exitCodes.ok;
  }
  const command = `apt-get install ${packages.join(' ')}`;
  if (!machine.hasApt) {
    terminal.err(
      `What hears is a package of Debian and Ubuntu (${packages.join(', ')}), and there is no apt-get here.\n` +
        'Run Sottovoce in a Debian container or virtual machine to be heard by it. On the page, the browser’s own\n' +
        'recognition may do, after you agree to what that sends where; typing works everywhere.\n',
    );
    return exitCodes.failed;
  }
  if (!machine.isRoot) {
    terminal.err(`Packages are installed by root. Run:\n\n  sudo ${command}\n`);
    return exitCodes.failed;
  }
  terminal.out(
    `This will run, as root:\n\n  apt-get update\n  ${command}\n\n` +
      'It downloads about 30 MB from the Debian mirror of this machine: the recogniser and its English model.\n',
  );
  if (!(args.includes('--yes') || args.includes('-y'))) {
    if (terminal.keyboard === null) {
      terminal.err('Nobody is there to say yes. Run it with: npm run voice:setup -- --yes\n');
      return exitCodes.wrongUse;
    }
    if (!(await confirmed(terminal.keyboard))) {
      terminal.out('Nothing was installed.\n');
      return exitCodes.failed;
    }
  }
  const isDone =
    (await machine.run('apt-get', ['update', '--quiet'])) === 0 &&
    (await machine.run('apt-get', install)) === 0 &&
    machine.isInstalled();
  if (!isDone) {
    terminal.err(`It could not be installed; apt-get has said why. To try by hand: ${command}\n`);
    return exitCodes.failed;
  }
  terminal.out('Done. npm start, then hold the microphone or the space bar to speak.\n');
  return exitCodes.ok;
}

/** Whether the answer was a yes; whoever leaves in its place (Ctrl-C, Ctrl-D) has not said so. */
async function confirmed({ input, output }: NonNullable<Terminal['keyboard']>): Promise<boolean> {
  const lines = createInterface({ input, output });
  try {
    return await new Promise(resolve => {
      const leave = () => {
        // The cursor is still behind the question.
        output.write('\n');
        resolve(false);
      };
      lines.once('SIGINT', () => lines.close());
      lines.once('close', leave);
      lines.question('Go on? [y/N] ', answer => {
        lines.off('close', leave);
        resolve(/^\s*y(es)?\s*$/i.test(answer));
      });
    });
  } finally {
    lines.close();
  }
}

/** The simulator's commands: `start`, `ask`, `understand`, `voice-setup`. */
import { exitCodes, type Terminal } from './terminal.ts';

const help = `Usage: node src/simulator/main.ts COMMAND

  start        bank, skill and simulator in one process, with a page (npm start)
  ask          a conversation in the terminal (npm run ask)
  understand   what the interaction model makes of an utterance (npm run understand)
  voice-setup  installs what hears speech on this machine (npm run voice:setup)

Each has --help.
`;

/** A command is loaded when it is called, so that none waits for another's packages. */
async function run(
  command: string | undefined,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  switch (command) {
    case 'start': {
      const { runStart } = await import('./start.ts');
      return runStart(args, terminal);
    }
    case 'ask': {
      const { runAsk } = await import('./ask/command.ts');
      return runAsk(args, terminal);
    }
    case 'understand': {
      const { runUnderstand } = await import('./understand/command.ts');
      return runUnderstand(args, terminal);
    }
    case 'voice-setup': {
      const { runVoiceSetup, thisMachine } = await import('./voice/setup.ts');
      return runVoiceSetup(args, terminal, thisMachine(terminal.env.PATH));
    }
    case '--help':
    case '-h':
      terminal.out(help);
      return exitCodes.ok;
    default:
      terminal.err(
        `${command === undefined ? 'Say which command.' : `There is no command "${command}".`}\n\n${help}`,
      );
      return exitCodes.wrongUse;
  }
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
// A reader that has seen enough ("| head") is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.ok);
});

const { stdin, stdout, stderr, env } = process;
const [command, ...args] = process.argv.slice(2);
process.exitCode = await run(command, args, {
  out: text => void stdout.write(text),
  err: text => void stderr.write(text),
  colour: stdout.isTTY && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
  // A terminal that does not know its width says 0.
  columns: stdout.isTTY ? stdout.columns || 80 : null,
  input: stdin,
  keyboard: stdin.isTTY && stdout.isTTY ? { input: stdin, output: stdout } : null,
  env,
  stop: stop.signal,
});

/** `npm start`: bank, skill and simulator in one process, and the page that shows them. */
import { setImmediate as nextTurnOfLoop } from 'node:timers/promises';
import type { Express } from 'express';
import { createDevice } from './device.ts';
import { InteractionModelError } from './interaction-model.ts';
import { loadLanguage, type Language } from './language.ts';
import { serveOnLoopback, type LoopbackServer } from './loopback.ts';
import { linkReturnPath } from './page-api.ts';
import { bundlePage } from './page-files.ts';
import { createPlayer } from './playing.ts';
import { createServer, type Progress } from './server.ts';
import { createSessions } from './sessions.ts';
import { StackError } from './stack/stack-error.ts';
import { startStack, type Stack } from './stack.ts';
import { readStartOptions, startHelp, type StartOptions } from './start-options.ts';
import { exitCodes, WrongUse, type Terminal } from './terminal.ts';
import { createVoice, type OwnVoice } from './voice/own-voice.ts';

const examples = [
  "what's my balance",
  'what did I spend on groceries last month',
  'have I been paid this month',
  'do I have any fraud alerts',
];

/**
 * Resolves to the exit code when the person has stopped it, or when it could not start.
 *
 * @param languageOf reads and trains an interaction model, which takes a moment
 */
export async function runStart(
  args: readonly string[],
  terminal: Terminal,
  languageOf: (locale: string) => Language = loadLanguage,
): Promise<number> {
  try {
    const options = readStartOptions(args, terminal.env);
    if (options.help) {
      terminal.out(startHelp);
      return exitCodes.ok;
    }
    await serve(options, terminal, languageOf);
    return exitCodes.ok;
  } catch (error) {
    const expected =
      error instanceof WrongUse || error instanceof StackError || error instanceof InteractionModelError;
    if (!expected) throw error;
    terminal.err(`${error.message}\n`);
    return error instanceof StackError && error.problem === 'unusable_data'
      ? exitCodes.failed
      : exitCodes.wrongUse;
  }
}

/** Serves the page at once, starts the rest behind it, and returns when it has been stopped. */
async function serve(
  options: StartOptions,
  terminal: Terminal,
  languageOf: (locale: string) => Language,
): Promise<void> {
  let progress: Progress = { phase: 'starting', progress: 'Learning how people ask.' };
  const app = createServer({
    files: await bundlePage(),
    progress: () => progress,
    // The stack of a bug; it holds no words and no figures of the customer.
    onFault: error =>
      terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  });
  const server = await listen(app, options.port);
  let stack: Stack | null = null;
  let voice: OwnVoice | null = null;
  try {
    await nextTurnOfLoop();
    const language = languageOf(options.locale);
    progress = { phase: 'starting', progress: 'Opening the bank.' };
    await nextTurnOfLoop();
    const linkReturnUrl = server.url + linkReturnPath;
    voice = createVoice(options.locale, language.model, terminal.env.PATH);
    const started = await startStack({ ...options, linkReturnUrl, env: terminal.env });
    stack = started;
    progress = {
      phase: 'ready',
      backend: {
        stack: started,
        sessions: createSessions(
          { ...options, stepUp: started.stepUp, now: () => started.now(), timeZone: started.timeZone },
          () => started.connect(),
          skill => createDevice({ skill, language, account: options.customer, api: started.api }),
        ),
        examples,
        // Shown on purpose: it opens nothing but made-up money.
        demoPin: started.demo?.pin ?? null,
        play: createPlayer(language, options.dataDir, terminal.env),
        voice,
      },
    };
    terminal.out(banner(server.url, started, terminal.colour));
    await stopped(terminal.stop);
    if (terminal.columns !== null) terminal.out('\n  Stopped.\n');
  } finally {
    await server.close();
    await stack?.close();
    await voice?.close();
  }
}

async function listen(app: Express, port: number): Promise<LoopbackServer> {
  try {
    return await serveOnLoopback(app, port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE') {
      const other = port === 65_535 ? port - 1 : port + 1;
      throw new WrongUse(`Port ${port} is in use. Take another one: npm start -- --port ${other}`);
    }
    if (code === 'EACCES')
      throw new WrongUse(`Port ${port} is not for everybody. Take one above 1023: npm start -- --port 8787`);
    throw error;
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What to know and to try, in a dozen lines. */
function banner(url: string, stack: Stack, colour: boolean): string {
  const style = (code: number, text: string) => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const { customer, demo } = stack;
  const row = (name: string, text: string): [string, string] => [name, text];
  const rows: [string, string][] = [
    ['Open', style(1, url)],
    [
      'Customer',
      `${customer.name} (${customer.id})${demo === null ? '' : `, voice PIN ${style(1, demo.pin)}`}`,
    ],
    ['Bank', stack.bankUrl],
    ...(demo === null ? [] : [row('', `sign in as ${demo.name}, password ${style(1, demo.password)}`)]),
    ['Try', `“${examples[0] ?? ''}”`],
    ...examples.slice(1, 3).map(example => row('', `“${example}”`)),
    ['Stop', 'Ctrl-C'],
  ];
  const title = `${style(3, 'sottovoce')}  ${style(2, 'You get your answer. They don’t get your data.')}`;
  const lines = rows.map(([name, text]) => `  ${style(2, name.padEnd(10))}${text}`);
  return `\n  ${title}\n\n${lines.join('\n')}\n\n`;
}

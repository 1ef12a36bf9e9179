/** The command lines of what packages and deploys: read, or refused with a sentence that says what to do. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { sentenceOf } from '../src/packaged/index.ts';

/** What is read here. `deploy`, `rollback` and `remove` are commands of osls as well. */
export type Command = 'package' | 'deploy' | 'rollback' | 'remove' | 'deploy:skill';

export interface CommandLine {
  readonly help: boolean;
  /** Null where none was named. */
  readonly stage: string | null;
  readonly region: string;
  /** Other numbers than those of `serverless.yml`: `name=value`. */
  readonly params: readonly string[];
  /** Of the deployment to go back to; null lists them. */
  readonly timestamp: string | null;
  /** Whether to deploy what has not changed, as after another key. */
  readonly force: boolean;
}

/** What was written cannot be meant; the message says what to do. */
class WrongCommandLine extends Error {
  override readonly name = 'WrongCommandLine';
}

const options = {
  stage: { type: 'string', short: 's' },
  region: { type: 'string', short: 'r' },
  param: { type: 'string', multiple: true },
  timestamp: { type: 'string', short: 't' },
  force: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;
type OptionName = keyof typeof options;

/** The numbers of a stage: `params` of `serverless.yml`. osls would take any name, and change nothing by it. */
export const paramNames = [
  'skillConcurrency',
  'httpsConcurrency',
  'httpsRate',
  'httpsBurst',
  'logRetentionDays',
] as const;
const param = new RegExp(`^(?:${paramNames.join('|')})=\\d+$`);

const about: Readonly<Record<OptionName, string>> = {
  stage: '--stage STAGE        whose settings and stack: .env.STAGE, sottovoce-STAGE',
  region: '--region REGION      of AWS (us-east-1)',
  param: '--param NAME=VALUE   another number than that of serverless.yml: skillConcurrency=50',
  timestamp: '--timestamp NUMBER   the deployment to go back to; without it they are listed',
  force: '--force              deploys though nothing has changed, as after another key',
  help: '--help               this text',
};

const commands: Readonly<Record<Command, { readonly does: string; readonly takes: readonly OptionName[] }>> =
  {
    package: {
      does: 'Makes the zips of both functions, offline and without credentials. Without settings: an example.',
      takes: ['stage', 'region', 'param'],
    },
    deploy: {
      does: 'Packages and deploys both functions. It says first what is missing. Stage dev, where none is named.',
      takes: ['stage', 'region', 'param', 'force'],
    },
    rollback: {
      does: 'Deploys again what was deployed before. Stage dev, where none is named.',
      takes: ['stage', 'region', 'timestamp'],
    },
    remove: {
      does: 'Takes everything of a stage away from AWS but its key. The stage has to be named.',
      takes: ['stage', 'region'],
    },
    'deploy:skill': {
      does: 'Certifies dist/skill-package and sends it to Amazon with ask-cli.',
      takes: ['stage'],
    },
  };

/** What `--help` prints. */
function helpOf(command: Command): string {
  const { does, takes } = commands[command];
  const lines = [...takes, 'help' as const].map(name => `  ${about[name]}`);
  return `Usage: npm run ${command} [-- options]\n\n${does}\n\nOptions\n${lines.join('\n')}\n`;
}

/** @throws WrongCommandLine */
export function readCommandLine(command: Command, args: readonly string[]): CommandLine {
  const values = parse(command, args);
  const { stage = null, region = 'us-east-1', param: params = [] } = values;
  const wrong = (what: string): never => {
    throw new WrongCommandLine(`${what} See npm run ${command} -- --help.`);
  };
  // A part of the stack's name, and of a file's.
  if (stage !== null && !/^[a-z][a-z0-9-]{0,30}$/i.test(stage))
    wrong(`--stage "${stage}" is no name of a stage: take letters, digits and hyphens.`);
  if (!/^[a-z]{2,}(?:-[a-z]+)+-\d$/.test(region))
    wrong(`--region "${region}" is no region of AWS: write it like us-east-1.`);
  const noParam = params.find(each => !param.test(each));
  if (noParam !== undefined)
    wrong(
      `--param "${noParam}" has to be one of ${paramNames.join(', ')} with a number, as in httpsConcurrency=0.`,
    );
  if (command === 'remove' && stage === null && values.help !== true)
    wrong('Nothing was removed. Name the stage: --stage STAGE.');
  return {
    help: values.help ?? false,
    stage,
    region,
    params,
    timestamp: values.timestamp ?? null,
    force: values.force ?? false,
  };
}

function parse(command: Command, args: readonly string[]) {
  const taken: readonly string[] = [...commands[command].takes, 'help'];
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    const other = Object.keys(values).find(name => !taken.includes(name));
    if (other !== undefined) throw new Error(`${command} takes no --${other}`);
    return values;
  } catch (error) {
    throw new WrongCommandLine(`${sentenceOf(error)} See npm run ${command} -- --help.`, { cause: error });
  }
}

/** What osls, and `npm run package`, is told of it when something is packaged. */
export const packagingArgs = (
  stage: string,
  { region, params }: Pick<CommandLine, 'region' | 'params'>,
): string[] => ['--stage', stage, '--region', region, ...params.map(each => `--param=${each}`)];

/** What osls is told of it when something is deployed, rolled back or removed. */
export function deployingArgs(stage: string, line: CommandLine): string[] {
  const { timestamp, force } = line;
  return [
    ...packagingArgs(stage, line),
    ...(timestamp === null ? [] : ['--timestamp', timestamp]),
    ...(force ? ['--force'] : []),
  ];
}

/**
 * Reads the command line, or ends the process: with a sentence and 2 where it is wrong, with the help and 0 where that
 * is asked for.
 */
export function commandLineOrExit(command: Command, args: readonly string[]): CommandLine {
  try {
    const line = readCommandLine(command, args);
    if (!line.help) return line;
    process.stdout.write(helpOf(command));
    process.exit(0);
  } catch (error) {
    if (!(error instanceof WrongCommandLine)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

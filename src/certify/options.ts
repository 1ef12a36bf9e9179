/** The command line of `certify`: read, or refused with a sentence that says what to do. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { WrongUse, wrongUseOf } from '../simulator/terminal.ts';

export interface CertifyOptions {
  /** An endpoint that is looked at from outside; null: the packaged function. */
  readonly url: string | null;
  /** The id of the skill at that endpoint; null: not known. */
  readonly skillId: string | null;
  /** Where the report goes as JSON. */
  readonly json: string;
  /** Where ask-cli's project is. */
  readonly package: string;
  readonly verbose: boolean;
  readonly help: boolean;
}

export const certifyHelp = `Usage: npm run certify [-- options]

Runs every rule of Amazon's functional, security and voice code tests that a machine can run, and
our own law, against the packaged Lambda functions with a bank in this process.

Options
  --url URL      an endpoint that runs, looked at from outside; what needs our bank is skipped
  --skill-id ID  the skill at that endpoint; where it answers requests that nobody has signed, it is
                 talked to as well
  --package DIR  the skill package (default: dist/skill-package)
  --json FILE    the report for a machine (default: dist/certify.json)
  --verbose      tells what was seen of rules that hold
  --help         this text

Exit code: 0 every rule holds, 1 some do not, 2 a wrong use or something is missing.
`;

const options = {
  url: { type: 'string' },
  'skill-id': { type: 'string' },
  package: { type: 'string' },
  json: { type: 'string' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

/** @throws WrongUse */
export function readCertifyOptions(args: readonly string[]): CertifyOptions {
  const values = parse(args);
  const { url = null } = values;
  const protocol = url === null ? null : URL.parse(url)?.protocol;
  if (protocol !== null && protocol !== 'https:' && protocol !== 'http:')
    throw new WrongUse(`--url "${url ?? ''}" is no address. Write it like https://skill.bank.example/alexa`);
  return {
    url,
    skillId: values['skill-id'] ?? null,
    json: values.json ?? 'dist/certify.json',
    package: values.package ?? 'dist/skill-package',
    verbose: values.verbose ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw wrongUseOf(error);
  }
}

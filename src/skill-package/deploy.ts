/** Sends the skill package to Amazon with ask-cli, once the skill is certified here. */
import * as z from 'zod';
import { exampleEnvironment, packageSettings } from './config.ts';
import { accountLinkingDocument } from './manifest-schema.ts';

/** The version of ask-cli with which this was written. */
const askCliVersion = '2.30.7';

/** What a deployment does to the world. */
export interface DeployWorld {
  /** Runs a program in a folder, with its output on the terminal. Resolves to its exit code; null: it is not there. */
  readonly run: (program: string, args: readonly string[], folder?: string) => number | null;
  /** The text of a file; null: it is not there. */
  readonly read: (path: string) => string | null;
  /** Writes a text into a file that nobody else can read, does something with it, and removes it. */
  readonly withSecretFile: (text: string, use: (path: string) => number | null) => number | null;
  readonly print: (line: string) => void;
}

export interface DeployOptions {
  /** Where ask-cli's project is. */
  readonly folder: string;
  /** What Alexa presents itself with at the bank's authorization server; null: account linking is left as it is. */
  readonly clientSecret: string | null;
}

/** A step that did not work; the message says what to do. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}

/** The account linking as SMAPI takes it: with the secret, which is in no file of the package. */
const withSecret = accountLinkingDocument.extend({
  accountLinkingRequest: accountLinkingDocument.shape.accountLinkingRequest.extend({
    clientSecret: z.string().min(1),
  }),
});

/** @throws DeployError */
export function deploySkill({ folder, clientSecret }: DeployOptions, world: DeployWorld): void {
  const { run, read, withSecretFile, print } = world;
  const linking = read(`${folder}/skill-package/accountLinking.json`);
  if (linking === null)
    throw new DeployError(`There is no skill package in ${folder}. Make it: npm run skill-package`);
  const manifest = read(`${folder}/skill-package/skill.json`) ?? '';
  const example = exampleIn(manifest + linking);
  if (example !== undefined) {
    throw new DeployError(
      `The skill package in ${folder} was made of examples, like ${example}. Make it of the bank's own settings: npm run skill-package`,
    );
  }
  if (run('ask', ['--version']) !== 0) {
    throw new DeployError(
      `ask-cli is not here. Install it and sign in with your developer account:\n  npm install --global ask-cli@${askCliVersion}\n  ask configure`,
    );
  }
  print('Certifying what is packaged …');
  if (run(process.execPath, ['src/certify/main.ts']) !== 0)
    throw new DeployError('The skill does not pass its certification: see above. Nothing was deployed.');

  if (run('ask', ['deploy', '--target', 'skill-metadata'], folder) !== 0)
    throw new DeployError('ask-cli did not deploy the skill: see above.');
  const states = statesOfAsk.safeParse(parsed(read(`${folder}/.ask/ask-states.json`)));
  const skillId = states.data?.profiles.default.skillId;
  if (skillId === undefined)
    throw new DeployError('ask-cli deployed, but did not tell which skill: see the developer console.');
  print(`The skill is ${skillId}. Keep it: SOTTOVOCE_ALEXA_SKILL_ID=${skillId}`);

  if (clientSecret === null) {
    print(
      'Account linking was left as it is. Set SOTTOVOCE_ALEXA_CLIENT_SECRET to send it as well, or enter in the developer console what "npm run bank -- linking" prints.',
    );
    return;
  }
  const { accountLinkingRequest } = accountLinkingDocument.parse(parsed(linking));
  const document = withSecret.parse({ accountLinkingRequest: { ...accountLinkingRequest, clientSecret } });
  const sent = withSecretFile(JSON.stringify(document), path =>
    run('ask', [
      ...['smapi', 'update-account-linking-info', '--skill-id', skillId, '--stage', 'development'],
      // By a file, since what is on a command line is seen by everybody on the machine.
      ...['--account-linking-request', `file:${path}`],
    ]),
  );
  if (sent !== 0) throw new DeployError('ask-cli did not send the account linking: see above.');
  print(
    'Account linking was sent. One thing is left for the developer console, which has no place for it here: Build, Account Linking, PKCE on.',
  );
}

/** An example that the documents were made of. Most are a property; the account of the testers stands in a sentence. */
function exampleIn(documents: string): string | undefined {
  const { example: account } = packageSettings.testingAccount;
  return documents.includes(account)
    ? account
    : Object.values(exampleEnvironment).find(value => documents.includes(`"${value}"`));
}

/** ask-cli adds to its file as it likes. */
const statesOfAsk = z.looseObject({
  profiles: z.looseObject({ default: z.looseObject({ skillId: z.string().min(1) }) }),
});

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return null;
  }
}

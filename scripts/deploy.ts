/**
 * `npm run deploy`, `npm run rollback` and `npm run remove`: check that nothing is missing, and only then begin. A
 * deployment packages first. What they take is in `command-line.ts`; `--help` prints it.
 */
import { spawnSync } from 'node:child_process';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { commandLineOrExit, deployingArgs, packagingArgs, type Command } from './command-line.ts';
import { osls } from './osls.ts';
import { environmentOf, problemsOf } from './stage.ts';

const commands = ['deploy', 'rollback', 'remove'] as const satisfies readonly Command[];
const [named, ...rest] = process.argv.slice(2);
const command =
  commands.find(each => each === named) ?? fail(`Write npm run ${commands.join(', npm run ')}.`);
const line = commandLineOrExit(command, rest);
const { region } = line;
const stage = line.stage ?? 'dev';
const environment = environmentOf(stage, process.env);
const secret = `sottovoce/${stage}/client-key`;

const problems = problemsOf(environment, region);
if (problems.length > 0) {
  fail(
    `Nothing was done. The settings of stage ${stage} are not complete:\n  ${problems.join('\n  ')}\n` +
      `Write them into .env.${stage}, or into .env, or set them in the environment.`,
  );
}
// Credentials may be among the settings.
Object.assign(process.env, environment);
const account = await accountOf(region);
// Whoever takes a stage away may have taken its key away before.
if (command !== 'remove') await checkSecret(region);

print(`${command} of stage ${stage} in ${region}, account ${account}`);
if (command === 'deploy') {
  const args = packagingArgs(stage, line);
  const packaged = spawnSync(process.execPath, ['scripts/package.ts', ...args], { stdio: 'inherit' });
  if (packaged.status !== 0) process.exit(packaged.status ?? 1);
}
process.exit(osls([command, ...deployingArgs(stage, line)], environment, 'shown'));

/** The account that the credentials are of; whether there are any shows when they are used. */
async function accountOf(region: string): Promise<string> {
  try {
    const { Account = '' } = await new STSClient({ region }).send(new GetCallerIdentityCommand());
    return Account;
  } catch (error) {
    failWithoutAws(error, region);
    fail(
      `Nothing was done. AWS takes no credentials of this machine: ${nameOf(error)}.\n` +
        'Sign in ("aws sso login" and AWS_PROFILE), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  }
}

/** Asks whether the key is there; what it is, is CloudFormation's to read. */
async function checkSecret(region: string): Promise<void> {
  try {
    await new SecretsManagerClient({ region }).send(new DescribeSecretCommand({ SecretId: secret }));
  } catch (error) {
    failWithoutAws(error, region);
    fail(
      `Nothing was done. Secrets Manager does not have ${secret} in ${region}, or not for you: ${nameOf(error)}.\n` +
        'It is the value of SOTTOVOCE_CLIENT_KEY that "npm run bank -- client" prints; docs/deploy-skill.md, step 4,\n' +
        'puts it there without a copy on this machine:\n' +
        `  aws secretsmanager create-secret --region ${region} --name ${secret} --secret-string file:///dev/stdin`,
    );
  }
}

/** Ends here where nobody has answered at all: what the network says has a code, what AWS says has none. */
function failWithoutAws(error: unknown, region: string): void {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return;
  fail(
    `Nothing was done. AWS cannot be reached in ${region}: ${error.code}.\n` +
      'See whether this machine is online, and whether --region is right.',
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

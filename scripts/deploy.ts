/**
 * `npm run deploy` and `npm run rollback`: check that nothing is missing, and only then begin. A deployment packages
 * first. What else is written behind `--` goes to osls: `npm run deploy -- --stage prod --region eu-west-1`. Any other
 * command of osls that needs the settings of a stage runs so as well: `node scripts/deploy.ts remove --stage prod`.
 */
import { spawnSync } from 'node:child_process';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { osls } from './osls.ts';
import { environmentOf, problemsOf, readTarget } from './stage.ts';

const [command = 'deploy', ...rest] = process.argv.slice(2);
const { stage: named, region } = readTarget(rest);
const stage = named ?? 'dev';
const args = named === null ? ['--stage', stage, ...rest] : rest;
const environment = environmentOf(stage, process.env);
const secret = `sottovoce/${stage}/client-key`;

const problems = problemsOf(environment);
if (problems.length > 0) {
  fail(
    `Nothing was done. The settings of stage ${stage} are not complete:\n  ${problems.join('\n  ')}\n` +
      `Write them into .env.${stage}, or into .env, or set them in the environment.`,
  );
}
// Credentials may be among the settings.
Object.assign(process.env, environment);
const account = await accountOf(region);
await checkSecret(region);

print(`${command} of stage ${stage} in ${region}, account ${account}`);
if (command === 'deploy') {
  const packaged = spawnSync(process.execPath, ['scripts/package.ts', ...args], { stdio: 'inherit' });
  if (packaged.status !== 0) process.exit(packaged.status ?? 1);
}
process.exit(osls([command, ...args], environment, 'shown'));

/** The account that the credentials are of; whether there are any shows when they are used. */
async function accountOf(region: string): Promise<string> {
  try {
    const { Account = '' } = await new STSClient({ region }).send(new GetCallerIdentityCommand());
    return Account;
  } catch (error) {
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
    fail(
      `Nothing was done. Secrets Manager does not have ${secret} in ${region}, or not for you: ${nameOf(error)}.\n` +
        'It is the private key that "npm run bank -- client" makes. Put it there:\n' +
        `  aws secretsmanager create-secret --region ${region} --name ${secret} --secret-string file://client-key.json`,
    );
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

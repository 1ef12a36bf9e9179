/** `npm run skill-package`: writes `dist/skill-package`, which ask-cli deploys. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSkillPackage, PackageError } from '../src/skill-package/build.ts';
import { exampleEnvironment, packageConfig, PackageConfigError } from '../src/skill-package/config.ts';
import { environmentOf } from './stage.ts';

/** Where the project of ask-cli is. */
const folder = 'dist/skill-package';

const help = `Usage: npm run skill-package [-- options]

Writes ${folder}: manifest, interaction model, account linking and icons, as ask-cli 2 expects them.
The settings are those of .env.example: of the environment, beneath it of .env.STAGE, and of .env.

Options
  --stage STAGE  whose settings (default: dev)
  --example      a bank that does not exist, where a setting is missing: to try it without one
  --help         this text
`;

try {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', short: 's' },
      example: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) process.stdout.write(help);
  else writePackage(values.stage ?? 'dev', values.example === true);
} catch (error) {
  if (!isForPerson(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function writePackage(stage: string, example: boolean): void {
  const environment = { ...(example ? exampleEnvironment : {}), ...environmentOf(stage, process.env) };
  const files = buildSkillPackage(packageConfig(environment));
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    process.stdout.write(`${(content.length / 1_024).toFixed(1).padStart(7)} KB  ${file}\n`);
  }
  process.stdout.write('\nNext: npm run certify, then npm run deploy:skill\n');
}

function isForPerson(error: unknown): error is Error {
  return (
    error instanceof PackageError ||
    error instanceof PackageConfigError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  );
}

/** `npm run deploy:skill [-- --stage STAGE]`: sends `dist/skill-package` to Amazon. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankSettings } from '../src/bank/config.ts';
import { commandLineOrExit } from './command-line.ts';
import { environmentOf } from './stage.ts';
import { deploySkill, DeployError, type DeployWorld } from '../src/skill-package/deploy.ts';

const world: DeployWorld = {
  run: (program, args, folder) => {
    const { status, error } = spawnSync(program, args, {
      stdio: 'inherit',
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    return error === undefined ? (status ?? 1) : null;
  },
  read: path => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  withSecretFile: (text, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'sottovoce-linking-'));
    try {
      const file = join(folder, 'accountLinking.json');
      writeFileSync(file, text, { mode: 0o600 });
      return use(file);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  print: line => void process.stdout.write(`${line}\n`),
};

const { stage } = commandLineOrExit('deploy:skill', process.argv.slice(2));
try {
  const environment = environmentOf(stage ?? 'dev', process.env);
  const clientSecret = environment[bankSettings.alexaClientSecret.variable]?.trim() ?? null;
  deploySkill({ folder: 'dist/skill-package', clientSecret }, world);
} catch (error) {
  if (!(error instanceof DeployError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

import { expect, it } from 'vitest';
import { deploymentSettings } from '../scripts/stage.ts';
import { bankSettings } from '../src/bank/config.ts';
import { settings } from '../src/config.ts';
import { packageSettings } from '../src/skill-package/config.ts';

interface Setting {
  readonly variable: string;
  readonly about: string;
  readonly example: string;
  readonly fallback: string | null;
}

/** One setting as a person reads it: set where nothing works without it, commented out where something does. */
function entry({ variable, about, example, fallback }: Setting, isRequired: boolean): string {
  if (isRequired) return `# ${about} Required.\n${variable}=${example}\n`;
  return `# ${about}${fallback === null ? '' : ` Default: ${fallback}`}\n# ${variable}=${example}\n`;
}

const skill: readonly Setting[] = Object.values(settings);
const bank: readonly Setting[] = Object.values(bankSettings);
const skillPackage: readonly Setting[] = Object.values(packageSettings);

it('.env.example shows every setting (npx vitest run test/env-example.test.ts -u writes it anew)', async () => {
  const shared = new Set(skill.map(({ variable }) => variable));
  const text = [
    "# The skill's settings (src/config.ts). Copy to .env and fill in.\n",
    ...skill.map(setting => entry(setting, setting.fallback === null)),
    '# Where the skill is deployed with `npm run deploy` (docs/deploy-skill.md).\n',
    ...Object.values(deploymentSettings).map(setting => entry(setting, false)),
    '# What Amazon is told of the skill with `npm run skill-package` (docs/certification.md).\n',
    ...skillPackage.filter(({ variable }) => !shared.has(variable)).map(setting => entry(setting, false)),
    "# The bank's settings (src/bank/config.ts), where it is run on its own.\n",
    ...bank.filter(({ variable }) => !shared.has(variable)).map(setting => entry(setting, false)),
  ].join('\n');
  await expect(text).toMatchFileSnapshot('../.env.example');
});

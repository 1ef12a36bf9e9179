/**
 * What is deployed where: a stage, a region and the settings that go with them. The settings are those of the
 * environment; beneath them those of `.env.<stage>`, and beneath these those of `.env`.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { ConfigError, readConfig, settings } from '../src/config.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Target {
  /** Null where none was named. */
  readonly stage: string | null;
  readonly region: string;
}

/** Reads `--stage` and `--region`; what else there is, is for osls. */
export function readTarget(args: readonly string[]): Target {
  const { values } = parseArgs({
    args: [...args],
    options: { stage: { type: 'string', short: 's' }, region: { type: 'string', short: 'r' } },
    strict: false,
  });
  return {
    stage: typeof values.stage === 'string' ? values.stage : null,
    region: typeof values.region === 'string' ? values.region : 'us-east-1',
  };
}

/** The settings of a stage. */
export function environmentOf(stage: string, environment: Environment): Environment {
  return { ...readSettings('.env'), ...readSettings(`.env.${stage}`), ...environment };
}

function readSettings(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    // There need not be one.
    return {};
  }
}

/** The settings without which nothing works, as variable and example. */
export const required = [settings.facadeUrl, settings.alexaSkillId];

/** What is wrong with settings that are to be deployed, a sentence each. */
export function problemsOf(environment: Environment): readonly string[] {
  const examples = required
    .filter(({ variable, example }) => environment[variable]?.trim() === example)
    .map(({ variable, about }) => `${variable} is still the example. ${about}`);
  if (examples.length > 0) return examples;
  try {
    // The key is looked up while it is deployed; here any one stands in for it.
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { facadeUrl } = readConfig({
      ...environment,
      [settings.clientKey.variable]: JSON.stringify(privateKey.export({ format: 'jwk' })),
    });
    return facadeUrl.startsWith('https:')
      ? []
      : [`${settings.facadeUrl.variable} is this machine, which a function on AWS cannot reach.`];
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message
        .split('\n')
        .slice(1)
        .map(line => line.trim());
    throw error;
  }
}

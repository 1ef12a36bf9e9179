/**
 * The settings of a stage: those of the environment; beneath them those of `.env.<stage>`, and beneath these those of
 * `.env`.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError, readConfig, settings, type Setting } from '../src/config.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of a stage, from a folder's files and the environment. An empty one counts as absent. */
export function environmentOf(stage: string, environment: Environment, folder = '.'): Environment {
  const given = {
    ...readSettings(join(folder, '.env')),
    ...readSettings(join(folder, `.env.${stage}`)),
    ...environment,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim() !== ''));
}

function readSettings(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    // There need not be one.
    return {};
  }
}

/** What a deployment reads beside the settings of the function, which know nothing of it. */
export const deploymentSettings = {
  alarmTopic: {
    variable: 'SOTTOVOCE_ALARM_TOPIC_ARN',
    about:
      'The SNS topic that alarms are sent to, in the region of the functions. Without it they can be seen in CloudWatch and tell nobody.',
    example: 'arn:aws:sns:us-east-1:111122223333:sottovoce-alarms',
    fallback: null,
  },
};

/** The settings without which nothing works. */
export const required: readonly Setting<unknown>[] = [settings.facadeUrl, settings.alexaSkillId];

/** What is wrong with settings that are to be deployed in a region, a sentence each. */
export const problemsOf = (environment: Environment, region: string): readonly string[] => [
  ...problemsOfFunction(environment),
  ...problemsOfTopic(environment, region),
];

function problemsOfTopic(environment: Environment, region: string): readonly string[] {
  const { variable, example } = deploymentSettings.alarmTopic;
  const topic = environment[variable]?.trim() ?? '';
  if (topic === '') return [];
  const [, at] = /^arn:aws[\w-]*:sns:([\w-]+):\d{12}:[\w.-]+$/.exec(topic) ?? [];
  if (at === undefined) return [`${variable} is wrong: it has to look like ${example}.`];
  return at === region
    ? []
    : [
        `${variable} is a topic in ${at}, and alarms tell those of their own region alone: take one in ${region}.`,
      ];
}

function problemsOfFunction(environment: Environment): readonly string[] {
  const examples = required.filter(({ variable, example }) => environment[variable]?.trim() === example);
  if (examples.length > 0)
    return examples.map(({ variable, about }) => `${variable} is still the example. ${about}`);
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
    if (!(error instanceof ConfigError)) throw error;
    // The first line says that there are problems, each further one which.
    return error.message
      .split('\n')
      .slice(1)
      .map(line => line.trim());
  }
}

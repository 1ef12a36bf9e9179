/**
 * The skill's settings: the only place of the skill that knows of environment variables. Each setting is described
 * once, here, and `.env.example` shows the same table.
 */
import type { KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { readClientKey } from './facade/client-assertion.ts';
import { readBaseUrl } from './facade/base-url.ts';
import {
  readOtlpEndpoint,
  readOtlpHeaders,
  telemetryModes,
  telemetryTexts,
  type TelemetrySettings,
} from './telemetry/settings.ts';

/** What the skill runs with. */
export interface Config extends TelemetrySettings {
  /** Where the bank's facade is. */
  readonly facadeUrl: string;
  /** The name under which the skill presents itself to the bank, and the key with which it proves it. */
  readonly clientId: string;
  /** Null: the skill cannot show who it is, which a bank on its own machine alone takes. */
  readonly clientKey: KeyObject | null;
  /** The skill's id at Amazon: requests for any other are refused. */
  readonly alexaSkillId: string;
  /** How the customer knows the bank. It is spoken. */
  readonly bankName: string;
  /** The bank's telephone number for fraud and cards, in groups of digits; null: the skill says where to find it. */
  readonly fraudLine: string | null;
  /** The bank's time zone (IANA): it decides which day is today. */
  readonly timeZone: string;
  /** One deadline for all that a turn asks of the bank. */
  readonly turnTimeoutMs: number;
  /** Where the standalone skill listens. */
  readonly host: string;
  readonly port: number;
}

/** One environment variable. */
export interface Setting<Value> {
  readonly variable: string;
  /** A whole sentence, for the one who sets it. */
  readonly about: string;
  readonly example: string;
  /** As it would be written in the environment; null when there is no sensible default. */
  readonly fallback: string | null;
  readonly schema: z.ZodMiniType<Value, string>;
}

/** A text that a function of ours reads; what it throws says what is wrong with the text. */
const readBy = <Value>(read: (text: string) => Value) =>
  z.pipe(
    z.string(),
    z.transform((text, context) => {
      try {
        return read(text);
      } catch (error) {
        const message = error instanceof Error ? error.message : 'it cannot be read.';
        context.issues.push({ code: 'custom', input: text, message });
        return z.NEVER;
      }
    }),
  );

const integerBetween = (least: number, most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/, { error: 'it has to be a whole number.' })),
    z.transform(Number).check(
      z.refine(value => least <= value && value <= most, {
        error: `it has to be from ${least} to ${most}.`,
      }),
    ),
  );

const usualTimeZone = 'America/New_York';

/**
 * The list has canonical names alone, but looking at it costs a start a tenth of what making a formatter does; of the
 * default nothing has to be looked up.
 */
const isTimeZone = (name: string): boolean =>
  name === usualTimeZone || Intl.supportedValuesOf('timeZone').includes(name) || isLink(name);

/** Whether it is another name of a time zone ("US/Eastern"), or UTC. */
const isLink = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** Every setting, in the order in which a person would fill them in. */
export const settings: { readonly [Name in keyof Config]: Setting<Config[Name]> } = {
  facadeUrl: {
    variable: 'SOTTOVOCE_FACADE_URL',
    about: "Address of the bank's facade. It has to be https; plain http is taken for this machine alone.",
    example: 'https://facade.bank.example',
    fallback: null,
    schema: readBy(readBaseUrl),
  },
  clientId: {
    variable: 'SOTTOVOCE_CLIENT_ID',
    about: 'The name under which the skill presents itself to the bank.',
    example: 'sottovoce-alexa',
    fallback: 'sottovoce-alexa',
    schema: z.string().check(z.maxLength(100, { error: 'it may be 100 characters long at most.' })),
  },
  clientKey: {
    variable: 'SOTTOVOCE_CLIENT_KEY',
    about:
      'The private key with which the skill shows the bank who it is, as a JWK or PEM; "npm run bank -- client" makes one. Keep it as you keep passwords. Required unless the bank is on this machine.',
    example: '{"kty":"EC","crv":"P-256","x":"...","y":"...","d":"..."}',
    fallback: 'none',
    schema: readBy(text => (text === 'none' ? null : readClientKey(text))),
  },
  alexaSkillId: {
    variable: 'SOTTOVOCE_ALEXA_SKILL_ID',
    about: 'Id of the skill in the Alexa developer console. Requests for any other skill are refused.',
    example: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000',
    fallback: null,
    schema: z.string().check(
      z.regex(/^amzn1\.ask\.skill\.[\w-]{1,80}$/, {
        error: 'it has to look like amzn1.ask.skill.00000000-0000-4000-8000-000000000000.',
      }),
    ),
  },
  bankName: {
    variable: 'SOTTOVOCE_BANK_NAME',
    about: 'How customers know the bank. It is spoken, so write it as it sounds.',
    example: 'Juniper Bank',
    fallback: 'your bank',
    schema: z
      .string()
      .check(z.minLength(1), z.maxLength(60, { error: 'it may be 60 characters long at most.' })),
  },
  fraudLine: {
    variable: 'SOTTOVOCE_FRAUD_LINE',
    about:
      'The telephone number that a customer is given who says that somebody uses the card. Without it the skill says that it is on the back of the card.',
    example: '1 800 555 0142',
    fallback: 'none',
    schema: z.pipe(
      z.string().check(
        z.regex(/^(?:none|\+?\d{1,4}(?:[ -]\d{2,4}){1,5})$/, {
          error: 'it has to be written in groups of digits, like 1 800 555 0142.',
        }),
      ),
      z.transform(text => (text === 'none' ? null : text)),
    ),
  },
  timeZone: {
    variable: 'SOTTOVOCE_TIME_ZONE',
    about: 'Time zone of the bank (IANA name), the same as at the facade. It decides which day is today.',
    example: 'America/New_York',
    fallback: usualTimeZone,
    schema: z
      .string()
      .check(z.refine(isTimeZone, { error: 'it has to be an IANA time zone, like America/New_York.' })),
  },
  turnTimeoutMs: {
    variable: 'SOTTOVOCE_TURN_TIMEOUT_MS',
    about:
      'How long one turn may wait for the bank, in milliseconds. Alexa waits eight seconds for all of it.',
    example: '6000',
    fallback: '6000',
    schema: integerBetween(500, 7_500),
  },
  host: {
    variable: 'SOTTOVOCE_SKILL_HOST',
    about: 'Where the standalone skill listens. HTTPS is ended in front of it.',
    example: '127.0.0.1',
    fallback: '127.0.0.1',
    schema: z.string().check(z.minLength(1)),
  },
  port: {
    variable: 'SOTTOVOCE_SKILL_PORT',
    about: 'Port of the standalone skill. The Lambda function does not use it.',
    example: '8788',
    fallback: '8788',
    schema: integerBetween(0, 65_535),
  },
  telemetry: {
    ...telemetryTexts.telemetry,
    schema: z.enum(telemetryModes, { error: `it has to be ${telemetryModes.join(' or ')}.` }),
  },
  otlpEndpoint: { ...telemetryTexts.otlpEndpoint, schema: readBy(readOtlpEndpoint) },
  otlpHeaders: { ...telemetryTexts.otlpHeaders, schema: readBy(readOtlpHeaders) },
};

/** The settings that are missing or wrong; its message names each variable and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings from the environment. An empty variable counts as absent.
 * @throws ConfigError that lists everything that has to be mended.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values = Object.entries(settings).map(([name, setting]) => {
    const given = environment[setting.variable]?.trim() ?? '';
    const text = given === '' ? setting.fallback : given;
    if (text === null) {
      problems.push(`${setting.variable} is missing. ${setting.about} Set it like this: ${setting.example}`);
      return [name, undefined];
    }
    const parsed = setting.schema.safeParse(text);
    if (!parsed.success)
      problems.push(`${setting.variable} is wrong: ${parsed.error.issues[0]?.message ?? 'not valid'}`);
    return [name, parsed.data];
  });
  // One value a setting, each read by the schema of its own row; those with a problem are missing.
  const config = Object.fromEntries(values) as Partial<Config>;
  if (config.facadeUrl?.startsWith('https:') === true && config.clientKey === null) {
    const { variable, about } = settings.clientKey;
    problems.push(`${variable} is missing. ${about}`);
  }
  if (problems.length > 0) {
    throw new ConfigError(
      `The skill is not configured.\n${problems.map(problem => `  ${problem}`).join('\n')}`,
    );
  }
  // There was no problem, so none is missing.
  return config as Config;
}

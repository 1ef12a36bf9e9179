/** The bank's settings: the only place of the bank that knows of environment variables. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import {
  readOtlpEndpoint,
  readOtlpHeaders,
  telemetryModes,
  telemetryTexts,
  type TelemetrySettings,
} from '../telemetry/settings.ts';
import { exactAmounts, type ExactAmounts } from './consent/index.ts';
import { usualBudget } from './disclosure/budget.ts';
import { publicKeyForm } from './disclosure/record/index.ts';
import { facadeClients, type FacadeClient } from './facade-client.ts';
import { operationSettings, type OperationConfig } from './operation-settings.ts';
import { oneOf, readBy, wholeNumber, type BankSetting } from './setting.ts';
import { standingFactors, type StandingFactor } from './step-up/factors/factor.ts';

/** What the bank runs with. */
export interface BankConfig extends OperationConfig, TelemetrySettings {
  /** A PostgreSQL server; null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** Keys the hashes of voice PINs; null: the secret in the data folder. At least 32 bytes. */
  readonly pinPepper: Uint8Array | null;
  /** Signs the disclosure record; null: the secret that keys the voice PINs. At least 32 bytes. */
  readonly recordSecret: Uint8Array | null;
  /** Public keys with which the disclosure record was signed before. */
  readonly formerRecordKeys: readonly string[];
  /** What customers are asked for before an answer about money. */
  readonly standingFactor: StandingFactor;
  /** Whether customers may choose amounts to the cent. */
  readonly exactAmounts: ExactAmounts;
  /** Answers about money that a customer gets in a day, over all platforms. */
  readonly answersPerDay: number;
  /** Answers of yes or no among them. */
  readonly fundsPerDay: number;
  /** Days before today whose totals are not told yet under *about*, beside those of which something is pending. */
  readonly booksOpenDays: number;
  /** IANA name; it decides which day is today. */
  readonly timeZone: string;
  readonly host: string;
  readonly port: number;
  /** The skills that may ask, by their public keys. Empty: this machine alone may. */
  readonly clients: readonly FacadeClient[];
  /** The facade's address as those skills know it; null: `publicUrl`, or where it listens. */
  readonly facadeUrl: string | null;
  /** The bank's address as browsers know it; null: where it listens. */
  readonly publicUrl: string | null;
  /** What the bank says of itself to customers, on its pages and in receipts. */
  readonly bankName: string;
  readonly bankAddress: string;
  readonly bankContact: string;
  readonly jurisdiction: string;
  /** The developer's id at Amazon; null: Alexa itself cannot link, a simulator on this machine may. */
  readonly alexaVendorId: string | null;
  /** What Alexa presents itself with; null: made of the secret that keys the PINs. */
  readonly alexaClientSecret: string | null;
}

const minPepperBytes = 32;

/** Reads a pepper from text: base64url, at least 32 bytes. Null when it is not one. */
export function parsePepper(text: string): Uint8Array | null {
  const bytes = /^[A-Za-z0-9_-]+$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0);
  return bytes.length < minPepperBytes ? null : bytes;
}

/** A secret, or null where there is none. */
const secretBytes = z
  .string()
  .optional()
  .transform((text, context) => {
    const secret = text === undefined ? null : parsePepper(text);
    if (text !== undefined && secret === null) {
      context.addIssue({
        code: 'custom',
        message: `it has to be at least ${minPepperBytes} random bytes in base64url`,
      });
    }
    return secret;
  });

function isPublicUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url?.href !== `${url?.origin ?? ''}/`) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether a host is this machine, so that nobody is in between. */
export function isLoopback(host: string): boolean {
  return ['127.0.0.1', '[::1]', '::1', 'localhost'].includes(host);
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const bankSettings: { readonly [Name in keyof BankConfig]: BankSetting<BankConfig[Name]> } = {
  databaseUrl: {
    variable: 'DATABASE_URL',
    isSecret: true,
    about:
      "A PostgreSQL server for the bank's data. Without it the data is a SQLite file in the data folder.",
    example: 'postgres://bank:secret@localhost:5432/bank',
    fallback: null,
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: 'it has to begin with postgres://' })
      .optional()
      .transform(url => url ?? null),
  },
  dataFolder: {
    variable: 'SOTTOVOCE_DATA',
    about: "The folder of the bank's data.",
    example: '.sottovoce',
    fallback: '.sottovoce',
    schema: z.string(),
  },
  pinPepper: {
    variable: 'SOTTOVOCE_PIN_PEPPER',
    isSecret: true,
    about:
      'Secret that keys the hashes of voice PINs: at least 32 random bytes in base64url. Without it the data folder keeps one; with DATABASE_URL it is required. When it changes, no PIN works any more.',
    example: `$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')`,
    fallback: null,
    schema: secretBytes,
  },
  recordSecret: {
    variable: 'SOTTOVOCE_RECORD_SECRET',
    isSecret: true,
    about:
      'Secret that signs the disclosure record: at least 32 random bytes in base64url, kept from whoever administers the database. Without it the secret that keys the voice PINs signs. "bank verify-disclosures" prints the public key; before you change the secret, put that into SOTTOVOCE_RECORD_FORMER_KEYS.',
    example: `$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')`,
    fallback: null,
    schema: secretBytes,
  },
  formerRecordKeys: {
    variable: 'SOTTOVOCE_RECORD_FORMER_KEYS',
    about: 'Public keys with which the disclosure record was signed before, with commas between them.',
    example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    fallback: '',
    schema: z
      .string()
      .transform(text => text.split(',').flatMap(key => key.trim() || []))
      .refine(keys => keys.every(key => publicKeyForm.test(key)), {
        error: 'it has to be public keys as "bank verify-disclosures" prints them, with commas between them',
      }),
  },
  standingFactor: {
    variable: 'SOTTOVOCE_STEP_UP',
    about:
      'What customers are asked for: voice-pin, all four digits; pin-digits, two that are drawn at random (docs/decisions/0008-random-digits.md).',
    example: 'pin-digits',
    fallback: 'voice-pin',
    schema: oneOf(standingFactors),
  },
  exactAmounts: {
    variable: 'SOTTOVOCE_EXACT_AMOUNTS',
    about:
      'Whether customers may choose amounts to the cent, from which single purchases can be worked out: allowed or forbidden. When it is forbidden, whoever chose them before gets rounded ones.',
    example: 'forbidden',
    fallback: 'allowed',
    schema: oneOf(exactAmounts),
  },
  answersPerDay: {
    variable: 'SOTTOVOCE_ANSWERS_PER_DAY',
    about:
      'How many answers about money a customer gets in a day, over all assistants together. Give a person plenty; a program that asks all day is what it stops.',
    example: '60',
    fallback: String(usualBudget.answersPerDay),
    schema: wholeNumber(999_999),
  },
  fundsPerDay: {
    variable: 'SOTTOVOCE_FUNDS_PER_DAY',
    about: 'How many of them may say yes or no to "do I have at least so much?".',
    example: '6',
    fallback: String(usualBudget.fundsPerDay),
    schema: wholeNumber(999_999),
  },
  booksOpenDays: {
    variable: 'SOTTOVOCE_BOOKS_OPEN_DAYS',
    about:
      'For how many days before today entries may still be booked that were never pending. Rounded totals end before them; days of which something is pending are left out anyway.',
    example: '2',
    fallback: '0',
    schema: wholeNumber(31, ' of days'),
  },
  timeZone: {
    variable: 'SOTTOVOCE_TIME_ZONE',
    about: 'Time zone of the bank (IANA name), the same as at the skill. It decides which day is today.',
    example: 'America/New_York',
    fallback: 'America/New_York',
    schema: z.string().refine(isTimeZone, { error: 'it has to be an IANA time zone, like America/New_York' }),
  },
  host: {
    variable: 'SOTTOVOCE_BANK_HOST',
    about: 'Where the facade listens. HTTPS is ended in front of it.',
    example: '127.0.0.1',
    fallback: '127.0.0.1',
    schema: z.string(),
  },
  port: {
    variable: 'SOTTOVOCE_BANK_PORT',
    about: 'Port of the facade.',
    example: '8789',
    fallback: '8789',
    schema: wholeNumber(65_535),
  },
  clients: {
    variable: 'SOTTOVOCE_BANK_CLIENTS',
    about:
      'The skills that may ask, with their public keys, as JSON; "bank client" makes one. Without it the facade answers this machine alone.',
    example:
      '[{"platform":"alexa","client_id":"sottovoce-alexa","jwks":{"keys":[{"kty":"EC","crv":"P-256","x":"...","y":"..."}]}}]',
    fallback: '[]',
    schema: z.string().transform((text, context) => {
      const parsed = facadeClients.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message: 'it has to be a list of clients with public keys, as "bank client" prints it',
      });
      return z.NEVER;
    }),
  },
  facadeUrl: {
    variable: 'SOTTOVOCE_FACADE_URL',
    about:
      "The facade's address as the skill knows it, the same as there. Without it: the bank's address, or where it listens.",
    example: 'https://facade.bank.example',
    fallback: null,
    schema: z
      .url({ protocol: /^https?$/, error: 'it has to be an address like https://facade.bank.example' })
      .optional()
      .transform(url => (url === undefined ? null : new URL(url).href.replace(/\/+$/, ''))),
  },
  publicUrl: {
    variable: 'SOTTOVOCE_BANK_URL',
    about:
      "The bank's address as customers' browsers and platforms know it. It has to be https; plain http is taken for this machine alone. Without it: where the bank listens.",
    example: 'https://assistants.bank.example',
    fallback: null,
    schema: z
      .string()
      .refine(isPublicUrl, { error: 'it has to be an https address without a path' })
      .optional()
      .transform(url => (url === undefined ? null : new URL(url).origin)),
  },
  bankName: {
    variable: 'SOTTOVOCE_BANK_NAME',
    about: "The bank's name on its pages.",
    example: 'Juniper Bank',
    fallback: 'Sottovoce Bank',
    schema: z.string().max(60, { error: 'it may be 60 characters long at most' }),
  },
  bankAddress: {
    variable: 'SOTTOVOCE_BANK_ADDRESS',
    about: "The bank's postal address, for receipts of consents.",
    example: '1 Quiet Street, Boston, MA 02108, USA',
    fallback: 'not given',
    schema: z.string().max(200, { error: 'it may be 200 characters long at most' }),
  },
  bankContact: {
    variable: 'SOTTOVOCE_BANK_CONTACT',
    about: 'Where customers ask about their data, for receipts of consents: a mail address or a page.',
    example: 'privacy@bank.example',
    fallback: 'at any branch',
    schema: z.string().max(200, { error: 'it may be 200 characters long at most' }),
  },
  jurisdiction: {
    variable: 'SOTTOVOCE_JURISDICTION',
    about: 'Whose law a consent is given under, for receipts.',
    example: 'Massachusetts, United States',
    fallback: 'United States',
    schema: z.string().max(100, { error: 'it may be 100 characters long at most' }),
  },
  alexaVendorId: {
    variable: 'SOTTOVOCE_ALEXA_VENDOR_ID',
    about:
      'Your vendor id in the Alexa developer console. With it Alexa can link customers; "bank linking" tells what to enter there.',
    example: 'M1A2B3C4D5E6F7',
    fallback: null,
    schema: z
      .string()
      .regex(/^[A-Z0-9]{6,20}$/, { error: 'it has to be capitals and digits, like M1A2B3C4D5E6F7' })
      .optional()
      .transform(id => id ?? null),
  },
  alexaClientSecret: {
    variable: 'SOTTOVOCE_ALEXA_CLIENT_SECRET',
    isSecret: true,
    about:
      'What Alexa presents itself with when it redeems a link: at least 32 characters. Without it, one is made of the secret that keys the voice PINs; "bank linking" shows it.',
    example: '$(openssl rand -base64 32)',
    fallback: null,
    schema: z
      .string()
      .min(32, { error: 'it has to be at least 32 characters long' })
      .max(200, { error: 'it may be 200 characters long at most' })
      .optional()
      .transform(secret => secret ?? null),
  },
  ...operationSettings,
  telemetry: { ...telemetryTexts.telemetry, schema: oneOf(telemetryModes) },
  otlpEndpoint: { ...telemetryTexts.otlpEndpoint, schema: readBy(readOtlpEndpoint) },
  otlpHeaders: { ...telemetryTexts.otlpHeaders, isSecret: true, schema: readBy(readOtlpHeaders) },
};

/** The settings that are wrong. The message names each and says what to do; it repeats no value. */
export class BankConfigError extends Error {
  override readonly name = 'BankConfigError';
}

/**
 * Reads the settings from the environment. An empty variable counts as absent. A secret may be in a file in its place, as
 * container platforms hand them over: `DATABASE_URL_FILE` names the file of `DATABASE_URL`.
 *
 * @param readFile the text of a file; throws where it cannot be read
 * @throws BankConfigError that lists everything that has to be mended.
 */
export function bankConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string = path => readFileSync(path, 'utf8'),
): BankConfig {
  const problems: string[] = [];
  const given = (setting: BankSetting<unknown>): string => {
    const text = environment[setting.variable]?.trim() ?? '';
    const variable = `${setting.variable}_FILE`;
    const file = setting.isSecret === true ? (environment[variable]?.trim() ?? '') : '';
    if (file === '') return text;
    if (text !== '') {
      problems.push(`${variable}: leave it away where ${setting.variable} is set, or the other way round.`);
      return text;
    }
    try {
      const secret = readFile(file).trim();
      if (secret === '') problems.push(`${variable}: the file is empty.`);
      return secret;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      problems.push(`${variable}: the file cannot be read (${code}).`);
      return '';
    }
  };
  const values = Object.entries(bankSettings).map(([name, setting]) => {
    const text = given(setting);
    const parsed = setting.schema.safeParse(text === '' ? (setting.fallback ?? undefined) : text);
    if (!parsed.success)
      problems.push(`${setting.variable}: ${parsed.error.issues[0]?.message ?? 'not valid'}.`);
    return [name, parsed.data];
  });
  if (problems.length > 0) {
    throw new BankConfigError(
      `The bank is not configured.\n${problems.map(problem => `  ${problem}`).join('\n')}`,
    );
  }
  // One value a setting, each read by the schema of its own row.
  return Object.fromEntries(values) as BankConfig;
}

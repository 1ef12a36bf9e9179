/** The bank's settings: the only place of the bank that knows of environment variables. */
import * as z from 'zod';

/** What the bank runs with. */
export interface BankConfig {
  /** A PostgreSQL server; null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** Keys the hashes of voice PINs; null: the secret in the data folder. At least 32 bytes. */
  readonly pinPepper: Uint8Array | null;
  /** IANA name; it decides which day is today. */
  readonly timeZone: string;
  readonly host: string;
  readonly port: number;
}

/** One environment variable, described for the person who sets it. */
interface BankSetting<Value> {
  readonly variable: string;
  /** A whole sentence. */
  readonly about: string;
  readonly example: string;
  readonly schema: z.ZodType<Value, string | undefined>;
  /** As it would be written in the environment; null: it may stay away. */
  readonly fallback: string | null;
}

const minPepperBytes = 32;

/** Reads a pepper from text: base64url, at least 32 bytes. Null when it is not one. */
export function parsePepper(text: string): Uint8Array | null {
  const bytes = /^[A-Za-z0-9_-]+$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0);
  return bytes.length < minPepperBytes ? null : bytes;
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
    about:
      'Secret that keys the hashes of voice PINs: at least 32 random bytes in base64url. Without it the data folder keeps one; with DATABASE_URL it is required. When it changes, no PIN works any more.',
    example: `$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')`,
    fallback: null,
    schema: z
      .string()
      .optional()
      .transform((text, context) => {
        const pepper = text === undefined ? null : parsePepper(text);
        if (text !== undefined && pepper === null) {
          context.addIssue({
            code: 'custom',
            message: `it has to be at least ${minPepperBytes} random bytes in base64url`,
          });
        }
        return pepper;
      }),
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
    schema: z
      .string()
      .regex(/^\d{1,5}$/, { error: 'it has to be a whole number from 0 to 65535' })
      .transform(Number)
      .pipe(z.int().max(65_535, { error: 'it has to be a whole number from 0 to 65535' })),
  },
};

/** The settings that are wrong. The message names each and says what to do; it repeats no value. */
export class BankConfigError extends Error {
  override readonly name = 'BankConfigError';
}

/**
 * Reads the settings from the environment. An empty variable counts as absent.
 *
 * @throws BankConfigError that lists everything that has to be mended.
 */
export function bankConfig(environment: Readonly<Record<string, string | undefined>>): BankConfig {
  const problems: string[] = [];
  const values = Object.entries(bankSettings).map(([name, setting]) => {
    const given = environment[setting.variable]?.trim() ?? '';
    const parsed = setting.schema.safeParse(given === '' ? (setting.fallback ?? undefined) : given);
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

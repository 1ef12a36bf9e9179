/**
 * The settings of the skill package: what a bank says about its skill to Amazon. The table is the whole of it; each
 * setting is described once, here, and `.env.example` shows the same table.
 */
import * as z from 'zod';
import { authorizationPath } from '../bank/authorization/index.ts';
import { bankSettings } from '../bank/config.ts';

/** What the package is made with. */
export interface PackageConfig {
  /** Null: `ask deploy` makes a new skill, and tells its id. */
  readonly alexaSkillId: string | null;
  readonly bankName: string;
  /** As the store and the Alexa app show it. */
  readonly skillName: string;
  /** What customers call the skill by; null: the interaction model's own. */
  readonly invocationName: string | null;
  /** Where Alexa sends requests: a Lambda function's ARN, or an https address. */
  readonly endpoint: string;
  readonly privacyPolicyUrl: string;
  readonly termsOfUseUrl: string;
  readonly authorizationUrl: string;
  readonly accessTokenUrl: string;
  readonly linkingClientId: string;
  readonly testingAccount: string;
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  /** A folder with `small.png` and `large.png`; null: ours. */
  readonly iconFolder: string | null;
}

/** One environment variable. */
export interface PackageSetting<Value> {
  readonly variable: string;
  /** A whole sentence, for the one who sets it. */
  readonly about: string;
  readonly example: string;
  /** As it would be written in the environment; null: it has to be set. */
  readonly fallback: string | null;
  readonly schema: z.ZodType<Value, string>;
}

/** Account linking and the store take an address on port 443 alone ("Requirements for Account Linking"). */
const isHttps443 = (text: string): boolean => {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.port === '' && url.username === '' && url.hash === '';
};
const httpsUrl = z.string().refine(isHttps443, { error: 'it has to be an https address on port 443' });

/** The regions in which a Lambda function can be triggered by Alexa ("Host a Custom Skill as an AWS Lambda Function"). */
const lambdaArn =
  /^arn:aws:lambda:(?:us-east-1|us-west-2|eu-west-1|ap-northeast-1):\d{12}:function:[\w-]{1,64}(?::[\w-]{1,128})?$/;

const named = (most: number) =>
  z
    .string()
    .min(2, { error: 'it has to be 2 characters long at least' })
    .max(most, { error: `it may be ${most} characters long at most` });

/** A value that may stay away; "none" stands for that in the table. */
const orNone = <Value>(schema: z.ZodType<Value, string>) =>
  z.union([z.literal('none').transform(() => null), schema]);

/** Every setting, in the order in which a person would fill them in. */
export const packageSettings: {
  readonly [Name in keyof PackageConfig]: PackageSetting<PackageConfig[Name]>;
} = {
  alexaSkillId: {
    variable: 'SOTTOVOCE_ALEXA_SKILL_ID',
    about:
      'Id of the skill in the Alexa developer console. Without it, the first deployment makes a new skill.',
    example: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000',
    fallback: 'none',
    schema: orNone(
      z
        .string()
        .regex(/^amzn1\.ask\.skill\.[\w-]{1,80}$/, { error: 'it has to begin with amzn1.ask.skill.' }),
    ),
  },
  bankName: {
    variable: 'SOTTOVOCE_BANK_NAME',
    about: 'How customers know the bank: in the store it says whose skill it is.',
    example: 'Juniper Bank',
    fallback: null,
    schema: named(60),
  },
  skillName: {
    variable: 'SOTTOVOCE_SKILL_NAME',
    about: 'The name of the skill in the store and in the Alexa app.',
    example: 'Sotto Voce',
    fallback: 'Sotto Voce',
    schema: named(50),
  },
  invocationName: {
    variable: 'SOTTOVOCE_INVOCATION_NAME',
    about:
      'What customers call the skill by, in lower case and as it is spoken. Without it: the one of models/en-US.json. It cannot be changed once the skill is published.',
    example: 'sotto voce',
    fallback: 'none',
    schema: orNone(named(50)),
  },
  endpoint: {
    variable: 'SOTTOVOCE_SKILL_ENDPOINT',
    about:
      "Where Alexa sends its requests: the ARN of the skill's Lambda function, or the https address of the standalone skill.",
    example: 'arn:aws:lambda:us-east-1:123456789012:function:sottovoce-prod-skill',
    fallback: null,
    schema: z.string().refine(text => lambdaArn.test(text) || isHttps443(text), {
      error:
        'it has to be the ARN of a Lambda function in a region of Alexa, or an https address on port 443',
    }),
  },
  privacyPolicyUrl: {
    variable: 'SOTTOVOCE_PRIVACY_URL',
    about: "The privacy policy on the bank's site. The Alexa app shows it before somebody links an account.",
    example: 'https://www.bank.example/assistants/privacy',
    fallback: null,
    schema: httpsUrl,
  },
  termsOfUseUrl: {
    variable: 'SOTTOVOCE_TERMS_URL',
    about: "The terms of use on the bank's site.",
    example: 'https://www.bank.example/assistants/terms',
    fallback: null,
    schema: httpsUrl,
  },
  authorizationUrl: {
    variable: 'SOTTOVOCE_AUTHORIZATION_URL',
    about:
      'Where customers sign in to link. Without it: the page of the reference bank at SOTTOVOCE_BANK_URL.',
    example: 'https://assistants.bank.example/oauth/auth',
    fallback: null,
    schema: httpsUrl,
  },
  accessTokenUrl: {
    variable: 'SOTTOVOCE_TOKEN_URL',
    about: 'Where Alexa redeems what linking has brought. Without it: that of the same bank.',
    example: 'https://assistants.bank.example/oauth/token',
    fallback: null,
    schema: httpsUrl,
  },
  linkingClientId: {
    variable: 'SOTTOVOCE_LINKING_CLIENT_ID',
    about: "The name under which Alexa presents itself to the bank's authorization server.",
    example: 'alexa',
    fallback: 'alexa',
    schema: named(100).or(z.string().length(1)),
  },
  testingAccount: {
    variable: 'SOTTOVOCE_TESTING_ACCOUNT',
    about:
      "How Amazon's testers sign in at the bank, and the voice PIN that they say. Use a household that is made up.",
    example: 'user name demo, password quiet harbor lantern, voice PIN 4821',
    fallback: null,
    schema: named(500),
  },
  countries: {
    variable: 'SOTTOVOCE_COUNTRIES',
    about: 'The countries in which the skill is offered, with commas between them.',
    example: 'US',
    fallback: 'US',
    schema: z
      .string()
      .regex(/^[A-Z]{2}(?:,[A-Z]{2})*$/, { error: 'it has to be written like US,CA' })
      .transform(text => text.split(',')),
  },
  iconFolder: {
    variable: 'SOTTOVOCE_ICONS',
    about:
      "A folder with the bank's icons for the store, small.png of 108 x 108 and large.png of 512 x 512. Without it: ours.",
    example: './icons',
    fallback: 'none',
    schema: orNone(z.string()),
  },
};

/** The settings that are missing or wrong; its message names each variable and says what to do. */
export class PackageConfigError extends Error {
  override readonly name = 'PackageConfigError';
}

/** A complete set of examples, for trying without a bank. */
export const exampleEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(packageSettings)
    .filter(({ fallback }) => fallback === null)
    .map(({ variable, example }) => [variable, example]),
);

/** Where the reference bank links, by the variables that say so; nothing where its address is not known. */
function linkingAt(bankUrl: string): Readonly<Record<string, string | undefined>> {
  if (bankUrl === '') return {};
  const issuer = `${bankUrl.replace(/\/+$/, '')}${authorizationPath}`;
  return {
    [packageSettings.authorizationUrl.variable]: `${issuer}/auth`,
    [packageSettings.accessTokenUrl.variable]: `${issuer}/token`,
  };
}

/**
 * Reads the settings from the environment. An empty variable counts as absent.
 * @throws PackageConfigError that lists everything that has to be mended.
 */
export function packageConfig(environment: Readonly<Record<string, string | undefined>>): PackageConfig {
  const problems: string[] = [];
  const ofBank = linkingAt(environment[bankSettings.publicUrl.variable]?.trim() ?? '');
  const values = Object.entries(packageSettings).map(([name, setting]) => {
    const given = environment[setting.variable]?.trim() ?? '';
    const text = given === '' ? (ofBank[setting.variable] ?? setting.fallback) : given;
    if (text === null) {
      problems.push(`${setting.variable} is missing. ${setting.about} Set it like this: ${setting.example}`);
      return [name, undefined];
    }
    const parsed = setting.schema.safeParse(text);
    if (!parsed.success)
      problems.push(`${setting.variable} is wrong: ${parsed.error.issues[0]?.message ?? 'not valid'}.`);
    return [name, parsed.data];
  });
  if (problems.length > 0) {
    throw new PackageConfigError(
      `The skill package cannot be made yet.\n${problems.map(problem => `  ${problem}`).join('\n')}\nTo try it without a bank: npm run skill-package -- --example`,
    );
  }
  // One value a setting, each read by the schema of its own row, and none is missing.
  const config: unknown = Object.fromEntries(values);
  return config as PackageConfig;
}

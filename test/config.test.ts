import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, settings } from '../src/config.ts';

/** A key of the kind that `bank client` makes. */
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

const rsaPem = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ format: 'pem', type: 'pkcs8' })
  .toString();

const required = {
  SOTTOVOCE_FACADE_URL: 'https://facade.bank.example',
  SOTTOVOCE_CLIENT_KEY: jwk,
  SOTTOVOCE_ALEXA_SKILL_ID: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000',
};

function complaintAbout(environment: Record<string, string | undefined>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
}

describe('the settings of the skill', () => {
  it('has a default for everything that is not an address or an id', () => {
    const { clientKey, ...config } = readConfig(required);
    expect(clientKey?.equals(privateKey)).toBe(true);
    expect(config).toEqual({
      facadeUrl: 'https://facade.bank.example',
      clientId: 'sottovoce-alexa',
      alexaSkillId: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000',
      bankName: 'your bank',
      fraudLine: null,
      timeZone: 'America/New_York',
      turnTimeoutMs: 6_000,
      host: '127.0.0.1',
      port: 8_788,
      telemetry: 'off',
      otlpEndpoint: 'http://127.0.0.1:4318',
      otlpHeaders: {},
    });
  });

  it('takes every example, but that of a key, which is nobody’s', () => {
    const examples = Object.values(settings).map(({ variable, example }) => [variable, example] as const);
    expect(readConfig({ ...Object.fromEntries(examples), SOTTOVOCE_CLIENT_KEY: jwk })).toMatchObject({
      bankName: 'Juniper Bank',
      fraudLine: '1 800 555 0142',
    });
  });

  it('takes an empty variable as absent', () => {
    expect(readConfig({ ...required, SOTTOVOCE_BANK_NAME: ' ' }).bankName).toBe('your bank');
  });

  it('names everything that is missing at once', () => {
    const complaint = complaintAbout({});
    expect(complaint).toContain('SOTTOVOCE_FACADE_URL is missing');
    expect(complaint).toContain('SOTTOVOCE_ALEXA_SKILL_ID is missing');
  });

  it.each([
    ['SOTTOVOCE_FACADE_URL', 'bank', 'not a URL'],
    ['SOTTOVOCE_FACADE_URL', 'http://facade.bank.example', 'https://'],
    ['SOTTOVOCE_FACADE_URL', 'http://127.0.0.1.evil.example', 'https://'],
    ['SOTTOVOCE_FACADE_URL', 'https://user:secret@facade.bank.example', 'without user'],
    ['SOTTOVOCE_FACADE_URL', 'https://facade.bank.example?to=elsewhere', 'without user'],
    ['SOTTOVOCE_CLIENT_KEY', settings.clientKey.example, 'P-256'],
    ['SOTTOVOCE_CLIENT_KEY', '{"d":"secret"', 'bank -- client'],
    ['SOTTOVOCE_CLIENT_KEY', rsaPem, 'P-256'],
    ['SOTTOVOCE_CLIENT_KEY', '', 'bank -- client'],
    ['SOTTOVOCE_ALEXA_SKILL_ID', 'my skill', 'amzn1.ask.skill.'],
    ['SOTTOVOCE_TIME_ZONE', 'Eastern', 'IANA'],
    ['SOTTOVOCE_TURN_TIMEOUT_MS', '9000', 'from 500 to 7500'],
    ['SOTTOVOCE_TURN_TIMEOUT_MS', 'six', 'whole number'],
    ['SOTTOVOCE_SKILL_PORT', '70000', 'from 0 to 65535'],
    ['SOTTOVOCE_BANK_NAME', 'x'.repeat(61), '60 characters'],
    ['SOTTOVOCE_FRAUD_LINE', '18005550142', 'groups of digits'],
    ['SOTTOVOCE_FRAUD_LINE', 'the number on the card', 'groups of digits'],
  ])('refuses %s=%s and says why', (variable, value, reason) => {
    const complaint = complaintAbout({ ...required, [variable]: value });
    expect(complaint).toContain(variable);
    expect(complaint).toContain(reason);
    expect(complaint).not.toContain('secret');
  });

  it.each([
    ['a JWK', jwk],
    ['PEM', pem],
    ['PEM in one line', pem.replaceAll('\n', '\\n')],
  ])('takes the key as %s', (_form, text) => {
    expect(readConfig({ ...required, SOTTOVOCE_CLIENT_KEY: text }).clientKey?.equals(privateKey)).toBe(true);
  });

  it('needs no key for a bank on this machine', () => {
    const rest = { ...required, SOTTOVOCE_CLIENT_KEY: '', SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:8790' };
    expect(readConfig(rest).clientKey).toBeNull();
  });

  it.each(['http://127.0.0.1:8790', 'http://localhost:8790', 'http://[::1]:8790'])(
    'takes %s: a bank on this machine',
    url => {
      expect(readConfig({ ...required, SOTTOVOCE_FACADE_URL: url }).facadeUrl).toBe(url);
    },
  );
});

/** What is deployed: the zip of `npm run package`, unzipped and run by itself, against the bank. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ResponseEnvelope } from 'ask-sdk-model';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBank } from '../../src/bank/bank.ts';
import { openDataFolder } from '../../src/bank/data-folder.ts';
import { demoCustomer, demoPin, demoPlatform } from '../../src/bank/demo/household.ts';
import { seedDemo } from '../../src/bank/demo/seed-demo.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createSkillIdentity } from '../../src/simulator/skill-identity.ts';
import { envelopeOf, intent, launch, nowMs, sessionEnded, skillId } from '../channels/alexa/requests.ts';

const run = promisify(execFile);

/**
 * Runs as Lambda does: loads the handler and calls it with an event and a context, one event after the other. The
 * session attributes of each response go into the next request, as the platform carries them.
 */
const runner = `
// Bank and function read the same clock.
Date.now = () => ${nowMs};
const { handler } = require(process.argv[1]);
let attributes = {};
(async () => {
  const results = [];
  for (const event of JSON.parse(require('node:fs').readFileSync(0, 'utf8'))) {
    event.session.attributes = attributes;
    try {
      const response = await handler(event, { awsRequestId: 'local', functionName: 'skill' });
      attributes = response.sessionAttributes ?? {};
      results.push(response);
    } catch (error) {
      results.push({ thrown: error.message });
    }
  }
  process.stderr.write(JSON.stringify({ results, parameters: handler.length, loaded: process.moduleLoadList }));
})();
`;

interface Ran {
  readonly results: readonly (ResponseEnvelope & { readonly thrown?: string })[];
  readonly parameters: number;
  /** What Node has loaded of itself. */
  readonly loaded: readonly string[];
  /** What the function logged. */
  readonly log: string;
}

const identity = createSkillIdentity(demoPlatform);
const started = new AsyncDisposableStack();
let bundle: string;
let facadeUrl: string;
let accessToken: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-package-'));
  started.defer(() => rm(folder, { recursive: true }));

  // Without a home, credentials or a region: nothing is asked of anybody.
  const { stdout } = await run(process.execPath, ['scripts/package.ts'], {
    env: { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' },
  });
  expect(stdout).toMatch(/KB {2}src\/channels\/alexa\/lambda\.js/);
  for (const [path, content] of Object.entries(unzipSync(await readFile('.serverless/skill.zip')))) {
    bundle = join(folder, 'function', path);
    await mkdir(dirname(bundle), { recursive: true });
    await writeFile(bundle, content);
  }

  const { database, pinPepper } = await openDataFolder(join(folder, 'data'), {
    databaseUrl: null,
    pinPepper: null,
  });
  started.defer(() => database.close());
  await seedDemo(database.kysely, { today: '2026-03-18', pinPepper, now: nowMs, random: randomBytes });
  const bank = await createBank({
    database: database.kysely,
    pinPepper,
    timeZone: 'America/New_York',
    now: () => nowMs,
    random: randomBytes,
    log: () => undefined,
    clients: { known: [identity.client], audience: null },
  }).listen({ host: '127.0.0.1', port: 0 });
  started.defer(() => bank.close());
  facadeUrl = bank.url;
  const issued = await issueAccessToken(database.kysely, {
    customerId: demoCustomer.customer_id,
    platform: demoPlatform,
    now: nowMs,
    random: randomBytes,
    ttlMs: 3_600_000,
  });
  if (issued === null) throw new Error('the demo customer is not linked');
  accessToken = issued;
}, 60_000);
afterAll(() => started.disposeAsync());

/** Starts the unzipped function in a process that has nothing but its settings. */
async function runFunction(events: readonly unknown[], environment: Record<string, string>): Promise<Ran> {
  const child = run(process.execPath, ['-e', runner, bundle], { env: environment, cwd: dirname(bundle) });
  child.child.stdin?.end(JSON.stringify(events));
  const { stdout, stderr } = await child;
  // The runner above wrote it.
  return { ...(JSON.parse(stderr) as Omit<Ran, 'log'>), log: stdout };
}

const settings = (): Record<string, string> => ({
  SOTTOVOCE_FACADE_URL: facadeUrl,
  ...identity.environment,
  SOTTOVOCE_ALEXA_SKILL_ID: skillId,
  SOTTOVOCE_BANK_NAME: '',
});

const speechOf = (result: ResponseEnvelope | undefined): string => {
  const speech = result?.response.outputSpeech;
  return speech?.type === 'SSML' ? speech.ssml : '';
};

describe('the unzipped function', () => {
  it('asks for the PIN and then says the balance', async () => {
    const changes = { accessToken };
    const { results, log, parameters } = await runFunction(
      [
        launch(changes),
        intent('BalanceIntent', {}, changes),
        intent('PinIntent', { pin: demoPin }, changes),
        sessionEnded('USER_INITIATED', changes),
      ],
      settings(),
    );
    const [welcome, prompt, balance, end] = results;
    expect(parameters).toBe(2);
    expect(welcome?.response.shouldEndSession).toBe(false);
    expect(speechOf(prompt)).toMatch(/PIN/i);
    expect(prompt?.response.directives).toMatchObject([{ type: 'Dialog.ElicitSlot', slotToElicit: 'pin' }]);
    expect(speechOf(balance)).toMatch(/\$[\d,]+/);
    expect(end?.response).toEqual({});

    const lines = log.trimEnd().split('\n');
    expect(lines.map(line => (JSON.parse(line) as { event: string }).event)).toEqual(
      expect.arrayContaining(['started', 'turn']),
    );
    expect(JSON.stringify(results)).not.toContain(demoPin);
    for (const secret of [demoPin, accessToken, '$'])
      expect(log.replaceAll(/"(timestamp|trace|request)":"[^"]*"/g, '')).not.toContain(secret);
  });

  it('is small, and loads neither fetch nor TLS for a bank that it asks by plain HTTP', async () => {
    expect((await stat(bundle)).size).toBeLessThan(350_000);
    const { results, loaded } = await runFunction([intent('AlertsIntent', {}, { accessToken })], settings());
    expect(speechOf(results[0])).toMatch(/alert/);
    expect(loaded).toContain('NativeModule http');
    for (const heavy of ['internal/deps/undici/undici', 'tls', 'https'])
      expect(loaded).not.toContain(`NativeModule ${heavy}`);
  });

  it('gets no answer without the key that the bank knows, whoever’s token it has', async () => {
    const stranger = createSkillIdentity(demoPlatform);
    const { results, log } = await runFunction([intent('BalanceIntent', {}, { accessToken })], {
      ...settings(),
      ...stranger.environment,
    });
    expect(speechOf(results[0])).not.toMatch(/\d|PIN/);
    expect(log).toContain('"cause":"invalid_client"');
  });

  it('refuses another skill, and what is no request of Alexa', async () => {
    const { results } = await runFunction(
      [launch({ applicationId: 'amzn1.ask.skill.other' }), { session: {}, hello: 'world' }],
      settings(),
    );
    expect(results.map(({ thrown }) => thrown)).toEqual(['wrong_application', 'malformed']);
  });

  it('tells the bank that it was switched off, and asks for the event again where it cannot', async () => {
    // As Alexa sends it: the runner carries attributes, so there is a session.
    const event = envelopeOf(
      { type: 'AlexaSkillEvent.SkillDisabled', eventCreationTime: '2025-01-01T00:00:00Z' },
      { accessToken: null },
    );
    const { results } = await runFunction([event], settings());
    expect(results[0]?.response).toEqual({});
    const away = await runFunction([event], { ...settings(), SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:1' });
    expect(away.results[0]?.thrown).toBe('bank_not_told');
  });

  it('says which setting is missing', async () => {
    const { results } = await runFunction([launch()], { SOTTOVOCE_ALEXA_SKILL_ID: skillId });
    expect(results[0]?.thrown).toContain('SOTTOVOCE_FACADE_URL is missing');
  });

  it('apologises when the bank cannot be reached, without a stale number', async () => {
    const { results } = await runFunction([intent('BalanceIntent', {}, { accessToken })], {
      ...settings(),
      SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:1',
    });
    expect(speechOf(results[0])).toMatch(/reach/);
    expect(speechOf(results[0])).not.toMatch(/\d/);
    expect(results[0]?.response.shouldEndSession).toBe(true);
  });
});

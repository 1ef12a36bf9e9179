/** What is deployed: the zips of `npm run package`, unzipped and run by themselves, against the bank. */
import { unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPin, demoPlatform } from '../../src/bank/demo/household.ts';
import { packagedFunction, type RunningFunction } from '../../src/packaged/index.ts';
import { createSkillIdentity } from '../../src/simulator/skill-identity.ts';
import { envelopeOf, intent, launch, sessionEnded, skillId } from '../channels/alexa/requests.ts';
import { asCertified } from './certify.cases.ts';
import { behindHttps } from './https.cases.ts';
import { sourceOf } from '../../scripts/where.ts';
import { canary, converse, openWorld, speechOf, type PackagedWorld } from './packaged-world.ts';
import { asTemplate } from './template.cases.ts';
import { allowances, functions, resourcesOf, template } from './template.ts';

let world: PackagedWorld;
let skill: RunningFunction;
beforeAll(async () => {
  world = await openWorld();
  skill = world.start('skill');
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

it('packages without credentials, settings or a home, and says how large everything is', () => {
  expect(world.printed).toMatch(/kB {2}src\/channels\/alexa\/lambda\.js/);
  expect(world.printed).toMatch(/kB {2}src\/channels\/alexa\/lambda-https\.js/);
  expect(world.printed).toMatch(/is an example/);
});

it('keeps the source maps beside the zips: a place in a log is found in the source', () => {
  const [bundle = Buffer.of()] = Object.values(unzipSync(readFileSync(packagedFunction('skill').zip)));
  const before = Buffer.from(bundle).toString().split('SOTTOVOCE_FACADE_URL')[0]?.split('\n') ?? [];
  const place = `lambda.js:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  expect(sourceOf(place)).toMatch(/^src\/config\.ts:\d+:\d+$/);
});

describe('the unzipped function', () => {
  it('asks for the PIN and then says the balance', async () => {
    const { accessToken } = world;
    const changes = { accessToken };
    const results = await converse(skill, [
      launch(changes),
      intent('BalanceIntent', {}, changes),
      intent('PinIntent', { pin: demoPin }, changes),
      sessionEnded('USER_INITIATED', changes),
    ]);
    const [welcome, prompt, balance, end] = results;
    expect(welcome?.response?.shouldEndSession).toBe(false);
    expect(speechOf(prompt)).toMatch(/PIN/i);
    expect(prompt?.response?.directives).toMatchObject([{ type: 'Dialog.ElicitSlot', slotToElicit: 'pin' }]);
    expect(speechOf(balance)).toMatch(/\$[\d,]+/);
    expect(end?.response).toEqual({});

    expect(skill.log.map(line => (JSON.parse(line) as { event: string }).event)).toEqual(
      expect.arrayContaining(['started', 'turn']),
    );
    expect(JSON.stringify(results)).not.toContain(demoPin);
    const log = skill.log.join('\n').replaceAll(/"(at|timestamp|trace|request)":"[^"]*"/g, '');
    for (const secret of [demoPin, accessToken, '$']) expect(log).not.toContain(secret);
  });

  it('is small, and loads neither fetch nor TLS for a bank that it asks by plain HTTP', async () => {
    const [bundle] = Object.values(unzipSync(readFileSync(packagedFunction('skill').zip)));
    expect(bundle?.length).toBeLessThan(350_000);
    const [alerts] = await converse(skill, [intent('AlertsIntent', {}, { accessToken: world.accessToken })]);
    expect(speechOf(alerts)).toMatch(/alert/);
    expect(skill.loaded).toContain('NativeModule http');
    for (const heavy of ['internal/deps/undici/undici', 'tls', 'https'])
      expect(skill.loaded).not.toContain(`NativeModule ${heavy}`);
  });

  it('gets no answer without the key that the bank knows, whoever’s token it has', async () => {
    const stranger = world.start('skill', {
      environment: { ...world.settings, ...createSkillIdentity(demoPlatform).environment },
    });
    const { accessToken } = world;
    const [answer] = await converse(stranger, [intent('BalanceIntent', {}, { accessToken })]);
    expect(speechOf(answer)).not.toMatch(/\d|PIN/);
    expect(stranger.log.join()).toContain('"cause":"invalid_client"');
  });

  it('refuses another skill, and what is no request of Alexa', async () => {
    const results = await converse(skill, [
      launch({ applicationId: 'amzn1.ask.skill.other' }),
      Object.assign({ session: {} }, { hello: 'world' }),
    ]);
    expect(results.map(({ thrown }) => thrown)).toEqual(['wrong_application', 'malformed']);
  });

  it('tells the bank that it was switched off, and asks for the event again where it cannot', async () => {
    // As Alexa sends it: with no customer's token. Whom it names has not been here before.
    const event = envelopeOf(
      { type: 'AlexaSkillEvent.SkillDisabled', eventCreationTime: '2025-01-01T00:00:00Z' },
      { accessToken: null },
    );
    event.context.System.user.userId = 'amzn1.ask.account.SOMEBODY';
    expect((await converse(skill, [event]))[0]?.response).toEqual({});
    const away = world.start('skill', { environment: { ...world.settings, ...nobody } });
    expect((await converse(away, [event]))[0]?.thrown).toBe('bank_not_told');
  });

  it('says which setting is missing', async () => {
    const without = world.start('skill', { environment: { SOTTOVOCE_ALEXA_SKILL_ID: skillId } });
    expect((await converse(without, [launch()]))[0]?.thrown).toContain('SOTTOVOCE_FACADE_URL is missing');
  });

  it('apologises when the bank cannot be reached, without a stale number', async () => {
    const away = world.start('skill', { environment: { ...world.settings, ...nobody } });
    const [answer] = await converse(away, [intent('BalanceIntent', {}, { accessToken: world.accessToken })]);
    expect(speechOf(answer)).toMatch(/reach/);
    expect(speechOf(answer)).not.toMatch(/\d/);
    expect(answer?.response?.shouldEndSession).toBe(true);
  });
});

describe('the unzipped HTTPS function', () => behindHttps(() => world));

describe('both, certified,', () => asCertified());

describe('the template', () => {
  it('lets each function write its own log, and nothing else', () => {
    const roles = resourcesOf('AWS::IAM::Role');
    expect(Object.keys(roles)).toEqual(functions.map(name => `${name}Role`));
    for (const name of functions) {
      expect(roles[`${name}Role`]?.ManagedPolicyArns).toBeUndefined();
      expect(roles[`${name}Role`]?.Policies).toEqual([
        {
          PolicyName: 'own-log',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: { 'Fn::GetAtt': [`${name}LogGroup`, 'Arn'] },
              },
            ],
          },
        },
      ]);
    }
  });

  it('allows nothing to everybody, and nobody everything', () => {
    expect(allowances()).toHaveLength(4);
    expect(JSON.stringify(allowances())).not.toContain('*');
    expect(resourcesOf('AWS::IAM::Policy')).toEqual({});
  });

  it('holds the names of secrets and no secret', () => {
    expect(template()).toContain('{{resolve:secretsmanager:sottovoce/example/client-key}}');
    for (const made of [template(), readFileSync('.serverless/serverless-state.json', 'utf8')])
      expect(made).not.toContain(canary);
  });

  asTemplate(() => world);
});

/** A bank at an address where nobody listens. */
const nobody = { SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:1' };

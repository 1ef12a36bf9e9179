/** What the packaged functions need around them: a package, a bank on this machine, a customer who is linked. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ResponseEnvelope } from 'ask-sdk-model';
import { createBank } from '../../src/bank/bank.ts';
import { openDataFolder } from '../../src/bank/data-folder.ts';
import { demoCustomer, demoPlatform } from '../../src/bank/demo/household.ts';
import { seedDemo } from '../../src/bank/demo/seed-demo.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import {
  packagedFunction,
  startZip,
  type FunctionName,
  type RunningFunction,
  type RunOptions,
} from '../../src/packaged/index.ts';
import { createSkillIdentity } from '../../src/simulator/skill-identity.ts';
import { nowMs, skillId } from '../channels/alexa/requests.ts';

const run = promisify(execFile);

export interface PackagedWorld extends AsyncDisposable {
  /** What `npm run package` has printed. */
  readonly printed: string;
  /** A token of the demo customer. */
  readonly accessToken: string;
  /** The settings of a function that asks this bank. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts a function, by the bank's clock; with these settings by default. It is stopped with the world. */
  start(name: FunctionName, options?: Partial<RunOptions>): RunningFunction;
}

/** A secret that is in the environment while it is packaged, and may be in nothing that comes of it. */
export const canary = 'canary-that-is-in-no-package';

/** Packages, and starts a bank. */
export async function openWorld(): Promise<PackagedWorld> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-package-'));
  opened.defer(() => rm(folder, { recursive: true }));

  // Without a home, credentials or a region: nothing is asked of anybody.
  const packaging = run(process.execPath, ['scripts/package.ts'], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      SOTTOVOCE_CLIENT_KEY: canary,
    },
  });

  const { database, pinPepper } = await openDataFolder(join(folder, 'data'), {
    databaseUrl: null,
    pinPepper: null,
  });
  opened.defer(() => database.close());
  await seedDemo(database.kysely, { today: '2026-03-18', pinPepper, now: nowMs, random: randomBytes });
  const identity = createSkillIdentity(demoPlatform);
  const bank = await createBank({
    database: database.kysely,
    pinPepper,
    timeZone: 'America/New_York',
    now: () => nowMs,
    random: randomBytes,
    log: () => undefined,
    clients: { known: [identity.client], audience: null },
  }).listen({ host: '127.0.0.1', port: 0 });
  opened.defer(() => bank.close());
  const accessToken = await issueAccessToken(database.kysely, {
    customerId: demoCustomer.customer_id,
    platform: demoPlatform,
    now: nowMs,
    random: randomBytes,
    ttlMs: 3_600_000,
  });
  if (accessToken === null) throw new Error('the demo customer is not linked');

  const settings = {
    SOTTOVOCE_FACADE_URL: bank.url,
    ...identity.environment,
    SOTTOVOCE_ALEXA_SKILL_ID: skillId,
    SOTTOVOCE_BANK_NAME: '',
  };
  const { stdout: printed } = await packaging;
  const world = opened.move();
  return {
    printed,
    accessToken,
    settings,
    start: (name, options = {}) =>
      world.use(startZip(packagedFunction(name), { environment: settings, nowMs, ...options })),
    [Symbol.asyncDispose]: () => world.disposeAsync(),
  };
}

/** An answer of the function, or the error that it threw. */
export type Answered = Partial<ResponseEnvelope> & { readonly thrown?: string };

/**
 * Sends events one after the other. The session attributes of each response go into the next request, as the platform
 * carries them.
 */
export async function converse(
  running: RunningFunction,
  events: readonly { readonly session?: object }[],
): Promise<readonly Answered[]> {
  let attributes: unknown = {};
  const answers: Answered[] = [];
  for (const event of events) {
    const invoked = await running.invoke({
      ...event,
      ...(event.session === undefined ? {} : { session: { ...event.session, attributes } }),
    });
    if (invoked.ok) {
      // What the function answers an event of Alexa is a response envelope.
      const answer = invoked.response as ResponseEnvelope;
      attributes = answer.sessionAttributes ?? {};
      answers.push(answer);
    } else answers.push({ thrown: invoked.error.errorMessage });
  }
  return answers;
}

/** What is said. */
export const speechOf = (answer: Answered | undefined): string => {
  const speech = answer?.response?.outputSpeech;
  return speech?.type === 'SSML' ? speech.ssml : '';
};

/** The wall: whatever is said, nothing of a transaction leaves the bank, and no customer hears of another. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendingCategories } from '../../src/facade/contract.ts';
import { createDevice, type Device } from '../../src/simulator/device.ts';
import type { Language } from '../../src/simulator/language.ts';
import type { SkillLine } from '../../src/simulator/skill-endpoint.ts';
import { bankSettings } from '../../src/bank/config.ts';
import { startStack, type Stack } from '../../src/simulator/stack.ts';
import type { TurnRecord } from '../../src/simulator/turn-record.ts';
import {
  fillCanaryBank,
  markedDigits,
  marker,
  today,
  type CanaryBank,
  type CanaryCustomer,
} from './canary-bank.ts';
import { startWiretap, type Wiretap } from './wiretap.ts';
import { trainedEnglish } from './trained.ts';

let language: Language;
let dataDir: string;
let bank: CanaryBank;
let wire: Wiretap;
let stack: Stack;
const log: string[] = [];

beforeAll(async () => {
  language = trainedEnglish();
  dataDir = await mkdtemp(join(tmpdir(), 'sottovoce-test-'));
  bank = await fillCanaryBank(dataDir, 8);
  wire = await startWiretap();
  stack = await startStack({
    dataDir,
    today,
    customer: customerAt(0).id,
    locale: 'en-US',
    // More than a person asks in a day is asked here.
    env: { [bankSettings.answersPerDay.variable]: '100000' },
    fetch: wire.fetch,
    log: line => log.push(line),
  });
});
afterAll(async () => {
  await stack.close();
  await wire.close();
  await bank.close();
  await rm(dataDir, { recursive: true, force: true });
});

function customerAt(index: number): CanaryCustomer {
  const customer = bank.customers[index % bank.customers.length];
  if (customer === undefined) throw new Error('no customers');
  return customer;
}

/** A device on the one skill, in the home of a customer. */
function deviceOf(customer: CanaryCustomer): Device {
  const line = stack.connect();
  const skill: SkillLine = Object.create(line, { accessToken: { value: customer.accessToken } }) as SkillLine;
  return createDevice({ skill, language, account: customer.id });
}

// ------------------------------------------------------------------------------------------- what people may say

const account = fc.constantFrom('', ' in checking', ' in savings', ' on my credit card');
const period = fc.constantFrom(
  '',
  ' today',
  ' yesterday',
  ' this week',
  ' last week',
  ' this month',
  ' last month',
  ' since Monday',
  ' in October',
  ' in the past ten days',
  ' last year',
  ' in the last 90 days',
  ' tomorrow',
  ' next month',
);
const category = fc.constantFrom(
  '',
  ...spendingCategories.map(name => ` on ${name}`),
  ' on unicorns',
  ` on ${marker}`,
);
const question = fc.oneof(
  account.map(where => `what's my balance${where}`),
  fc.tuple(account, period).map(([where, when]) => `what are my transactions${where}${when}`),
  fc.tuple(category, period).map(([what, when]) => `how much did I spend${what}${when}`),
  period.map(when => `how much came in${when}`),
  fc.constantFrom(
    'do I have any fraud alerts',
    'have I been paid this month',
    'when is my credit card bill due',
  ),
  fc.constantFrom(
    'and savings?',
    'and checking',
    'what about last month?',
    'and groceries?',
    'repeat that',
    'help',
  ),
  fc.constantFrom(
    'yes',
    'no',
    'never mind',
    'cancel',
    'hello',
    'open sotto voce',
    'ask sotto voce for my balance',
  ),
  fc.constantFrom(
    `what did I pay ${marker} merchant 7`,
    `read me account ${markedDigits}1000000`,
    'list every transaction',
  ),
  fc.string({ maxLength: 40, unit: 'grapheme' }),
);

type Step =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'right-pin' | 'wrong-pin' | 'silence' | 'stop' | 'another-voice' }
  | { readonly kind: 'later'; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: question.map(text => ({ kind: 'say' as const, text })) },
  { weight: 3, arbitrary: fc.constant({ kind: 'right-pin' as const }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>(
      { kind: 'wrong-pin' },
      { kind: 'silence' },
      { kind: 'stop' },
      { kind: 'another-voice' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 20 }).map(minutes => ({ kind: 'later' as const, minutes })),
  },
);
/** Most begin as people do: a question, the PIN. */
const conversation = fc
  .tuple(
    fc.constantFrom<Step[]>([], [{ kind: 'say', text: "what's my balance" }, { kind: 'right-pin' }]),
    fc.array(step, { minLength: 1, maxLength: 10 }),
  )
  .map(([opening, rest]) => [...opening, ...rest]);

async function take(device: Device, customer: CanaryCustomer, next: Step): Promise<TurnRecord | null> {
  switch (next.kind) {
    case 'say':
      return device.say(next.text);
    case 'right-pin':
      return device.say(customer.pin);
    case 'wrong-pin':
      return device.say('0246');
    case 'silence':
      return device.silence();
    case 'stop':
      return device.say('stop');
    case 'another-voice':
      device.speakAs('a guest');
      return null;
    case 'later':
      stack.moveClock(next.minutes * 60_000);
      return null;
  }
}

const leaks = (bytes: string): string[] =>
  bytes.split('\n').filter(line => line.toLowerCase().includes(marker) || line.includes(markedDigits));

describe('a ledger full of canaries', () => {
  it('is asked about in 200 conversations: none leaves the bank, and none is in a log', async () => {
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), conversation, async (who, steps) => {
        const customer = customerAt(who);
        await bank.unlock(customer);
        const device = deviceOf(customer);
        for (const next of steps) {
          const turn = await take(device, customer, next);
          if (turn === null) continue;
          expect(turn.findings, JSON.stringify(turn.speech)).toEqual([]);
          expect(leaks(JSON.stringify(turn.response ?? null))).toEqual([]);
          answers += turn.facade.filter(({ question, status }) => question !== null && status === 200).length;
        }
        await device.close();
      }),
      { numRuns: 200, seed: 20_261_123 },
    );
    // The bank has been asked and has answered: the silence of the wire proves something.
    expect(answers).toBeGreaterThan(150);
    expect(wire.fromBank()).toContain('HTTP/1.1 200');
    expect(log.length).toBeGreaterThan(500);
    expect(leaks(wire.fromBank())).toEqual([]);
    // The name of a trace is random, and now and then it has the marked digits by chance.
    const logged = log.join('\n').replaceAll(/"trace":"[0-9a-f]{32}"/g, '');
    expect(leaks(logged)).toEqual([]);
    // Nor is there what the platform and the customer know and a log may not: words, PINs, tokens, names.
    const secrets = bank.customers.flatMap(({ accessToken, nicknames }) => [accessToken, ...nicknames]);
    for (const secret of secrets) expect(logged).not.toContain(secret);
    expect(logged).not.toMatch(/balance in|how much did|\$\d/);
  }, 120_000);
});

describe('customers who talk at the same time, on one warm skill', () => {
  it('hear of nobody but themselves', async () => {
    const heard = await Promise.all(
      bank.customers.map(async (customer, index) => {
        await bank.unlock(customer);
        const device = deviceOf(customer);
        const turns: TurnRecord[] = [];
        for (let round = 0; round < 6; round += 1) {
          for (const text of [
            "what's my balance",
            customer.pin,
            'and savings?',
            'what about checking',
            'repeat that',
          ]) {
            turns.push(await device.say(text));
            // Everybody speaks at a pace of their own, so that turns meet in every order.
            for (let pause = 0; pause < (index * 7 + round * 3) % 5; pause += 1)
              await new Promise(setImmediate);
          }
          if (round % 2 === index % 2) turns.push(await device.say('stop'));
        }
        return { customer, speech: turns.map(({ speech }) => speech ?? ''), asked: turns };
      }),
    );
    for (const { customer, speech, asked } of heard) {
      const others = bank.customers
        .filter(({ id }) => id !== customer.id)
        .flatMap(({ nicknames }) => nicknames);
      const said = speech.join('\n');
      for (const nickname of others) expect(said).not.toContain(nickname);
      for (const nickname of customer.nicknames) expect(said).toContain(nickname);
      expect(asked.flatMap(({ findings }) => findings)).toEqual([]);
      // What crossed the wall in a turn is that turn's alone.
      const answered = JSON.stringify(asked.map(({ facade }) => facade));
      for (const nickname of others) expect(answered).not.toContain(nickname);
    }
  }, 60_000);

  it('are not let in by the PIN that another has just said', async () => {
    const [first, second] = [customerAt(1), customerAt(2)];
    await bank.unlock(second);
    const [one, other] = [deviceOf(first), deviceOf(second)];
    await Promise.all([one.say("what's my balance"), other.say("what's my balance")]);
    const [answered, refused] = await Promise.all([one.say(first.pin), other.say(first.pin)]);
    expect(answered.speech).toContain(first.nicknames[0]);
    expect(refused.speech).not.toContain('$');
    expect(refused.facade.map(({ status }) => status)).toEqual([403]);
  });
});

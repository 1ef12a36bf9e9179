import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDevice, type Device } from '../../src/simulator/device.ts';
import type { Language } from '../../src/simulator/language.ts';
import type { SkillLine } from '../../src/simulator/skill-endpoint.ts';
import { StackError } from '../../src/simulator/stack/stack-error.ts';
import { startStack, type Stack } from '../../src/simulator/stack.ts';
import type { TurnRecord } from '../../src/simulator/turn-record.ts';
import { makeDataFolders, today, type DataFolders } from './data-folder.ts';
import { trainedEnglish } from './trained.ts';

let folders: DataFolders;
let language: Language;
const open: Stack[] = [];

beforeAll(async () => {
  language = trainedEnglish();
  folders = await makeDataFolders();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(stack => stack.close()));
});
afterAll(() => folders.remove());

interface Talk {
  readonly stack: Stack;
  readonly line: SkillLine;
  readonly device: Device;
  /** Says everything, and returns what came of the last. */
  readonly say: (...utterances: string[]) => Promise<TurnRecord>;
}

async function talk(dataDir?: string, speaker: string | null = null): Promise<Talk> {
  const stack = await startStack({
    dataDir: dataDir ?? (await folders.seeded()),
    today,
    customer: 'demo',
    locale: 'en-US',
  });
  open.push(stack);
  return talkOn(stack, speaker);
}

function talkOn(stack: Stack, speaker: string | null = null): Talk {
  const line = stack.connect();
  const device = createDevice({ skill: line, language, account: 'demo', speaker });
  const say = async (...utterances: string[]): Promise<TurnRecord> => {
    let last: TurnRecord | undefined;
    for (const utterance of utterances) {
      last = await device.say(utterance);
      expect(last.findings, `after "${utterance}": ${last.speech ?? ''}`).toEqual([]);
    }
    if (last === undefined) throw new Error('nothing said');
    return last;
  };
  return { stack, line, device, say };
}

const asksForPin = /voice PIN/;
const threeBalances = /Everyday.*Rainy Day.*Juniper Card/;
const statuses = (turn: TurnRecord) => turn.facade.map(({ status }) => status);

describe('a question about the balance', () => {
  it('asks for the PIN, and then says the three balances', async () => {
    const { say, device } = await talk();
    const asked = await say("what's my balance");
    expect(asked.speech).toMatch(asksForPin);
    expect(asked.speech).not.toMatch(/\d/);
    expect(device.awaitsPin).toBe(true);
    expect(asked.facade).toMatchObject([
      { method: 'POST', path: '/v1/answers/balance', question: { name: 'balance' }, status: 401 },
    ]);

    const answered = await say('four eight two one');
    expect(answered.speech).toMatch(threeBalances);
    expect(answered.facade).toMatchObject([
      { path: '/v1/step-ups', question: null, status: 200 },
      { path: '/v1/answers/balance', question: { name: 'balance' }, status: 200 },
    ]);
    expect(answered.transactionsStayed).toBeGreaterThan(1_000);
    expect(answered.timing.bankMs).toBeLessThanOrEqual(answered.timing.skillMs);
  });

  it('is refused for good after three wrong PINs, in a later process too', async () => {
    const dataDir = await folders.seeded();
    const first = await talk(dataDir);
    await first.say("what's my balance", 'one three five seven', '2468');
    const third = await first.say('nine seven five three');
    expect(third.speech).toMatch(/locked/);
    expect(third.ended).toBe(true);
    const fourth = await first.say("what's my balance", 'four eight two one');
    expect(statuses(fourth)).toEqual([403]);
    expect(fourth.speech).not.toMatch(threeBalances);
    await first.stack.close();

    const later = await talk(dataDir);
    const again = await later.say("what's my balance", 'four eight two one');
    expect(statuses(again)).toEqual([403]);
    expect(again.speech).not.toMatch(threeBalances);
  });

  it('is answered after a wrong PIN and a right one', async () => {
    const { say } = await talk();
    expect((await say("what's my balance", '1357')).speech).toMatch(/try|again/);
    expect((await say('4821')).speech).toMatch(threeBalances);
  });

  it('waits while something else is said', async () => {
    const { say } = await talk();
    expect((await say("what's my balance", 'help')).ended).toBe(false);
    expect((await say('four eight two one')).speech).toMatch(threeBalances);
  });

  it('is dropped when the customer wants', async () => {
    const { say } = await talk();
    await say("what's my balance", 'never mind');
    const pin = await say('four eight two one');
    expect(pin.facade).toEqual([]);
    expect(pin.speech).not.toMatch(threeBalances);
  });

  it('is asked again when what was said is no PIN', async () => {
    const { say, device } = await talk();
    const turn = await say("what's my balance", 'four eight two');
    expect(turn.facade).toEqual([]);
    expect(turn.speech).toMatch(/four/);
    expect(device.awaitsPin).toBe(true);
  });
});

describe('the conversation after it', () => {
  it('goes on without the PIN, and takes up what was asked', async () => {
    const { say } = await talk();
    await say("what's my balance", '4821');
    expect((await say('and savings?')).speech).toMatch(/Rainy Day/);
    expect((await say('how much did I spend on groceries last month')).speech).toMatch(
      /groceries in October/,
    );
    expect((await say('and in September?')).facade).toMatchObject([
      {
        question: {
          name: 'spending',
          category: 'groceries',
          window: { from: '2026-09-01', through: '2026-09-30' },
        },
      },
    ]);
    expect((await say('how much came in last month')).facade).toMatchObject([
      { question: { name: 'income' }, status: 200 },
    ]);
    expect((await say('do I have any fraud alerts')).speech).toMatch(/two open alerts/);
  });

  it('ends with "stop", and the step-up with it', async () => {
    const { say } = await talk();
    await say("what's my balance", '4821');
    const stopped = await say('stop');
    expect(stopped).toMatchObject({ ended: true, facade: [{ method: 'DELETE', status: 204 }] });
    expect((await say("what's my balance")).speech).toMatch(asksForPin);
  });

  it('ends by itself after two silences, and the step-up with it', async () => {
    const { say } = await talk();
    await say("what's my balance", '4821');
    expect((await say('')).speech).not.toBeNull();
    expect(await say('')).toMatchObject({
      ended: true,
      speech: null,
      facade: [{ method: 'DELETE', status: 204 }],
    });
    expect((await say("what's my balance")).speech).toMatch(asksForPin);
  });

  it('needs the PIN again five minutes later', async () => {
    const { say, stack } = await talk();
    await say("what's my balance", '4821');
    stack.moveClock(4 * 60_000);
    expect(statuses(await say('and savings?'))).toEqual([200]);
    stack.moveClock(5 * 60_000 + 1_000);
    expect((await say('and savings?')).speech).toMatch(asksForPin);
    expect((await say('4821')).speech).toMatch(/Rainy Day/);
  });

  it('needs the PIN again when another person speaks', async () => {
    const { say, device } = await talk(undefined, 'Nora');
    await say("what's my balance", '4821');
    device.speakAs('Somebody');
    expect((await say('and savings?')).speech).toMatch(asksForPin);
  });

  it('can be had in one breath', async () => {
    const { say } = await talk();
    expect((await say('Alexa, ask Sotto Voce how much I spent last week')).speech).toMatch(asksForPin);
    expect((await say('double oh one two')).facade).toMatchObject([{ status: 403 }]);
  });
});

describe('a line', () => {
  it('is heard by nobody else', async () => {
    const { stack } = await talk();
    const talks = Array.from({ length: 8 }, () => talkOn(stack));
    await Promise.all(talks.map(({ say }) => say("what's my balance")));
    // One after the other: the bank never checks more PINs at once than would lock the link.
    for (const { say } of talks) expect(statuses(await say('4821'))).toEqual([200, 200]);
    const answered = await Promise.all(talks.map(({ say }) => say('and savings?')));
    for (const turn of answered) expect(statuses(turn)).toEqual([200]);
  });

  it('can be unlinked: the platform sends no token, and the bank is not asked', async () => {
    const { say, line } = await talk();
    await line.account.setToken('none');
    const turn = await say("what's my balance");
    expect(turn.facade).toEqual([]);
    expect(turn.response?.response.card?.type).toBe('LinkAccount');
    await line.account.setToken('valid');
    expect((await say("what's my balance")).speech).toMatch(asksForPin);
  });

  it('can lead to a bank that is down', async () => {
    const { say, line } = await talk();
    await say("what's my balance", '4821');
    line.setCarrier(() => Promise.reject(new TypeError('fetch failed')));
    const turn = await say('and savings?');
    expect(statuses(turn)).toEqual([null, null]);
    expect(turn.speech).not.toMatch(/\d/);
    line.setCarrier(null);
    expect(statuses(await say("what's my balance", '4821'))).toEqual([200, 200]);
  });

  it('can lead to a bank that says too much, of which nothing is passed on', async () => {
    const { say, line } = await talk();
    await say("what's my balance", '4821');
    line.setCarrier(async (input, init) => {
      const answer: unknown = await (await fetch(input, init)).json();
      return Response.json({ ...(answer as object), transactions: [{ merchant: 'CORNER BAKERY' }] });
    });
    const turn = await say('and savings?');
    expect(turn.facade[0]?.answer).toHaveProperty('transactions');
    expect(JSON.stringify(turn.response)).not.toContain('BAKERY');
    expect(turn.speech).not.toMatch(/\d/);
  });

  it('is gone when it is closed', async () => {
    const { device, line } = await talk();
    line.close();
    expect((await device.say('help')).findings.join()).toContain('HTTP status 404');
  });
});

describe('the clock', () => {
  it('is the one of bank and skill: "last month" is of the day that was given', async () => {
    const stack = await startStack({
      dataDir: await folders.empty(),
      today: '2025-03-15',
      customer: 'demo',
      locale: 'en-US',
    });
    open.push(stack);
    expect(stack.today()).toBe('2025-03-15');
    expect(stack.seeded).toBe(true);
    const { say } = talkOn(stack);
    await say('how much did I spend last month', '4821');
    const turn = await say('how much did I spend last month');
    expect(turn.facade).toMatchObject([
      {
        question: { window: { from: '2025-02-01', through: '2025-02-28' } },
        status: 200,
        answer: { asOf: expect.stringMatching(/^2025-03-15T12:0/) as string },
      },
    ]);
  });

  it('is moved by days', async () => {
    const { stack } = await talk();
    stack.moveClock(24 * 3_600_000);
    expect(stack.today()).toBe('2026-11-24');
  });
});

describe('a start that fails', () => {
  const options = { today, customer: 'demo', locale: 'en-US' };

  it('names customers that exist', async () => {
    const dataDir = await folders.seeded();
    const start = startStack({ ...options, dataDir, customer: 'nobody' });
    await expect(start).rejects.toThrow(StackError);
    await expect(start).rejects.toMatchObject({
      problem: 'unknown_customer',
      message: expect.stringContaining('demo') as string,
    });
  });

  it('says what to do about a damaged folder', async () => {
    const dataDir = await folders.seeded();
    for (const file of await readdir(dataDir)) {
      if (file.startsWith('bank.sqlite'))
        await writeFile(join(dataDir, file), 'this is no database'.repeat(500));
    }
    await expect(startStack({ ...options, dataDir })).rejects.toMatchObject({ problem: 'unusable_data' });
  });

  it('says what to do about settings that are wrong', async () => {
    const dataDir = await folders.empty();
    const env = { SOTTOVOCE_TIME_ZONE: 'Mars/Olympus' };
    await expect(startStack({ ...options, dataDir, env })).rejects.toMatchObject({
      problem: 'wrong_settings',
      message: expect.stringContaining('SOTTOVOCE_TIME_ZONE') as string,
    });
  });

  it('leaves the folder to the next start, and no token in it', async () => {
    const dataDir = await folders.seeded();
    await expect(startStack({ ...options, dataDir, customer: 'nobody' })).rejects.toThrow();
    const { say } = await talk(dataDir);
    expect((await say("what's my balance")).speech).toMatch(asksForPin);
  });
});

/** Account linking over the real bank and the real skill, without a browser. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDevice, type Device } from '../../src/simulator/device.ts';
import type { Language } from '../../src/simulator/language.ts';
import { Browser } from '../../src/simulator/linking/browser.ts';
import { linkHeadless, LinkingRefused } from '../../src/simulator/linking/link-headless.ts';
import { tokenStates, type TokenState } from '../../src/simulator/linking/token-state.ts';
import type { SkillLine } from '../../src/simulator/skill-endpoint.ts';
import { startStack, type Stack } from '../../src/simulator/stack.ts';
import type { TurnRecord } from '../../src/simulator/turn-record.ts';
import { makeDataFolders, today, type DataFolders } from './data-folder.ts';
import { trainedEnglish } from './trained.ts';

let folders: DataFolders;
let language: Language;
let stack: Stack;
let line: SkillLine;
let device: Device;

beforeAll(async () => {
  language = trainedEnglish();
  folders = await makeDataFolders();
});
beforeEach(async () => {
  stack = await startStack({ dataDir: await folders.seeded(), today, customer: 'demo', locale: 'en-US' });
  line = stack.connect();
  device = createDevice({ skill: line, language });
});
afterEach(() => stack.close());
afterAll(() => folders.remove());

async function say(...utterances: [string, ...string[]]): Promise<TurnRecord> {
  let turn: TurnRecord | undefined;
  for (const utterance of utterances) {
    turn = await device.say(utterance);
    expect(turn.findings, utterance).toEqual([]);
  }
  if (turn === undefined) throw new Error('nothing said');
  return turn;
}

const alerts = 'do I have any fraud alerts';
const statuses = (turn: TurnRecord) => turn.facade.map(({ status }) => status);
const cardOf = (turn: TurnRecord) => turn.response?.response.card?.type ?? null;

const demo = () => {
  if (stack.demo === null) throw new Error('not the demo household');
  return stack.demo;
};
const link = async () => {
  const returned = await linkHeadless(line.account.beginLinking().url, demo());
  expect(await line.account.finishLinking(returned)).toBe('linked');
  return returned;
};

describe('what the platform holds, and what comes of it', () => {
  it.each<[TokenState, number[], 'LinkAccount' | null]>([
    ['valid', [200], null],
    ['none', [], 'LinkAccount'],
    ['expired', [401], 'LinkAccount'],
    ['revoked', [401], 'LinkAccount'],
    ['wrong-audience', [401], 'LinkAccount'],
    ['wrong-scope', [401], 'LinkAccount'],
  ])('%s: the bank answers %j, the card is %s', async (token, expected, card) => {
    expect(await line.account.setToken(token)).toBe(true);
    expect(line.account.tokenState).toBe(token);
    const turn = await say(alerts);
    expect([statuses(turn), cardOf(turn)]).toEqual([expected, card]);
    expect(await line.account.setToken('valid')).toBe(true);
    expect(cardOf(await say(alerts))).toBe(null);
  });

  it.each(tokenStates.filter(state => state !== 'valid'))(
    '%s in mid-session, after the PIN, ends the answers',
    async token => {
      await say("what's my balance", '4821');
      await line.account.setToken(token);
      const turn = await say('and savings?');
      expect(cardOf(turn)).toBe('LinkAccount');
      expect(turn.speech).not.toMatch(/\d/);
    },
  );

  it('leaves what the customer agreed to as it was', async () => {
    for (const token of tokenStates) await line.account.setToken(token);
    await line.account.setToken('valid');
    expect((await say("what's my balance", '4821')).speech).toMatch(/Everyday.*Rainy Day.*Juniper Card/);
  });
});

describe('linking on the pages of the bank', () => {
  it('brings a token that answers after the PIN; other lines of the platform go on', async () => {
    const other = createDevice({ skill: stack.connect(), language });
    await line.account.setToken('none');
    expect(cardOf(await say("what's my balance"))).toBe('LinkAccount');
    await link();
    expect(statuses(await say("what's my balance", '4821'))).toEqual([200, 200]);
    expect(statuses(await other.say(alerts))).toEqual([200]);
  });

  it('begins with PKCE (S256), the client id, one redirect URI and an unguessable state', () => {
    const { url, state } = line.account.beginLinking();
    const { origin, searchParams } = new URL(url);
    expect(origin).toBe(stack.bankUrl);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: 'alexa',
      redirect_uri: 'http://127.0.0.1/link/return',
      scope: 'ask',
      state,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
    expect(line.account.beginLinking().state).not.toBe(state);
  });

  it('brings a token that is refreshed when it has expired, and not before', async () => {
    await link();
    const first = line.accessToken;
    stack.moveClock(14 * 60_000);
    await say(alerts);
    expect(line.accessToken).toBe(first);
    stack.moveClock(2 * 60_000);
    expect(statuses(await say(alerts))).toEqual([200]);
    expect(line.accessToken).not.toBe(first);
  });

  it('that is revoked ends in mid-session, and cannot be refreshed', async () => {
    await link();
    const token = line.accessToken;
    expect(statuses(await say(alerts))).toEqual([200]);
    await line.account.setToken('revoked');
    expect(line.accessToken).toBe(token);
    expect(statuses(await say(alerts))).toEqual([401]);
    stack.moveClock(20 * 60_000);
    expect(cardOf(await say(alerts))).toBe('LinkAccount');
  });

  it('is taken back by voice: then only linking again helps, and it does', async () => {
    await link();
    await say('stop sharing with Alexa', 'yes');
    await line.account.linkEnded();
    expect(line.account.tokenState).toBe('revoked');
    expect(stack.connect().account.tokenState).toBe('none');
    const refused = await say(alerts);
    expect([statuses(refused), cardOf(refused)]).toEqual([[401], 'LinkAccount']);
    for (const token of tokenStates.filter(state => state !== 'none')) {
      expect(await line.account.setToken(token), token).toBe(false);
      expect(line.account.tokenState).toBe('none');
    }
    await link();
    expect(statuses(await say("what's my balance", '4821'))).toEqual([200, 200]);
  });

  it('that was taken back while the platform slept is dropped when it is refreshed', async () => {
    await link();
    await say('stop sharing with Alexa', 'yes');
    stack.moveClock(20 * 60_000);
    const turn = await say(alerts);
    expect([statuses(turn), line.account.tokenState]).toEqual([[], 'none']);
  });

  it('can be declined', async () => {
    const browser = new Browser(stack.bankUrl);
    const page = await browser.get(line.account.beginLinking().url);
    const form = page.forms.find(({ action }) => action.endsWith('/decline'));
    if (form === undefined) throw new Error('no way to decline');
    const { leftFor } = await browser.submit(
      page,
      form,
      form.fields.map(({ name, value }): [string, string] => [name, value]),
    );
    const { state = '', error } = Object.fromEntries(leftFor?.searchParams ?? []);
    expect(await line.account.finishLinking({ state, error })).toBe('declined');
    expect(statuses(await say(alerts))).toEqual([200]);
  });

  it('fails with a code that is not of this linking, used up, or nobody’s', async () => {
    const returned = await link();
    expect(await line.account.finishLinking(returned)).toBe('failed');
    const { state } = line.account.beginLinking();
    expect(await line.account.finishLinking({ ...returned, state: 'another' })).toBe('failed');
    expect(await line.account.finishLinking({ ...returned, state })).toBe('failed');
    expect(await line.account.finishLinking({ state: line.account.beginLinking().state })).toBe('failed');
  });

  it('says what the bank objects to', async () => {
    const start = line.account.beginLinking().url;
    const refused = linkHeadless(start, { ...demo(), password: 'not hers' });
    await expect(refused).rejects.toThrow(LinkingRefused);
    await expect(refused).rejects.toThrow(/^The bank does not link: .*password/i);
  });
});

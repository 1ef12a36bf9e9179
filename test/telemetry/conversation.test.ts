/** What is exported of whole conversations: where each turn went, and nothing of what was said in it. */
import { randomBytes } from 'node:crypto';
import type { ResponseEnvelope } from 'ask-sdk-model';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createBank } from '../../src/bank/bank.ts';
import { openDatabase } from '../../src/bank/database/database.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import { both as bothAtBank, jsonLinesLog } from '../../src/bank/log.ts';
import { choosePin } from '../../src/bank/step-up/choose-pin.ts';
import { bankTerms, measureBank, tellOfStatements } from '../../src/bank/telemetry.ts';
import { readEnvelope } from '../../src/channels/alexa/envelope.ts';
import { readConfig } from '../../src/config.ts';
import { consentClasses } from '../../src/facade/contract.ts';
import { both, createLog } from '../../src/log.ts';
import { createSkillIdentity } from '../../src/simulator/skill-identity.ts';
import { measureSkill } from '../../src/skill-metrics.ts';
import { skillTerms } from '../../src/skill-terms.ts';
import { createAlexaSkill } from '../../src/skill.ts';
import type { Terms } from '../../src/telemetry/port.ts';
import { intent, launch, nowMs, sessionEnded, skillId } from '../channels/alexa/requests.ts';
import { customerId, insertHousehold, platform } from '../bank/household.ts';
import { exportToMemory } from './exported.ts';

const pin = '7302';
const wrongPin = '6194';
const name = 'Canarina Featherstone';
const nickname = 'Songbird Fund';
const merchant = 'Magpie & Daughters';
const token = 'canary-token-canary-token-canary';

type Finished = Awaited<ReturnType<ReturnType<typeof exportToMemory>['finish']>>;
let skill: Finished;
let bank: Finished;
/** What was said and shown, and what crossed the wall. */
const content: string[] = [];
const skillLines: string[] = [];
const bankLines: string[] = [];

beforeAll(async () => {
  const [atSkill, atBank] = [exportToMemory(skillTerms), exportToMemory(bankTerms)];
  const database = await openDatabase(
    { kind: 'sqlite', file: ':memory:' },
    'migrate',
    tellOfStatements(atBank.telemetry),
  );
  await insertHousehold(database.kysely);
  await database.kysely.updateTable('customer').set({ name }).execute();
  await database.kysely.updateTable('account').set({ nickname }).execute();
  await database.kysely.updateTable('ledger_transaction').set({ merchant, description: merchant }).execute();
  const linkage = { customerId, platform, now: nowMs, random: randomBytes };
  const consent = {
    questions: consentClasses,
    precision: { totals: 'about', balances: 'exact' },
    validForMs: 86_400_000,
  } as const;
  await createLink(database.kysely, { ...linkage, consent });
  const pepper = Buffer.from('the pepper of the canaries');
  const cost = { memory: 8, passes: 1, parallelism: 1 };
  await choosePin(database.kysely, { customerId, pin, pepper, now: nowMs, random: randomBytes, cost });
  const accessToken = await issueAccessToken(database.kysely, { ...linkage, ttlMs: 86_400_000 });
  if (accessToken === null) throw new Error('not linked');

  const identity = createSkillIdentity(platform);
  const listening = await createBank({
    database: database.kysely,
    pinPepper: pepper,
    timeZone: 'America/New_York',
    now: () => nowMs,
    random: randomBytes,
    budget: { answersPerDay: 60, fundsPerDay: 0 },
    log: bothAtBank(
      jsonLinesLog(
        line => bankLines.push(line),
        () => nowMs,
      ),
      measureBank(atBank.telemetry),
    ),
    telemetry: atBank.telemetry,
    clients: { known: [identity.client], audience: null },
  }).listen({ host: '127.0.0.1', port: 0 });

  const log = both(
    createLog(
      line => skillLines.push(line),
      () => nowMs,
    ),
    measureSkill(atSkill.telemetry),
  );
  const config = readConfig({
    ...identity.environment,
    SOTTOVOCE_FACADE_URL: listening.url,
    SOTTOVOCE_ALEXA_SKILL_ID: skillId,
  });
  const handle = createAlexaSkill({ config, log, now: () => nowMs, telemetry: atSkill.telemetry });

  let attributes: unknown = {};
  const say = async (make: (changes: Parameters<typeof launch>[0]) => unknown, as = accessToken) => {
    const asked = make({ accessToken: as, attributes });
    const envelope = readEnvelope(asked);
    const handled = envelope === null ? null : await handle(envelope);
    if (handled?.ok !== true) throw new Error('refused');
    const response: ResponseEnvelope = handled.response;
    attributes = response.sessionAttributes ?? {};
    content.push(JSON.stringify(asked), JSON.stringify(response));
  };
  await say(launch);
  await say(changes => intent('BalanceIntent', {}, changes));
  await say(changes => intent('PinIntent', { pin: wrongPin }, changes));
  await say(changes => intent('PinIntent', { pin }, changes));
  await say(changes => intent('SpendingIntent', { date: '2026-02' }, changes));
  await say(changes => intent('BillIntent', {}, changes));
  await say(changes => intent('FundsIntent', { amount: '250' }, changes));
  await say(changes => intent(`tell ${name} that it is ${pin}`, {}, changes));
  await say(changes => intent('BalanceIntent', {}, changes), token);
  await say(changes => sessionEnded('USER_INITIATED', changes));

  // What no skill of ours sends.
  for (const [path, headers] of [
    [`/v1/answers/${pin}`, { traceparent: `00-${pin}` }],
    [`/${name}`, { authorization: `Bearer ${token}` }],
    ['/v1/answers/balance', { 'client-assertion': token, tracestate: `pin=${pin}` }],
  ] as const) {
    await (await fetch(`${listening.url}${encodeURI(path)}`, { method: 'POST', headers })).text();
  }
  await listening.close();
  await database.close();
  [skill, bank] = await Promise.all([atSkill.finish(), atBank.finish()]);
});
afterAll(() => {
  content.length = 0;
});

const listed = (values: readonly string[] | 'small number' = []): readonly string[] =>
  values === 'small number' ? [] : values;

/** Every text that the terms let out. */
const closedTexts = ({ service, spans, attributes, metrics }: Terms): ReadonlySet<string> =>
  new Set([
    service,
    ...Object.entries(spans).flatMap(([span, { named }]) =>
      [...listed(attributes[named]?.values), 'other'].flatMap(value => [span, `${span} ${value}`]),
    ),
    ...Object.values(attributes).flatMap(({ key, values }) => [key, 'other', ...listed(values)]),
    ...Object.entries(metrics).flatMap(([metric, { about }]) => [metric, about]),
  ]);

/** What OpenTelemetry itself puts into an export: its own field names and enumerations. */
const ofOpenTelemetry = new Set(
  'name attributes events links status code instrumentationScope version schemaUrl resource scope service.name service.instance.id sottovoce description unit ms type valueType advice explicitBucketBoundaries COUNTER HISTOGRAM OBSERVABLE_GAUGE'.split(
    ' ',
  ),
);

describe.each([
  ['the skill', () => skill, skillTerms as Terms],
  ['the bank', () => bank, bankTerms as Terms],
])('what %s exports of conversations', (_name, finished, terms) => {
  it('holds no text that its terms do not have', () => {
    const closed = closedTexts(terms);
    const { texts } = finished();
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter(text => text !== '' && !closed.has(text) && !ofOpenTelemetry.has(text))).toEqual([]);
  });

  it('holds no PIN, token, name or amount', () => {
    const texts = finished().texts.join('\n');
    const amounts = content.join('\n').match(/\d[\d,]*\.\d{2}|\d{1,3}(?:,\d{3})+/g) ?? [];
    expect(amounts.length).toBeGreaterThan(0);
    for (const secret of [pin, wrongPin, token, name, nickname, merchant, 'Featherstone', '250', ...amounts])
      expect(texts).not.toContain(secret);
  });

  it('holds no number but statuses of HTTP', () => {
    const numbers = finished().spans.flatMap(({ attributes }) =>
      Object.entries(attributes).filter(([, value]) => typeof value === 'number'),
    );
    for (const [key, value] of numbers) {
      expect(key).toBe('http.response.status_code');
      expect(value).toSatisfy((status: number) => status >= 200 && status < 600);
    }
  });

  it('tells of no error more than that it was one', () => {
    for (const { events, links, status } of finished().spans) {
      expect([events, links, status.message]).toEqual([[], [], undefined]);
    }
  });
});

describe('a turn', () => {
  const named = (of: Finished, span: string) => of.spans.filter(({ name: known }) => known === span);

  it('is followed from the skill through the bank to its database', () => {
    const [turn] = named(skill, 'turn BillIntent');
    const trace = turn?.spanContext().traceId;
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
    const inTrace = [...skill.spans, ...bank.spans].filter(span => span.spanContext().traceId === trace);
    const parentOf = (span: (typeof inTrace)[number] | undefined) =>
      inTrace.find(other => other.spanContext().spanId === span?.parentSpanContext?.spanId)?.name ?? null;
    const one = (span: string) => inTrace.find(({ name: known }) => known === span);
    expect(parentOf(one('turn BillIntent'))).toBeNull();
    expect(parentOf(one('facade bill'))).toBe('turn BillIntent');
    expect(parentOf(one('request answer'))).toBe('facade bill');
    expect(parentOf(one('step computeAnswer'))).toBe('request answer');
    expect(new Set(inTrace.filter(({ name: known }) => known === 'database select').map(parentOf))).toContain(
      'step computeAnswer',
    );
    expect(
      inTrace.filter(({ name: known }) => known.startsWith('step ')).map(({ name: known }) => known),
    ).toEqual(bankTerms.attributes.step.values.map(step => `step ${step}`));
  });

  it('is found in both logs by the same trace', () => {
    const parse = (lines: readonly string[]) =>
      lines.map(line => JSON.parse(line) as Record<string, unknown>);
    const turns = parse(skillLines).filter(({ event }) => event === 'turn');
    const requests = parse(bankLines).filter(({ event }) => event === 'request');
    const bill = turns.find(turn => turn.intent === 'BillIntent');
    expect(requests.filter(({ trace }) => trace === bill?.trace)).toMatchObject([
      { operation: 'answer', question: 'bill', code: 'ok', level: 'info' },
    ]);
    expect(new Set(turns.map(({ trace }) => trace)).size).toBe(turns.length);
    expect(new Set(turns.map(({ request }) => request)).size).toBe(turns.length);
  });
});

test('the logs of all this hold no more than that', () => {
  // The name of a trace is random, and may hold any four digits.
  const lines = [...skillLines, ...bankLines].join('\n').replaceAll(/"trace":"[0-9a-f]{32}"/g, '');
  for (const secret of [pin, wrongPin, token, name, nickname, merchant, 'Featherstone', '"250"'])
    expect(lines).not.toContain(secret);
});

describe('metrics', () => {
  const countOf = (of: Finished, metric: string, attributes: Record<string, string>): number =>
    of.series
      .filter(
        one =>
          one.metric === metric &&
          Object.entries(attributes).every(([key, value]) => one.attributes[key] === value),
      )
      .reduce((sum, { value }) => sum + value, 0);

  it('count turns by what came of them, and measure their calls', () => {
    expect(countOf(skill, 'sottovoce.turns', {})).toBe(10);
    expect(countOf(skill, 'sottovoce.turns', { 'sottovoce.code': 'step_up_refused' })).toBe(1);
    expect(countOf(skill, 'sottovoce.turns', { 'sottovoce.code': 'not_linked' })).toBe(1);
    expect(countOf(skill, 'sottovoce.turn.duration', {})).toBe(10);
    expect(countOf(skill, 'sottovoce.facade.duration', { 'sottovoce.call': 'step-up' })).toBe(2);
  });

  it('tell who refused: the wrong PIN, the budget of the day, the skill that nobody knows', () => {
    const refusals = (by: string) => countOf(bank, 'sottovoce.bank.refusals', { 'sottovoce.refused_by': by });
    expect(refusals('checkFactor')).toBe(1);
    expect(refusals('chargeBudget')).toBe(1);
    expect(refusals('checkStepUp')).toBe(1);
    expect(countOf(bank, 'sottovoce.bank.refusals', { 'sottovoce.code': 'invalid_client' })).toBe(2);
  });

  it('count what disclosure control told, moved and refused', () => {
    const decided = (decision: string) =>
      countOf(bank, 'sottovoce.bank.disclosures', { 'sottovoce.decision': decision });
    expect([decided('told'), decided('moved'), decided('refused')]).toEqual([2, 0, 1]);
  });

  it('measure requests and statements', () => {
    expect(countOf(bank, 'sottovoce.bank.request.duration', {})).toBe(
      bankLines.filter(line => line.includes('"request"')).length,
    );
    expect(
      countOf(bank, 'sottovoce.bank.database.duration', { 'db.operation.name': 'insert' }),
    ).toBeGreaterThan(0);
  });
});

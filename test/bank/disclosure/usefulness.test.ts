/**
 * What people hear of it: a thousand ordinary questions of twenty households, over a season and in the order in which the
 * days go by. Most of them get an answer, and most of the answers are about the days that were asked about.
 */
import { describe, expect, it } from 'vitest';
import * as intents from '../../../intents/index.ts';
import { replies } from '../../../models/en-US.replies.ts';
import { accountsOf } from '../../../src/attack/scope.ts';
import { demoHousehold } from '../../../src/attack/demo-households.ts';
import { minutesPerDay } from '../../../src/attack/household.ts';
import { LedgerInMemory } from '../../../src/attack/ledger-in-memory.ts';
import { seededRandom } from '../../../src/bank/demo/seeded-random.ts';
import { dateOf, type Window } from '../../../src/bank/disclosure/day.ts';
import { closed } from '../../../src/bank/disclosure/ladder.ts';
import { daysOf, isAboutTotals, type TotalsQuestion } from '../../../src/bank/disclosure/totals.ts';
import { emptyMemory } from '../../../src/conversation/memory.ts';
import { pickSlots } from '../../../src/conversation/slots.ts';
import type { HeardSlot } from '../../../src/conversation/turn.ts';
import { loadLanguage, type Language } from '../../../src/simulator/language.ts';
import { loadUtterances } from '../../simulator/understand/tiers.ts';
import { createTeller } from './teller.ts';

const households = 20;
const questions = 1_000;
const days = 90;
/** Six in the evening, when people ask. */
const askedAt = 18 * 60;

/** How people ask about totals: which category, which time, on which account. In no order, each as often as it is here. */
const phrasings = [
  'how much did I spend this month',
  'how much have I spent this month',
  'how much did I spend last month',
  'what did I spend last week',
  'how much did I spend this week',
  'how much did I spend yesterday',
  'how much did I spend today',
  'how much did I spend in the last 30 days',
  'what have I spent so far this week',
  'how much did I spend on groceries this month',
  'how much did I spend on groceries last month',
  'how much did I spend on groceries last week',
  'what did I spend on eating out this month',
  'how much did I spend on dining last month',
  'how much did I spend on gas this month',
  'how much did I spend on transportation last month',
  'how much did I spend on shopping this month',
  'how much did I spend on utilities last month',
  'what did I spend on entertainment this month',
  'how much did I spend on travel this year',
  'how much did I spend on subscriptions last month',
  'how much did I spend on my credit card this month',
  'what are my recent transactions',
  'what are my latest transactions',
  'show me my recent activity',
  'what happened in my account this week',
  'what happened in my checking account this month',
  'what are my transactions since Monday',
  'what were my transactions yesterday',
  'what are my transactions today',
  'what is the activity on my credit card',
  'how much money came in this month',
  'how much came in last month',
  'did I get paid this month',
  'how much did I earn last month',
];

const bySpokenName = new Map(
  Object.values(intents).flatMap(intent => intent.names.map(name => [name, intent])),
);

/** The question of an utterance on a day; null where it is none about totals. */
function questionIn(utterance: string, today: string, { understand }: Language): TotalsQuestion | null {
  const understood = understand(utterance, { today, timeZone: 'America/New_York', expecting: null });
  const intent = bySpokenName.get(understood.intent);
  if (intent === undefined) return null;
  const heard: Record<string, HeardSlot> = {};
  for (const { name, value, resolutions } of Object.values(understood.slots)) {
    heard[name] = { value, id: resolutions?.values[0]?.id ?? null };
  }
  const move = intent.hear(pickSlots(heard, intent.slots), {
    memory: emptyMemory,
    linked: true,
    today,
    bankName: 'your bank',
    fraudLine: null,
    say: replies,
  });
  return move.kind === 'ask' && isAboutTotals(move.question) ? move.question : null;
}

interface Season {
  readonly answered: number;
  /** By answer, by how many days its window begins and ends elsewhere than the one asked for, as far as that is over. */
  readonly movedDays: readonly number[];
  /** Of the answers, how many are about none of the days asked about. */
  readonly elsewhere: number;
}

/** Asks of all households, day by day, in turn. */
async function play(utterances: readonly string[], language: Language): Promise<Season> {
  const homes = Array.from({ length: households }, (_, index) => {
    const household = demoHousehold('useful', index, days);
    const ledger = new LedgerInMemory(household);
    const now = { at: 0 };
    return { household, ledger, now, teller: createTeller(window => ledger.reader(now.at)(window)) };
  });
  const movedDays: number[] = [];
  let [asked, answered, elsewhere] = [0, 0, 0];
  for (let count = 0; asked < questions; count += 1) {
    const home = homes[seededRandom('useful', 'who', String(count)).between(0, households - 1)];
    const said = utterances[seededRandom('useful', 'what', String(count)).between(0, utterances.length - 1)];
    if (home === undefined || said === undefined) throw new Error('there is nobody, or nothing to say');
    const { household, ledger, now, teller } = home;
    const day = household.period.from + Math.floor((asked * days) / questions);
    const question = questionIn(said, dateOf(day), language);
    if (question === null) continue;
    asked += 1;
    now.at = day * minutesPerDay + askedAt;
    const { account, ...everywhere } = question;
    // A category is told of all accounts.
    const isWidened = 'category' in question && question.category !== undefined;
    const closedUntil = ledger.closedUntil(now.at);
    const accountIds = accountsOf(household, isWidened ? undefined : account);
    const decided = await teller.ask(isWidened ? everywhere : question, accountIds, closedUntil);
    if (decided === null) continue;
    answered += 1;
    const wanted = closed(daysOf(question.window), closedUntil);
    movedDays.push(distance(wanted, decided.window));
    if (decided.window.until <= wanted.from || wanted.until <= decided.window.from) elsewhere += 1;
  }
  return { answered, movedDays: movedDays.toSorted((one, other) => one - other), elsewhere };
}

const distance = (one: Window, other: Window): number =>
  Math.abs(one.from - other.from) + Math.abs(one.until - other.until);

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

function inWords({ answered, movedDays, elsewhere }: Season): string {
  const moved = movedDays.filter(days => days > 0);
  return `${answered} of ${questions} answered, ${moved.length} of other days than asked: by ${at(moved, 0.5)} days (median), ${at(moved, 0.9)} (90th percentile); over all answers ${at(movedDays, 0.5)} and ${at(movedDays, 0.9)}; ${elsewhere} of none of the days asked about`;
}

function expectUseful({ answered, movedDays, elsewhere }: Season): void {
  expect(answered).toBeGreaterThanOrEqual(0.98 * questions);
  expect(answered - elsewhere).toBeGreaterThanOrEqual(0.92 * questions);
  expect(at(movedDays, 0.5)).toBeLessThanOrEqual(5);
}

describe('of 1,000 ordinary questions about totals', () => {
  const language = loadLanguage('en-US');

  it(
    'nearly all get an answer about the days asked about, or near',
    { timeout: 60_000 },
    async ({ annotate }) => {
      const season = await play(phrasings, language);
      void annotate(inWords(season));
      expectUseful(season);
    },
  );

  const utterances = loadUtterances()
    ?.filter(({ expect }) => expect === 'RecentTransactions' || expect === 'SpendingSummary')
    .map(({ text }) => text);
  it.skipIf(utterances === undefined)(
    'so do those that people really ask (../shared/data/utterances)',
    { timeout: 60_000 },
    async ({ annotate }) => {
      const season = await play(utterances ?? [], language);
      void annotate(inWords(season));
      expectUseful(season);
    },
  );
});

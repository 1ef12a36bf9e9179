/**
 * What we say in American English, as a good bank teller would put it: short, plain, the figure first. Nothing is
 * decided here; the facts that come in have been chosen by an intent.
 */
import type { AsOf } from '../src/conversation/as-of.ts';
import type { NearDay } from '../src/conversation/near-day.ts';
import { type ComparedPeriod, type Period } from '../src/conversation/period-names.ts';
import { formatMoney } from '../src/conversation/money.ts';
import type {
  AccountStanding,
  Amount,
  BalanceFacts,
  BillStanding,
  Comparison,
  FundsFacts,
  Prompt,
  Replies,
  SharingFacts,
} from '../src/conversation/wording.ts';
import type {
  AccountKind,
  BalancePrecision,
  ConsentClass,
  FactorKind,
  Precision,
  Severity,
  SpendingCategory,
  StepUpChallenge,
} from '../src/facade/contract.ts';

const locale = 'en-US';

// ----------------------------------------------------------------------------------------------------- vocabulary

const categoryWords: Readonly<Record<SpendingCategory, string>> = {
  groceries: 'groceries',
  dining: 'dining out',
  transport: 'transportation',
  shopping: 'shopping',
  entertainment: 'entertainment',
  housing: 'housing',
  utilities: 'utilities',
  health: 'health care',
  travel: 'travel',
  insurance: 'insurance',
  subscriptions: 'subscriptions',
  education: 'education',
  cash: 'cash withdrawals',
  fees: 'bank fees',
  other: 'other things',
};

/** What is shared, as a part of "talk about". */
const classWords: Readonly<Record<ConsentClass, string>> = {
  balance: 'balances',
  funds: 'yes-or-no checks of funds',
  activity: 'recent activity',
  spending: 'spending',
  income: 'income',
  bill: 'card bill',
  alerts: 'alerts',
};

/** An answer that was given, as it is counted. */
const toldWords: Readonly<Record<ConsentClass, { readonly one: string; readonly many: string }>> = {
  balance: { one: 'balance', many: 'balances' },
  funds: { one: 'yes-or-no answer', many: 'yes-or-no answers' },
  activity: { one: 'activity summary', many: 'activity summaries' },
  spending: { one: 'spending total', many: 'spending totals' },
  income: { one: 'income total', many: 'income totals' },
  bill: { one: 'bill', many: 'bills' },
  alerts: { one: 'check for alerts', many: 'checks for alerts' },
};

/** Where an account stands in a sentence. */
const inAccount: Readonly<Record<AccountKind, string>> = {
  checking: 'In checking',
  savings: 'In savings',
  'credit-card': 'On your credit card',
};
const fromAccount: Readonly<Record<AccountKind, string>> = {
  checking: ' from checking',
  savings: ' from savings',
  'credit-card': ' with your credit card',
};
const intoAccount: Readonly<Record<AccountKind, string>> = {
  checking: ' into checking',
  savings: ' into savings',
  'credit-card': ' onto your credit card',
};

/** The first formatter of a process costs it more than the rest of a turn: each is made when something needs it. */
const lazily = <Made>(make: () => Made): (() => Made) => {
  let made: Made | undefined;
  return () => (made ??= make());
};

const smallNumbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const spell = (count: number): string => smallNumbers[count] ?? new Intl.NumberFormat(locale).format(count);

const payments = (count: number): string => (count === 1 ? 'a single payment' : `${spell(count)} payments`);
const deposits = (count: number): string => (count === 1 ? 'a single deposit' : `${spell(count)} deposits`);

const list = lazily(() => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** Rounded to nothing is not nothing. */
const money = ({ amountMinor, currency, precision }: Amount): string => {
  const figure = formatMoney(locale, amountMinor, currency);
  if (precision === 'exact') return figure;
  return amountMinor === 0 ? 'a very small amount' : `about ${figure}`;
};

const capitalize = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

// ---------------------------------------------------------------------------------------------------------- dates

const format = (options: Intl.DateTimeFormatOptions): ((date: string) => string) => {
  const formatter = lazily(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));
  return date => formatter().format(new Date(`${date}T00:00:00Z`));
};
const dayAndWeekday = format({ weekday: 'long', month: 'long', day: 'numeric' });
const dayOfYear = format({ month: 'long', day: 'numeric' });
const dayWithYear = format({ month: 'long', day: 'numeric', year: 'numeric' });
const weekday = format({ weekday: 'long' });
const month = format({ month: 'long' });
const monthWithYear = format({ month: 'long', year: 'numeric' });

/** A weekday helps to place a day of this year; further back the year does. */
const sayDay = (date: string, sameYear: boolean): string => (sameYear ? dayAndWeekday : dayWithYear)(date);
const sayPlainDay = (date: string, sameYear: boolean): string => (sameYear ? dayOfYear : dayWithYear)(date);
const sayMonth = (date: string, sameYear: boolean): string => (sameYear ? month : monthWithYear)(date);

/** A period as part of a sentence: "in October", "this month so far". */
const during = (period: Period): string => {
  switch (period.kind) {
    case 'today':
      return 'today';
    case 'yesterday':
      return 'yesterday';
    case 'since-yesterday':
      return 'since yesterday';
    case 'day':
      return `on ${sayDay(period.date, period.sameYear)}`;
    case 'so-far':
      return `this ${period.of} so far`;
    case 'so-far-through':
      return `this ${period.of}, through ${period.through === null ? 'yesterday' : sayDay(period.through, true)}`;
    case 'through-yesterday':
      return `from ${sayDay(period.from, period.sameYear)} through yesterday`;
    case 'month':
      return `in ${sayMonth(period.firstDay, period.sameYear)}`;
    case 'year':
      return `in ${period.year}`;
    case 'last-days':
      return `in the last ${spell(period.count)} days`;
    case 'since':
      return `since ${sayDay(period.from, period.sameYear)}`;
    case 'months':
      return `from ${sayMonth(period.from, period.sameYear)} through ${sayMonth(period.through, period.sameYear)}`;
    case 'weekend':
      return `over the weekend to ${sayDay(period.through, period.sameYear)}`;
    case 'seven-days':
      return `in the seven days to ${sayDay(period.through, period.sameYear)}`;
    case 'range':
      return `from ${sayPlainDay(period.from, period.sameYear)} through ${sayPlainDay(period.through, period.sameYear)}`;
  }
};

const duringCompared = (to: ComparedPeriod): string => {
  switch (to.kind) {
    case 'period':
      return during(to.period);
    case 'same-days-of-month':
      return `at this point in ${sayMonth(to.firstDay, to.sameYear)}`;
    case 'days-before':
      return `in the ${spell(to.count)} days before`;
  }
};

// -------------------------------------------------------------------------------------------------------- answers

/** Each day once, before all that is told of it. */
const sayBalance = (facts: readonly BalanceFacts[]): string =>
  facts
    .map(({ asOf, accounts }) => {
      const standings = sayStandings(accounts);
      return asOf === null ? capitalize(standings) : `${sayAsOf(asOf)}, ${standings}`;
    })
    .join(' ');

const sayAsOf = (asOf: AsOf): string => {
  switch (asOf.kind) {
    case 'yesterday':
      return 'As of yesterday';
    case 'weekday':
      return `As of ${weekday(asOf.date)}`;
    case 'day':
      return `As of ${sayPlainDay(asOf.date, asOf.sameYear)}`;
  }
};

/**
 * Accounts that hold money share a sentence, then those that owe; the others have one each. The first one begins in the
 * middle of a sentence.
 */
const sayStandings = (accounts: readonly AccountStanding[]): string => {
  const holding = accounts.filter(account => account.standing.startsWith('holds'));
  const owing = accounts.filter(account => account.standing === 'owes');
  const others = accounts.filter(account => !holding.includes(account) && !owing.includes(account));
  const sentences = [
    ...(holding.length > 0 ? [`you have ${list().format(holding.map(sayHolding))}.`] : []),
    ...others.map(sayOther),
    ...(owing.length > 0 ? [`you owe ${list().format(owing.map(sayOwing))}.`] : []),
    ...accounts.flatMap(({ note }) => (note === null ? [] : [sayNote(note)])),
  ];
  return sentences.map((sentence, index) => (index === 0 ? sentence : capitalize(sentence))).join(' ');
};

const sayHolding = ({ nickname, standing, amount }: AccountStanding): string =>
  `${money(amount)}${standing === 'holds-available' ? ' available' : ''} in ${nickname}`;

const sayOwing = ({ nickname, amount }: AccountStanding): string => `${money(amount)} on ${nickname}`;

const sayOther = ({ nickname, standing, amount }: AccountStanding): string => {
  switch (standing) {
    case 'overdrawn':
      return `${nickname} is overdrawn by ${money(amount)}.`;
    case 'in-credit':
      return `you have a credit of ${money(amount)} on ${nickname}.`;
    case 'owes-nothing':
      return amount.precision === 'about'
        ? `you owe next to nothing on ${nickname}.`
        : `you owe nothing on ${nickname}.`;
    default:
      return amount.precision === 'about'
        ? `there's next to nothing in ${nickname}.`
        : `there's nothing in ${nickname}.`;
  }
};

const sayNote = ({ kind, amount }: NonNullable<AccountStanding['note']>): string =>
  kind === 'booked'
    ? `The balance before pending items is ${money(amount)}.`
    : `You still have ${money(amount)} to spend on it.`;

/** Exactly what was compared is said, and that it was something else than was asked about. */
const sayFunds = ({ nickname, isCard, asked, compared, outcome, asOf }: FundsFacts): string => {
  const where = isCard ? ` left to spend on ${nickname}` : ` in ${nickname}`;
  const have = asOf === null ? 'you have' : 'you had';
  const some = `${money(compared.amount)}${where}`;
  const sentences = {
    'as-asked': {
      yes: `yes, ${have} at least ${some}.`,
      no: `no, ${have} less than ${some}.`,
      unsure: `no, I can't confirm ${some}.`,
    },
    more: {
      yes: `yes. I check in round amounts, and ${have} at least ${some}.`,
      no: `I check in round amounts, and ${have} less than ${some}. You may still have ${money(asked)}: your balance would tell.`,
      unsure: `I check in round amounts, and I can't confirm ${some}. You may still have ${money(asked)}: your balance would tell.`,
    },
    less: {
      yes: `I check up to ${money(compared.amount)}, and ${have} at least that${where}. For ${money(asked)}, your balance would tell.`,
      no: `no, ${have} less than ${some}.`,
      unsure: `no, I can't confirm even ${some}.`,
    },
  };
  const sentence = sentences[compared.kind][outcome];
  return asOf === null ? capitalize(sentence) : `${sayAsOf(asOf)}: ${sentence}`;
};

const sayNearDay = (on: NearDay): string =>
  on.kind === 'day' ? `on ${sayDay(on.date, on.sameYear)}` : on.kind;

const sayBill = ({ nickname, bill }: BillStanding): string => {
  const ofCard = nickname === null ? 'Your card bill' : `The bill for ${nickname}`;
  const onCard = nickname ?? 'your card';
  switch (bill.kind) {
    case 'none':
      return `I don't have a bill for ${onCard}. Your bank's app shows when the next one comes.`;
    case 'paid':
      return `${nickname === null ? 'Your last card bill' : `The last bill for ${nickname}`} is paid, so nothing is due right now.`;
    case 'nothing-due':
      return `Nothing is due on ${onCard} right now.`;
    case 'due':
      return `${ofCard} is due ${sayNearDay(bill.on)}${sayBillAmounts(bill.amounts)}`;
    case 'overdue':
      return `${ofCard} was due ${sayNearDay(bill.on)}, and your bank doesn't show it as paid yet${sayBillAmounts(bill.amounts)}`;
  }
};

const sayBillAmounts = (amounts: { balance: Amount; minimum: Amount | null } | null): string => {
  if (amounts === null) return ". For the amount, please look in your bank's app.";
  const { balance, minimum } = amounts;
  return minimum === null
    ? `: ${money(balance)}.`
    : `: ${money(balance)}, with a minimum of ${money(minimum)}.`;
};

const sayComparison = (comparison: Comparison): string => {
  const before = duringCompared(comparison.to);
  switch (comparison.kind) {
    case 'same':
      return `That's about the same as ${before}.`;
    case 'nothing-before':
      return `${capitalize(before)}, there was nothing.`;
    case 'more':
    case 'less':
      return `That's ${money(comparison.difference)} ${comparison.kind} than ${before}.`;
  }
};

const urgency: Readonly<
  Record<Severity, { readonly one: string; readonly many: string; readonly advice: string }>
> = {
  high: {
    one: "and it's urgent",
    many: 'and at least one is urgent',
    advice: 'Please call the number on the back of your card right away.',
  },
  medium: {
    one: 'and it needs your attention soon',
    many: 'and at least one needs your attention soon',
    advice: "Please open your bank's app today to review it.",
  },
  low: {
    one: 'nothing urgent',
    many: 'none of them urgent',
    advice: "You can review it in your bank's app when you have a moment.",
  },
};

const otherQuestion: Prompt = {
  speech: 'Anything else?',
  reprompt: 'You can ask me something else, or say stop. What would you like?',
};
const accountChoices = 'checking, savings, or your credit card';

const ordinals = ['first', 'second', 'third', 'fourth'] as const;

/** What the bank wants to hear, as the object of "please say". */
const wanted = (challenge: StepUpChallenge): string => {
  switch (challenge.kind) {
    case 'voice-pin':
      return 'your four-digit voice PIN';
    case 'pin-digits': {
      const [one, other] = challenge.positions.map(position => ordinals[position - 1]);
      return `the ${one} and the ${other} digit of your voice PIN`;
    }
    case 'one-time-code':
      return "the six-digit code from your bank's app";
  }
};

const resetByBank = "your bank's app or any branch can reset it.";

/** What differs between the things that are asked for in more than their name. */
const stepUpWords: Readonly<
  Record<
    FactorKind,
    {
      readonly notThatMany: (wanted: string) => Prompt;
      readonly tryAgain: (wanted: string) => string;
      readonly help: (wanted: string) => string;
    }
  >
> = {
  'voice-pin': {
    notThatMany: () => ({
      speech: "I didn't hear four digits. Please say your voice PIN again, one digit at a time.",
      reprompt: 'Please say the four digits of your voice PIN, or say never mind.',
    }),
    tryAgain: it => `Please say ${it} again. If it's locked, ${resetByBank}`,
    help: () =>
      `Your voice PIN is the four-digit code that you chose for asking by voice. It isn't your card's PIN. If you've forgotten it, ${resetByBank} Please say the four digits now, or say never mind.`,
  },
  'pin-digits': {
    notThatMany: it => ({
      speech: `I didn't hear two digits. Please say just ${it}.`,
      reprompt: `Please say just ${it}, or say never mind.`,
    }),
    tryAgain: it => `Please say ${it}. If it's locked, ${resetByBank}`,
    help: it =>
      `Your bank asks for two digits of your voice PIN, so that nobody nearby hears all four. It's the code that you chose for asking by voice, not your card's PIN. If you've forgotten it, ${resetByBank} Please say ${it} now, or say never mind.`,
  },
  'one-time-code': {
    notThatMany: () => ({
      speech: "I didn't hear six digits. Please say the code again, one digit at a time.",
      reprompt: "Please say the six digits of the code from your bank's app, or say never mind.",
    }),
    tryAgain: it => `Please say ${it}. A code works once, and for five minutes.`,
    help: it =>
      `Your bank's app shows a six-digit code for asking by voice. It works once, and for five minutes; after that, the app makes you a new one. Please say ${it} now, or say never mind.`,
  },
};

export const replies: Replies = {
  locale,
  currency: 'USD',

  welcome: ({ bankName }) => ({
    speech: `Welcome to ${bankName}. I can tell you about your balances, your spending, and what's come in. What would you like to know?`,
    reprompt: "You can say, for example, what's my balance. What would you like to know?",
  }),
  help: ({ bankName }) => ({
    speech:
      `I can answer questions about your money at ${bankName}. You can ask: what's my balance, how much did I spend on ` +
      'groceries last month, have I been paid this month, or, do I have any alerts. What would you like to know?',
    reprompt: "Try asking, what's my balance. What would you like to know?",
  }),
  helpCard: ({ bankName }) => ({
    title: bankName,
    text:
      'You can say:\n"What\'s my balance?"\n"What are my recent transactions?"\n' +
      '"How much did I spend on groceries last month?"\n"Have I been paid this month?"\n"When is my credit card bill due?"\n"Do I have any alerts?"\n' +
      '"What can you tell me?"\n"Stop sharing."',
  }),
  linkAccount: ({ bankName }) =>
    `Please link your account at ${bankName} first. I've sent a card to your assistant's app: open it, link your account, and then ask me again.`,
  goodbye: 'Goodbye.',
  notUnderstood: {
    speech:
      "I didn't catch that as a question about your money. I can tell you about your balances, your spending, and what's come in. What would you like to know?",
    reprompt: "You can say, for example, what's my balance. What would you like to know?",
  },

  anythingElse: otherQuestion,
  moved: {
    days: 'Those are the days I can add up without giving a single payment away.',
    accounts: "That's across all the accounts that you share with me.",
  },
  goAhead: { speech: 'Sure. What would you like to know?', reprompt: otherQuestion.reprompt },
  neverMind: { speech: 'Okay, never mind. Anything else?', reprompt: otherQuestion.reprompt },
  nothingToRepeat: {
    speech: "I haven't told you anything yet. What would you like to know?",
    reprompt: "You can say, for example, what's my balance. What would you like to know?",
  },

  pin: {
    ask: challenge => ({
      speech: `To answer that, please say ${wanted(challenge)}.`,
      reprompt: `Please say ${wanted(challenge)}, or say never mind.`,
    }),
    notThatMany: challenge => stepUpWords[challenge.kind].notThatMany(wanted(challenge)),
    refused: challenge => ({
      speech: `That didn't work. ${stepUpWords[challenge.kind].tryAgain(wanted(challenge))}`,
      reprompt: `Please say ${wanted(challenge)}, or say never mind.`,
    }),
    locked:
      "That didn't work. After three wrong tries in a row the voice PIN is locked. You can reset it in your bank's app or at any branch. Goodbye.",
    lockedCard: {
      title: 'Your voice PIN',
      text: "After three wrong tries in a row the voice PIN is locked. You can reset it in your bank's app or at any branch.",
    },
    help: challenge => ({
      speech: stepUpWords[challenge.kind].help(wanted(challenge)),
      reprompt: `Please say ${wanted(challenge)}, or say never mind.`,
    }),
    stillNeeded: challenge => ({
      speech: `Sorry, I didn't get that. Please say ${wanted(challenge)}, or say never mind.`,
      reprompt: `Please say ${wanted(challenge)}, or say never mind.`,
    }),
    notAsked: {
      speech: "I don't need a PIN just now, so I haven't used what you said. What would you like to know?",
      reprompt: otherQuestion.reprompt,
    },
  },

  stopSharing: {
    confirm: ({ bankName }) => ({
      speech: `This unlinks ${bankName} from your assistant, and I won't be able to answer questions about your money. You can link it again any time. Shall I stop sharing?`,
      reprompt: 'Say yes to stop sharing, or no to leave things as they are. Shall I stop sharing?',
    }),
    yesOrNo: {
      speech: 'Say yes to stop sharing, or no to leave things as they are. Shall I stop sharing?',
      reprompt: 'Shall I stop sharing, yes or no?',
    },
    kept: {
      speech: "Okay, nothing has changed. I'll go on answering. Anything else?",
      reprompt: otherQuestion.reprompt,
    },
    leftAlone:
      'Okay, nothing has changed: I can still answer when you ask. To stop that, say, stop sharing, and then yes. Goodbye.',
    done: ({ bankName }) =>
      `Done. I'm not linked to ${bankName} anymore, and I can't see anything about your accounts. If you ever want to link again, ask me for your balance, and I'll send a card to your assistant's app. Goodbye.`,
    doneCard: ({ bankName }) => ({
      title: 'Sharing has stopped',
      text: `This assistant isn't linked to ${bankName} anymore, and nothing about your accounts is shared with it. To share again, link your account in your assistant's app.`,
    }),
    notLinked: ({ bankName }) =>
      `I'm not linked to ${bankName}, so I can't see anything about your accounts. Your bank's app shows what you share, and with whom. Goodbye.`,
    unsure: sentence =>
      `${sentence} I can't be sure that sharing has stopped. You can check, and stop it, in your bank's app.`,
  },

  reportFraud: ({ bankName, fraudLine }) =>
    fraudLine === null
      ? {
          speech: `I'm sorry to hear that. Please call ${bankName} right away: the number is on the back of your card. They can stop the card, and look into it with you.`,
          telephone: null,
          card: {
            title: 'Call your bank',
            text: `The number of ${bankName} is on the back of your card and in its app. They can stop the card, and look into it with you.`,
          },
        }
      : {
          speech: `I'm sorry to hear that. Please call ${bankName} right away, on ${fraudLine}. They can stop the card, and look into it with you. Again, the number is ${fraudLine}. It's on a card in your assistant's app, too.`,
          telephone: fraudLine,
          card: {
            title: 'Call your bank',
            text: `Call ${bankName} on ${fraudLine}. They can stop the card, and look into it with you.`,
          },
        },

  which: {
    account: {
      speech: `Which account do you mean: ${accountChoices}?`,
      reprompt: `Please say ${accountChoices}. Which one?`,
    },
    category: {
      speech: 'Which kind of spending do you mean: groceries, dining, or travel, for example?',
      reprompt: 'You can say groceries, dining, shopping, or housing, for example. Which one?',
    },
    period: {
      speech: 'Which time do you mean: this month, or last week, for example?',
      reprompt: 'You can say this month, last week, or in October, for example. Which time?',
    },
    amount: {
      speech: 'How much do you need, in dollars?',
      reprompt: 'You can say two hundred, for example. How much do you need?',
    },
  },
  unknownAccount: {
    speech: `I don't know that account. Do you mean ${accountChoices}?`,
    reprompt: `Please say ${accountChoices}. Which one?`,
  },
  unknownAmount: {
    speech: "I didn't get the amount. You can say two hundred, for example. How much do you need?",
    reprompt: 'You can say two hundred, for example. How much do you need?',
  },
  unknownCategory: {
    speech:
      "I don't sort spending that way. I know groceries, dining, transportation, shopping, housing, utilities, travel, and a few more. Which one?",
    reprompt: 'You can say groceries, dining, shopping, or housing, for example. Which one?',
  },
  periodProblem: {
    unclear: {
      speech:
        "I'm not sure which time you mean. You can say this month, last week, or in October. Which time?",
      reprompt: 'You can say this month, last week, or in October. Which time?',
    },
    contradictory: {
      speech: 'I heard two different times. Which one would you like: this month, or last week, for example?',
      reprompt: 'You can say this month, last week, or in October. Which time?',
    },
    future: {
      speech: "That's still ahead, so there's nothing to tell yet. Which time up to today would you like?",
      reprompt: 'You can say this month, last week, or in October. Which time?',
    },
    'too-long': {
      speech: 'I can look at up to two years at a time. Which time would you like?',
      reprompt: 'You can say this month, this year, or in October. Which time?',
    },
  },
  balanceIsNow: {
    speech:
      'I only know what your balance is right now. I can tell you what you spent then, or what came in. What would you like to know?',
    reprompt: otherQuestion.reprompt,
  },

  balance: sayBalance,
  funds: sayFunds,
  activity: ({ period, account, out, in: received, largest, pendingCount }) => {
    const when = account === null ? during(period) : `${inAccount[account]}, ${during(period)}`;
    const wentOut =
      out === null ? 'nothing went out' : `${money(out.amount)} went out in ${payments(out.count)}`;
    const cameIn =
      received === null
        ? ', and nothing came in'
        : received === 'untold'
          ? ''
          : `, and ${money(received.amount)} came in with ${deposits(received.count)}`;
    const sentences = [
      out === null && received === null
        ? `${capitalize(when)}, there was no activity.`
        : `${capitalize(when)}, ${wentOut}${cameIn}.`,
      ...(largest === null ? [] : [sayLargest(largest)]),
      ...(pendingCount === 0 ? [] : [sayPending(pendingCount)]),
    ];
    return sentences.join(' ');
  },
  spending: ({ period, account, category, spent, comparison }) => {
    const onWhat = category === null ? '' : ` on ${categoryWords[category]}`;
    const fromWhere = account === null ? '' : fromAccount[account];
    if (spent === null) return `You spent nothing${onWhat}${fromWhere} ${during(period)}.`;
    const sentence = `You spent ${money(spent.amount)}${onWhat}${fromWhere} ${during(period)}, in ${payments(spent.count)}.`;
    return comparison === null ? sentence : `${sentence} ${sayComparison(comparison)}`;
  },
  income: ({ period, account, received }) => {
    const where = account === null ? '' : intoAccount[account];
    if (received === null) return `Nothing came in${where} ${during(period)}.`;
    return `${capitalize(money(received.amount))} came in${where} ${during(period)}, with ${deposits(received.count)}.`;
  },
  bill: cards => cards.map(sayBill).join(' '),
  noCard: "I don't see a credit card among the accounts that you share with me.",
  noAlerts: 'You have no open alerts.',
  alerts: ({ count, mostUrgent }) => {
    const { one, many, advice } = urgency[mostUrgent];
    return count === 1
      ? `You have one open alert, ${one}. ${advice}`
      : `You have ${spell(count)} open alerts, ${many}. ${advice}`;
  },
  sharing: ({ classes, amounts, until, sameYear }) => {
    const howToChange = "To change that, open your bank's app. To end it, just say, stop sharing.";
    if (classes.length === 0) {
      return "Right now you don't let me talk about anything. To change that, open your bank's app.";
    }
    const about = `your ${list().format(classes.map(name => classWords[name]))}`;
    const last = sayPlainDay(until, sameYear);
    if (amounts === null) return `You let me talk about ${about}, until ${last}. That's all. ${howToChange}`;
    return `You let me talk about ${about}, ${sayWhere(amounts.nicknames)}, ${sayPrecisions(amounts)}, until ${last}. That's all. ${howToChange}`;
  },
  told: ({ kinds, last }) => {
    const answers = list().format(
      kinds.map(({ kind, count }) => `${spell(count)} ${toldWords[kind][count === 1 ? 'one' : 'many']}`),
    );
    const isOne = kinds.length === 1 && kinds[0]?.count === 1;
    return `This month: ${answers}, ${isOne ? '' : 'the last one '}${sayNearDay(last)}.`;
  },
  nothingTold: 'Nothing yet this month.',

  fault: 'Something went wrong on my side. Please try again in a moment.',
  failure: {
    step_up_refused:
      "I couldn't confirm that it's you, so I can't answer that. Your bank's app or any branch can reset your voice PIN.",
    not_disclosed: "I'm not able to tell you that here. Your bank's app can show it to you.",
    no_such_account: "I don't see an account like that among the ones you share with me.",
    mixed_currencies: "Your accounts are in different currencies, so I can't add them up.",
    window_unavailable: "Your bank doesn't have figures for that time.",
    busy: "That's a lot of questions in a short time. Please try again in a minute.",
    bank_unreachable: "I can't reach your bank just now. Please try again in a little while.",
    bank_too_slow: 'Your bank is taking too long to answer. Please try again in a moment.',
    answer_refused:
      "Your bank's answer didn't look right, so I won't read it out. Please try again later, or use your bank's app.",
    bank_error: "Something went wrong at your bank. Please try again later, or use your bank's app.",
  },
};

const figureWords: Readonly<Record<Precision | BalancePrecision, string>> = {
  about: 'in round figures',
  fresh: 'in round figures',
  sealed: 'in round figures',
  exact: 'in exact figures',
};

/** Said once where it is the same for both. */
const sayPrecisions = ({ totals, balances }: NonNullable<SharingFacts['amounts']>): string => {
  const [ofTotals, ofBalances] = [totals && figureWords[totals], balances && figureWords[balances]];
  const earlier = balances === 'sealed' ? ' as of an earlier day' : '';
  if (ofTotals === null || ofBalances === null) return `${ofTotals ?? ofBalances ?? ''}${earlier}`;
  if (ofTotals !== ofBalances) return `with totals ${ofTotals} and balances ${ofBalances}${earlier}`;
  return earlier === '' ? ofTotals : `${ofTotals}, with balances${earlier}`;
};

const sayLargest = ({
  category,
  sharePercent,
}: {
  category: SpendingCategory;
  sharePercent: number | null;
}): string => {
  if (sharePercent === 100) return `All of the spending was on ${categoryWords[category]}.`;
  const share = sharePercent === null ? '' : `, at ${sharePercent} percent`;
  return `The biggest part of the spending was ${categoryWords[category]}${share}.`;
};

const sayWhere = (nicknames: readonly string[]): string =>
  nicknames.length === 0 ? 'but on no account yet' : `on ${list().format(nicknames)}`;

const sayPending = (count: number): string =>
  count === 1 ? 'One item is still pending.' : `${capitalize(spell(count))} items are still pending.`;

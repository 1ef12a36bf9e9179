/** Our own law: nothing comes back to the platform but the words of this turn's answer. */
import { findDigits } from '../understand/numbers.ts';
import { tokenize } from '../understand/tokens.ts';
import { speechOf, spokenWords } from '../speech.ts';
import { amountsIn, answeredAmounts, askedAmounts, isAnswered, walk } from './amounts.ts';
import type { Check } from './checked.ts';

/** Every string and number of a JSON value, its keys too. */
function stringsOf(value: unknown, but: (key: string) => boolean = () => false): string[] {
  const found: string[] = [];
  walk(value, (key, each) => {
    found.push(key);
    if (but(key)) return;
    if (typeof each === 'string' || typeof each === 'number') found.push(String(each));
  });
  return found;
}

export const checkToken: Check = function* ({ text, meanwhile, secrets }) {
  const all = [text, ...meanwhile].join('\n');
  if (secrets.accessToken !== null && all.includes(secrets.accessToken)) {
    yield 'The access token is in the response.';
  }
  if (/\beyJ[\w-]{8,}\.[\w-]{8,}\./.test(all))
    yield 'Something that looks like a token (a JWT) is in the response.';
};

export const checkIds: Check = function* ({ text, secrets, exchanges }) {
  if (secrets.platformIds.some(id => text.includes(id))) {
    yield "One of the platform's identifiers is in the response.";
  }
  const ofBank: string[] = [];
  walk(
    exchanges.map(({ answer }) => answer),
    (key, value) => {
      if (key.endsWith('Id') && typeof value === 'string' && value.length >= 8) ofBank.push(value);
    },
  );
  if (ofBank.some(id => text.includes(id))) yield "One of the bank's identifiers is in the response.";
};

export const checkPin: Check = function* ({ response, meanwhile, secrets }) {
  if (secrets.pins.length === 0) return;
  const strings = [
    ...stringsOf({ ...response, response: { ...response.response, outputSpeech: null, reprompt: null } }),
    spokenWords(response.response.outputSpeech) ?? '',
    spokenWords(response.response.reprompt?.outputSpeech) ?? '',
    ...meanwhile.map(words => spokenWords(speechOf(words)) ?? ''),
  ];
  if (strings.some(text => secrets.pins.some(pin => saysDigits(text, pin)))) {
    yield 'The voice PIN is in the response.';
  }
};

/** Whether the digits are in a text, in figures or in words, other than as an amount. */
function saysDigits(text: string, pin: string): boolean {
  const words = tokenize(text).map(token => token.text);
  for (let at = 0; at < words.length;) {
    const run = findDigits(words, at);
    if (run === null) {
      if (/\d/.test(words[at] ?? '') && (words[at] ?? '').split(/\D/).includes(pin)) {
        if (!/^\d+\.\d+$/.test(words[at] ?? '')) return true;
      }
      at += 1;
      continue;
    }
    at += run.length;
    if (
      run.value.includes(pin) &&
      run.value.length <= 12 &&
      amountsIn(words.slice(at - run.length, at + 1).join(' ')).length === 0
    ) {
      return true;
    }
  }
  return false;
}

/** An IBAN (ISO 13616), a card or account number in groups, or a long row of digits. */
const accountNumber =
  /(?<![\w-])(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?|\d{2}-\d{2}-\d{2}|(?:\d{4}[ -]){2,}\d{2,4}|\d{6,})(?![\w-])/;

export const checkAccountNumbers: Check = function* ({ response, meanwhile }) {
  // An amount in minor units is as long as it is; the checks of amounts look at it.
  const isAmount = (key: string): boolean => key.endsWith('Minor');
  if (stringsOf([response, meanwhile], isAmount).some(text => accountNumber.test(withoutDates(text)))) {
    yield 'Something that looks like an account number is in the response.';
  }
};

const withoutDates = (text: string): string => text.replaceAll(/\d{4}-\d{2}-\d{2}/g, '');

export const checkAmounts: Check = function* ({
  response: { response, sessionAttributes },
  meanwhile,
  exchanges,
}) {
  const answered = answeredAmounts(exchanges);
  const asked = askedAmounts(exchanges);
  const card = stringsOf(response.card ?? null).flatMap(amountsIn);
  if (card.length > 0) yield 'An amount is on the card, which stays on screens and in the app.';

  const spoken = [
    response.outputSpeech,
    response.reprompt?.outputSpeech,
    ...meanwhile.map(words => speechOf(words)),
  ].map(spokenWords);
  const sayable = [...answered, ...asked];
  if (spoken.flatMap(words => amountsIn(words ?? '')).some(amount => !isAnswered(amount, sayable))) {
    yield 'An amount is said that the bank did not answer in this turn.';
  }

  const kept = stringsOf([sessionAttributes ?? null, response.directives ?? null]);
  const figures = new Set(
    answered
      .filter(value => value >= 10 && !asked.includes(value))
      .flatMap(value => [value.toFixed(2), String(value), String(Math.round(value * 100))]),
  );
  if (kept.some(text => figures.has(text) || amountsIn(text).length > 0)) {
    yield 'An amount is in the session attributes or directives, which the platform keeps.';
  }
};

/** What was expected of a turn beside what came. */
import type { ResponseEnvelope } from 'ask-sdk-model';
import type { AskedFor, TurnRecord } from '../turn-record.ts';
import { bankCall } from './bank-calls.ts';
import type { AnsweredTurn } from './form.ts';

type Told = string | boolean | null | readonly string[];

/** One thing that is not as it was expected to be. */
export interface Mismatch {
  readonly what: string;
  readonly expected: Told;
  readonly told: Told;
}

/** A record in a transcript's words. */
export function toldOf(record: TurnRecord) {
  return {
    answer: record.speech,
    then: thenOf(record),
    bank: record.facade.map(bankCall),
    card: cardOf(record.response),
    understood: record.intent,
    reprompt: record.reprompt,
    meanwhile: record.meanwhile,
    document: record.document,
    whispered: record.whispered,
    findings: record.findings,
  };
}

function thenOf({ ended, asked }: TurnRecord): string {
  if (ended) return 'ends';
  return asked === null ? 'listens' : askedWords(asked);
}

const askedWords = ({ intent, slot, confirms }: AskedFor): string =>
  `${confirms ? 'confirms' : 'asks for'} ${slot === null ? intent : `${intent}.${slot}`}`;

function cardOf(response: ResponseEnvelope | null): string | null {
  const card = response?.response.card;
  switch (card?.type) {
    case undefined:
      return null;
    case 'LinkAccount':
      return 'link-account';
    case 'AskForPermissionsConsent':
      return 'ask-for-permissions';
    case 'Simple':
    case 'Standard':
      return card.title ?? '';
  }
}

/** What of an answered turn is not as expected; empty when all is well. */
export function compareTurn(expected: AnsweredTurn, record: TurnRecord): Mismatch[] {
  const told = toldOf(record);
  return [
    ...differ('answer', expected.answer, told.answer),
    ...differ('then', expected.then, told.then),
    ...differ('bank', expected.bank, told.bank),
    ...differ('card', expected.card, told.card),
    ...(expected.understood === undefined ? [] : differ('understood', expected.understood, told.understood)),
    ...(expected.reprompt === undefined ? [] : differ('reprompt', expected.reprompt, told.reprompt)),
    ...differ('meanwhile', expected.meanwhile, told.meanwhile),
    ...differ('document', expected.document, told.document),
    ...differ('whispered', expected.whispered, told.whispered),
    ...differ('findings', expected.findings, told.findings),
  ];
}

/** A mismatch, if it is one. "…" in an expected text stands for any words. */
export function differ(what: string, expected: Told, told: Told): Mismatch[] {
  return matches(expected, told) ? [] : [{ what, expected, told }];
}

function matches(expected: Told, told: Told): boolean {
  if (typeof expected === 'string' && typeof told === 'string') return textMatches(expected, told);
  if (Array.isArray(expected) && Array.isArray(told)) {
    return (
      expected.length === told.length &&
      expected.every((each, at) => textMatches(String(each), String(told[at])))
    );
  }
  return expected === told;
}

/** A text as YAML folds it has single spaces, and so has what is heard. */
function textMatches(expected: string, told: string): boolean {
  if (!expected.includes('…')) return expected === told;
  const parts = expected.split('…').map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 'su').test(told);
}

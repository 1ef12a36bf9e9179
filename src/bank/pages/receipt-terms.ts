import {
  consentClasses,
  type BalancePrecision,
  type ConsentClass,
  type Precision,
} from '../../facade/contract.ts';
import type { ReceiptTerms } from '../consent/index.ts';
import type { Shell } from './shell.ts';
import { balancesWords, questionWords, totalsWords, type PrecisionWords } from './words.ts';

/** A receipt says what the page said. */
export function receiptTerms(
  shell: Pick<Shell, 'bank' | 'publicUrl' | 'platformNamed'>,
  platform: string,
): ReceiptTerms {
  const { name, owner } = shell.platformNamed(platform);
  return {
    bank: shell.bank,
    platformOwner: owner,
    // A record of every class, which `fromEntries` forgets.
    purposes: Object.fromEntries(
      consentClasses.map(question => [
        question,
        `to let ${name} say: ${questionWords[question].name.toLowerCase()}. ${questionWords[question].about}`,
      ]),
    ) as Record<ConsentClass, string>,
    totals: inReceipt(totalsWords),
    balances: inReceipt(balancesWords),
    noticeUrl: new URL('/privacy', shell.publicUrl).href,
    language: 'en',
    jurisdiction: shell.bank.jurisdiction,
    withdrawal: `on ${new URL('/', shell.publicUrl).href}, or by saying "stop sharing with ${name}"`,
  };
}

/** The words of each choice in one line. */
const inReceipt = <Name extends Precision | BalancePrecision>(
  words: Readonly<Record<Name, PrecisionWords>>,
): Readonly<Record<Name, string>> =>
  // A record of every name, which `fromEntries` forgets.
  Object.fromEntries(
    Object.entries<PrecisionWords>(words).map(([name, { short, about }]) => [name, `${short}. ${about}`]),
  ) as Record<Name, string>;

import { consentClasses, type ConsentClass } from '../../facade/contract.ts';
import type { ReceiptTerms } from '../consent/index.ts';
import type { Shell } from './shell.ts';
import { precisionWords, questionWords } from './words.ts';

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
    precision: {
      about: `${precisionWords.about.short}. ${precisionWords.about.about}`,
      exact: `${precisionWords.exact.short}. ${precisionWords.exact.about}`,
    },
    noticeUrl: new URL('/privacy', shell.publicUrl).href,
    language: 'en',
    jurisdiction: shell.bank.jurisdiction,
    withdrawal: `on ${new URL('/', shell.publicUrl).href}, or by saying "stop sharing with ${name}"`,
  };
}

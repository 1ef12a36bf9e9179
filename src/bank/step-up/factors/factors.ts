/** The ways of stepping up, and which is asked for. */
import type { FactorKind, StepUpChallenge, StepUpFactor } from '../../../facade/contract.ts';
import type { LinkKey } from '../../consent/index.ts';
import type { ChallengeParts, CheckParts, Factor, Redeem, StandingFactor } from './factor.ts';
import { oneTimeCode } from './one-time-code.ts';
import { pinDigits } from './pin-digits.ts';
import { voicePin } from './voice-pin.ts';

const factors: { readonly [Kind in FactorKind]: Factor<Kind> } = {
  'voice-pin': voicePin,
  'pin-digits': pinDigits,
  'one-time-code': oneTimeCode,
};

/**
 * What a customer is asked for, by the bank's setting: the first of which the customer has something. A code was just
 * made by the customer, so it comes first; everybody is asked for a PIN.
 */
// prettier-ignore
const order: Readonly<Record<StandingFactor, readonly FactorKind[]>> = {
  'voice-pin':  ['one-time-code',               'voice-pin'],
  'pin-digits': ['one-time-code', 'pin-digits', 'voice-pin'],
};

/** What the bank wants to hear on a link. */
export async function chooseChallenge(
  link: LinkKey,
  { standing = 'voice-pin', ...parts }: ChallengeParts & { readonly standing: StandingFactor | undefined },
): Promise<StepUpChallenge> {
  for (const kind of order[standing]) {
    const challenge = await factors[kind].challenge(link, parts);
    if (challenge !== null) return challenge;
  }
  return { kind: 'voice-pin' };
}

/** Looks at what was said; see `Factor.check`. */
export function checkFactor(said: StepUpFactor, link: LinkKey, parts: CheckParts): Promise<Redeem | null> {
  // A line a kind: the compiler does not tie an entry of the table to the kind of what was said.
  switch (said.kind) {
    case 'voice-pin':
      return factors[said.kind].check(said, link, parts);
    case 'pin-digits':
      return factors[said.kind].check(said, link, parts);
    case 'one-time-code':
      return factors[said.kind].check(said, link, parts);
  }
}

/** Where a conversation is played: a device, a skill behind it, and a bank behind that. */
import type { StepUpChallenge } from '../../facade/contract.ts';
import type { FacadeFailure } from '../../facade/port.ts';
import type { Device } from '../device.ts';
import type { TokenState } from '../linking/token-state.ts';
import type { BankLine } from '../page-api.ts';
import type { Conversation } from './form.ts';

/** Something that a conversation wants and its stage does not have; the message says what and which stage has it. */
export class Unplayable extends Error {
  override readonly name = 'Unplayable';
}

/** What stands in an utterance for something secret. */
export type Placeholder = `${'' | 'wrong ' | 'unfinished '}${'pin' | 'digits' | 'code'}`;

/** What a transcript does between two turns. A stage that cannot do it throws {@link Unplayable}. */
export type Direction =
  | { readonly kind: 'later'; readonly ms: number }
  /** Every call to the bank fails like this until the next turn; null: they succeed. */
  | { readonly kind: 'fails'; readonly failure: FacadeFailure | null }
  | { readonly kind: 'challenge'; readonly challenge: StepUpChallenge }
  | { readonly kind: 'token'; readonly state: TokenState }
  | { readonly kind: 'line'; readonly line: BankLine }
  | { readonly kind: 'links' }
  /** The bank's app shows a code. */
  | { readonly kind: 'code' };

/** One conversation on its stage. */
export interface Scene extends AsyncDisposable {
  readonly device: Device;
  direct(direction: Direction): Promise<void>;
  /** What is really said in the place of a placeholder. */
  readonly secret: (placeholder: Placeholder) => string;
}

export interface Stage {
  /** @throws Unplayable when the conversation needs another stage */
  open(conversation: Conversation): Promise<Scene>;
}

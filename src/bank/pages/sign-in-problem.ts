import type { SignInOutcome } from './sign-in.ts';
import { waitWords, type SignInPage } from './sign-in-page.ts';

type Failure = Extract<SignInOutcome, { ok: false }>;

/** Why signing in failed: the same words whether the name or the password was wrong. */
export function signInProblem(failure: Failure): NonNullable<SignInPage['notice']> {
  return {
    kind: 'bad',
    text:
      failure.reason === 'wrong'
        ? 'That name and password do not belong together. Check both and try again.'
        : `There were too many attempts. Please wait ${waitWords(failure.waitMs)} and try again.`,
  };
}

export function statusOf(failure: Failure): number {
  return failure.reason === 'wrong' ? 422 : 429;
}

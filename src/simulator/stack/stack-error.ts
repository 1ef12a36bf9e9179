/** Why a stack does not start. */
export type StackProblem = 'wrong_settings' | 'unusable_data' | 'unknown_customer';

/** A start that failed for a reason that the person at the keyboard can mend; its message says how. */
export class StackError extends Error {
  override readonly name = 'StackError';
  readonly problem: StackProblem;

  constructor(problem: StackProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

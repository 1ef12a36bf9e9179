/** What the steps of the answer pipeline establish, one after the other. */
import type { AnswerOf, ConversationContext, Question, QuestionName } from '../../facade/contract.ts';

/** What a request brings. */
export interface Inquiry {
  /** The bearer token, or null where the request has none. */
  readonly accessToken: string | null;
  readonly context: ConversationContext;
  readonly question: Question;
}

/** A customer on one platform, as an access token names it. */
export interface Link {
  readonly customerId: string;
  readonly linkId: string;
  readonly platform: string;
}

/** What an answer says, before it has an id, a time and a precision; what is shared says of precisions itself. */
export type FiguresOf<Name extends QuestionName> = Name extends QuestionName
  ? Omit<AnswerOf<Name>, 'answerId' | 'asOf' | (Name extends 'sharing' ? never : 'precision')>
  : never;
export type Figures = FiguresOf<QuestionName>;

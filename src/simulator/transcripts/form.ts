/**
 * The form of a transcript: who talks where and when, what is said, what is answered, what the bank was asked. A person
 * reads it, a test plays it, and `ask --record` and the page write it. `docs/transcript.schema.json` is made from it.
 */
import * as z from 'zod';
import { consentClass, consentPrecision, questionNames, stepUpChallenge } from '../../facade/contract.ts';
import { facadeFailures } from '../../facade/port.ts';
import { skillEvents } from '../envelope.ts';
import { tokenStates } from '../linking/token-state.ts';
import { bankLines } from '../page-api.ts';

/** `savings` is a value that a catalogue knows under the same id; a date has no id and is read by its value. */
const slot = z
  .union([z.string(), z.strictObject({ value: z.string(), id: z.string().nullable() })])
  .describe("A slot's value; where a catalogue knows it under another id, value and id.");

/** "10 minutes", "1 hour", "2 days". */
export const spanPattern = /^(\d{1,5}) (second|minute|hour|day)s?$/;

const text = z
  .string()
  .describe('What is said, word for word. "…" stands for words that vary: at least one character.');

const expectation = {
  answer: text.nullable().describe('What the customer hears; null for nothing.'),
  reprompt: text.optional().describe('What the customer hears after a silence.'),
  then: z
    .string()
    .regex(/^(?:ends|listens|(?:asks for|confirms) [A-Za-z._]+)$/)
    .describe(
      '"ends", "listens", "asks for PinIntent.pin", "confirms OrderIntent", "confirms OrderIntent.tea".',
    ),
  bank: z
    .array(z.string())
    .default([])
    .describe('What the bank was asked, and what came of it: "balance savings -> ok", "step-up -> ok".'),
  card: z
    .string()
    .nullable()
    .default(null)
    .describe('The title of the card; "link-account", "ask-for-permissions"; null for none.'),
  understood: z.string().optional().describe('The intent that the utterance is understood as.'),
  meanwhile: z.array(text).default([]).describe('What is said before the answer: progressive responses.'),
  document: z.string().nullable().default(null).describe('The token of the APL document on the screen.'),
  whispered: z.boolean().default(false).describe('Whether the device whispers.'),
  findings: z
    .array(text)
    .default([])
    .describe('What the checks of the response object to. Whatever is not listed here is a failure.'),
};

const circumstances = {
  fails: z.enum(facadeFailures).optional().describe('What every call of this turn fails with.'),
  challenge: z
    .optional(stepUpChallenge)
    .describe('What the bank wants to hear from this turn on; a voice PIN until something else is said.'),
  speaker: z
    .string()
    .nullable()
    .optional()
    .describe('Whose voice the platform recognises from now on; null: it knows the voice of nobody here.'),
  screen: z.boolean().optional().describe('Whether the device has a screen from now on.'),
  attributes: z.json().optional().describe('Session attributes that replace those of the turn before.'),
};

const turns = {
  opens: z
    .strictObject({ opens: z.literal(true), ...circumstances, ...expectation })
    .describe('The customer opens the skill without a question.'),
  customer: z
    .strictObject({
      customer: z
        .string()
        .min(1)
        .describe(
          'What the customer says. "{pin}", "{digits}" and "{code}" stand for what the bank wants to hear, "{wrong pin}" and so on for something else.',
        ),
      whispers: z.literal(true).optional(),
      intent: z
        .string()
        .optional()
        .describe('What the platform takes it for; by default, what the model makes of it.'),
      slots: z.record(z.string(), slot).optional(),
      ...circumstances,
      ...expectation,
    })
    .describe('The customer says something.'),
  silence: z
    .strictObject({
      silence: z.literal(true),
      reprompt: text.optional().describe('What the device says; without it, the session ends.'),
      untold: z.literal(true).optional().describe('The platform does not tell the skill of the end.'),
      bank: expectation.bank,
    })
    .describe('Nobody says anything.'),
  closed: z
    .strictObject({ closed: z.literal(true), ...circumstances, bank: expectation.bank })
    .describe('The platform closes the session.'),
  touched: z
    .strictObject({ touched: z.array(z.json()), ...circumstances, ...expectation })
    .describe('Somebody touches the document on the screen; the arguments of the event.'),
  offered: z
    .strictObject({
      offered: z.string(),
      fulfils: z.enum(['YES', 'NO', 'MAYBE']).nullable().describe('null: the skill does not say.'),
      findings: expectation.findings,
    })
    .describe('An utterance without a name of a skill: could this one do it?'),
  event: z
    .strictObject({
      event: z.enum(skillEvents),
      body: z.record(z.string(), z.json()).optional(),
      bank: expectation.bank,
    })
    .describe("Something happens to the skill in the customer's app."),
  later: z
    .strictObject({ later: z.string().regex(spanPattern).describe('"10 minutes", "1 hour", "2 days".') })
    .describe('Time passes.'),
  token: z
    .strictObject({ token: z.enum(tokenStates) })
    .describe("What the platform's access token is like from now on."),
  line: z.strictObject({ line: z.enum(bankLines) }).describe('How the line to the bank is from now on.'),
  links: z
    .strictObject({ links: z.literal(true) })
    .describe("The customer links the account on the bank's pages."),
  shown: z
    .strictObject({ shown: z.literal('code') })
    .describe("The bank's app shows the customer a code to say in the place of the PIN."),
  grants: z
    .strictObject({ grants: z.array(z.string()) })
    .describe('The permissions that the customer has granted in the app.'),
};

/** Every kind of row; the first key of each is what it is known by. */
export const turnForms = z.union([
  turns.customer,
  turns.opens,
  turns.silence,
  turns.closed,
  turns.touched,
  turns.offered,
  turns.event,
  turns.later,
  turns.token,
  turns.line,
  turns.links,
  turns.shown,
  turns.grants,
]);

/** Everything that can stand in a row. */
export type TranscriptTurn = z.infer<typeof turnForms>;
/** A row as somebody writes it, with what may be left out left out. */
export type WrittenTurn = z.input<typeof turnForms>;
/** A row after which the customer hears an answer. */
export type AnsweredTurn = Extract<TranscriptTurn, { answer: string | null }>;

const conversation = z.strictObject({
  title: z.string().min(1),
  linked: z.boolean().default(true),
  speaker: z
    .string()
    .nullable()
    .default(null)
    .describe("Whose voice the platform recognises; null: nobody's."),
  screen: z.boolean().default(true).describe('Whether the device has a screen.'),
  consent: z
    .strictObject({ questions: z.array(consentClass), precision: consentPrecision })
    .nullable()
    .optional()
    .describe(
      'What the customer lets the platform say; null: nothing any more. By default as it is at the bank.',
    ),
  fraudLine: z
    .string()
    .nullable()
    .optional()
    .describe("The bank's number for fraud in the skill's configuration; null: none."),
  figures: z
    .partialRecord(z.enum(questionNames), z.record(z.string(), z.json()))
    .default({})
    .describe("Figures of a pretend bank that differ from its customer's, by question."),
  turns: z.array(turnForms).min(1),
});

export const transcriptForm = z.strictObject({
  today: z.iso.date().describe('The day at the bank; it is noon there when a conversation begins.'),
  locale: z
    .string()
    .regex(/^[a-z]{2}-[A-Z]{2}$/)
    .default('en-US'),
  customer: z
    .string()
    .nullable()
    .default(null)
    .describe("The customer's id at the bank; null: a pretend customer, at a pretend bank."),
  stepUp: z
    .enum(['voice-pin', 'pin-digits'])
    .default('voice-pin')
    .describe('What the bank wants to hear before it answers, unless it has shown a code.'),
  conversations: z.array(conversation).min(1),
});

export type Transcript = z.infer<typeof transcriptForm>;
/** A transcript as somebody writes it. */
export type WrittenTranscript = z.input<typeof transcriptForm>;

/** One conversation with all that is around it. */
export type Conversation = Transcript['conversations'][number] & Omit<Transcript, 'conversations'>;

/** The conversations of a file, each with what the file says about all of them. */
export function conversationsOf({ conversations, ...around }: Transcript): Conversation[] {
  return conversations.map(each => ({ ...around, ...each }));
}

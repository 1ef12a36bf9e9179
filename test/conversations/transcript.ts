/**
 * The form of a transcript: what the customer says, what is answered, what the bank was asked.
 *
 * A file is named after an intent (`balance.yaml`), after a failure of the facade (`failure-busy.yaml`), or tells a
 * scene of several (`scene-someone-else.yaml`). A row gives an utterance for the reader together with the intent and
 * slots that the platform makes of it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { questionNames, stepUpChallenge } from '../../src/facade/contract.ts';
import { facadeFailures } from '../../src/facade/port.ts';

/** `savings` is a value that the catalogue knows under the same id; a date has no id and is read by its value. */
const slot = z.union([z.string(), z.strictObject({ value: z.string(), id: z.string().nullable() })]);

const expectation = {
  /** Word for word. */
  answer: z.string(),
  then: z.enum([
    'ends',
    'listens',
    'asks for PinIntent.pin',
    'asks for PinIntent.code',
    'asks for FundsIntent.amount',
  ]),
  /** `balance savings -> ok`, `spending groceries 2026-10-01..2026-10-31 -> step_up_required`, `step-up -> ok`. */
  bank: z.array(z.string()).default([]),
  card: z.string().nullable().default(null),
};

const circumstances = {
  /** What every call of this turn fails with. */
  fails: z.enum(facadeFailures).optional(),
  /** What the bank wants to hear from this turn on; a voice PIN until something else is said. */
  challenge: stepUpChallenge.optional(),
  /** Who is at the microphone, where the platform knows voices. */
  speaker: z.string().optional(),
  /** Session attributes that replace those of the turn before. */
  attributes: z.unknown().optional(),
};

const turn = z.union([
  z.strictObject({ opens: z.literal(true), ...circumstances, ...expectation }),
  z.strictObject({
    customer: z.string(),
    intent: z.string(),
    slots: z.record(z.string(), slot).default({}),
    ...circumstances,
    ...expectation,
  }),
  /** Nothing is said: the device repeats the question. */
  z.strictObject({ silence: z.literal(true), reprompt: z.string() }),
  /** The platform closes the session. */
  z.strictObject({ closed: z.literal(true), ...circumstances, bank: expectation.bank }),
]);
export type TranscriptTurn = z.infer<typeof turn>;

const conversation = z.strictObject({
  title: z.string(),
  linked: z.boolean().default(true),
  /** The bank's number for fraud, in the skill's configuration. */
  fraudLine: z.string().nullable().default('1 800 555 0142'),
  /** Figures of the bank that differ from the pretend customer's, by question. */
  figures: z.partialRecord(z.enum(questionNames), z.record(z.string(), z.unknown())).default({}),
  turns: z.array(turn).min(1),
});
export type TranscriptConversation = z.infer<typeof conversation>;

const transcript = z.strictObject({
  today: z.iso.date(),
  conversations: z.array(conversation).min(1),
});
export type Transcript = z.infer<typeof transcript>;

const folder = new URL('.', import.meta.url);

/** The names of all transcripts, without `.yaml`. */
export const transcriptNames = readdirSync(folder)
  .filter(file => file.endsWith('.yaml'))
  .map(file => file.slice(0, -'.yaml'.length));

/** Reads a transcript; throws with the place when the file does not fit the form. */
export function readTranscript(name: string): Transcript {
  const parsed = transcript.safeParse(parse(readFileSync(new URL(`${name}.yaml`, folder), 'utf8')));
  if (!parsed.success) throw new Error(`${name}.yaml\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * The Alexa interaction model of a locale: what customers say, as it is deployed.
 *
 * The schema follows Amazon's "Interaction Model Schema" (Skill Management API) as far as this simulator reads it;
 * properties that it does not read are kept as they are.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const slot = z.looseObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z_]*$/),
  type: z.string().min(1),
  /** What a customer may answer while this slot is being elicited. */
  samples: z.array(z.string()).optional(),
});

const intent = z.looseObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z._]*$/),
  slots: z.array(slot).default([]),
  samples: z.array(z.string()).default([]),
});

const typeValue = z.looseObject({
  id: z.string().optional(),
  name: z.looseObject({ value: z.string().min(1), synonyms: z.array(z.string()).default([]) }),
});

const customType = z.looseObject({ name: z.string().min(1), values: z.array(typeValue) });

const dialogSlot = z.looseObject({
  name: z.string(),
  type: z.string(),
  elicitationRequired: z.boolean().default(false),
  confirmationRequired: z.boolean().default(false),
  prompts: z
    .looseObject({ elicitation: z.string().optional(), confirmation: z.string().optional() })
    .default({}),
});

const dialogIntent = z.looseObject({
  name: z.string(),
  delegationStrategy: z.string().optional(),
  confirmationRequired: z.boolean().default(false),
  prompts: z.looseObject({ confirmation: z.string().optional() }).default({}),
  slots: z.array(dialogSlot).default([]),
});

const prompt = z.looseObject({
  id: z.string(),
  variations: z.array(z.looseObject({ type: z.enum(['PlainText', 'SSML']), value: z.string() })).min(1),
});

/** A phrase that reaches the skill without its name ("Name-free Interaction Toolkit"). */
const ingressPoint = z.looseObject({
  type: z.enum(['LAUNCH', 'INTENT']),
  /** The intent that the phrases ask for; absent for a launch. */
  name: z.string().optional(),
  sampleUtterances: z.array(z.looseObject({ format: z.literal('RAW_TEXT'), value: z.string().min(1) })),
});

/** The document that `ask deploy` sends: `{"interactionModel": {...}}`. */
export const interactionModelDocument = z.looseObject({
  interactionModel: z.looseObject({
    languageModel: z.looseObject({
      invocationName: z.string().min(2),
      intents: z.array(intent).min(1),
      types: z.array(customType).default([]),
    }),
    dialog: z
      .looseObject({ delegationStrategy: z.string().optional(), intents: z.array(dialogIntent).default([]) })
      .optional(),
    prompts: z.array(prompt).default([]),
    _nameFreeInteraction: z.looseObject({ ingressPoints: z.array(ingressPoint).default([]) }).optional(),
  }),
});

/** What is inside the document: language model, dialog rules, prompts. */
export type InteractionModel = z.infer<typeof interactionModelDocument>['interactionModel'];
export type ModelIntent = z.infer<typeof intent>;
export type CustomType = z.infer<typeof customType>;

/** The file is missing, is no JSON, or is not an interaction model; the message says which and where. */
export class InteractionModelError extends Error {
  override name = 'InteractionModelError';
}

/** Parses the text of an interaction model; `source` names it in the message of an error. */
export function parseInteractionModel(text: string, source: string): InteractionModel {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new InteractionModelError(`${source} is not JSON: ${detail}`);
  }
  const parsed = interactionModelDocument.safeParse(json);
  if (!parsed.success) {
    throw new InteractionModelError(
      `${source} is not an Alexa interaction model:\n${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data.interactionModel;
}

/** Reads `models/<locale>.json` beside the sources. */
export function loadInteractionModel(locale = 'en-US'): InteractionModel {
  const file = new URL(`../../models/${locale}.json`, import.meta.url);
  if (!/^[a-z]{2}-[A-Z]{2}$/.test(locale)) {
    throw new InteractionModelError(`"${locale}" is not a locale; write it as en-US.`);
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new InteractionModelError(
      `There is no interaction model for ${locale}: models/${locale}.json is missing.`,
    );
  }
  return parseInteractionModel(text, `models/${locale}.json`);
}

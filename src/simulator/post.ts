/** Posts a request to the skill as the platform does, and reads the response no further than the platform would. */
import type { RequestEnvelope, ResponseEnvelope } from 'ask-sdk-model';
import * as z from 'zod';

/** Alexa gives a skill eight seconds. */
export const skillDeadlineMs = 8_000;

/**
 * Session attributes included. Alexa takes 120 KB by now and took 24 for years; an answer of ours has a few, and one that
 * comes near this is a bug.
 */
export const maxResponseBytes = 24 * 1_024;

/** Reading stops here: far beyond the limit, and little enough for any machine. */
const readLimitBytes = 1_024 * 1_024;

/** What came back: a response, or why there is none. */
export type Posted =
  | { readonly ok: true; readonly response: ResponseEnvelope; readonly text: string }
  | {
      readonly ok: false;
      readonly error: 'ENDPOINT_TIMEOUT' | 'INVALID_RESPONSE';
      /** A sentence for the developer. */
      readonly reason: string;
      readonly text: string;
    };

const outputSpeech = z.union([
  z.looseObject({ type: z.literal('SSML'), ssml: z.string() }),
  z.looseObject({ type: z.literal('PlainText'), text: z.string() }),
]);

/** Some SDKs write null for what is absent, and the platform takes it. */
const absent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(value => value ?? undefined, schema.optional());

const updatedIntent = absent(
  z.looseObject({
    name: z.string(),
    slots: absent(z.record(z.string(), z.looseObject({ name: z.string(), value: absent(z.string()) }))),
  }),
);

/** Directives that are acted upon; what others hold is their interface's affair. */
const directive = z.looseObject({ type: z.string() }).transform((value, context): unknown => {
  const schema = knownDirectives[value.type];
  const parsed = schema?.safeParse(value);
  if (parsed === undefined) return value;
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: `${value.type} is not what the platform reads` });
  return z.NEVER;
});
const knownDirectives: Readonly<Record<string, z.ZodType>> = {
  'Dialog.ElicitSlot': z.looseObject({ slotToElicit: z.string(), updatedIntent }),
  'Dialog.ConfirmSlot': z.looseObject({ slotToConfirm: z.string(), updatedIntent }),
  'Dialog.ConfirmIntent': z.looseObject({ updatedIntent }),
  'Dialog.Delegate': z.looseObject({ updatedIntent }),
  'Alexa.Presentation.APL.RenderDocument': z.looseObject({ token: absent(z.string()) }),
};

const card = z.looseObject({
  type: z.string(),
  title: absent(z.string()),
  content: absent(z.string()),
  text: absent(z.string()),
  image: absent(z.looseObject({ smallImageUrl: absent(z.string()), largeImageUrl: absent(z.string()) })),
  permissions: absent(z.array(z.string())),
});

/** The part of a response that a device acts upon; unknown properties stay. */
const responseEnvelope = z.looseObject({
  version: z.string(),
  sessionAttributes: absent(z.record(z.string(), z.unknown())),
  response: z.looseObject({
    outputSpeech: absent(outputSpeech),
    reprompt: absent(z.looseObject({ outputSpeech: absent(outputSpeech) })),
    card: absent(card),
    directives: absent(z.array(directive)),
    shouldEndSession: absent(z.boolean()),
  }),
});

/** @param deadlineMs after which the platform no longer waits */
export async function postToSkill(
  url: string,
  envelope: RequestEnvelope,
  deadlineMs: number,
): Promise<Posted> {
  const signal = AbortSignal.timeout(deadlineMs);
  let text = '';
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(envelope),
      redirect: 'error',
      signal,
    });
    text = await readText(reply);
    if (reply.status !== 200) return invalid(`the skill answered with HTTP status ${reply.status}`, text);
  } catch (error) {
    if (signal.aborted) {
      return {
        ok: false,
        error: 'ENDPOINT_TIMEOUT',
        reason: `no answer within ${deadlineMs / 1_000} seconds`,
        text,
      };
    }
    return invalid(`the skill could not be reached (${causeOf(error)})`, text);
  }
  if (text === '') return invalid('the response has no body', text);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return invalid('the response is not JSON', text);
  }
  const parsed = responseEnvelope.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the response' : issue.path.join('.');
    return invalid(`${where} is not what the platform reads: ${issue?.message ?? 'unknown'}`, text);
  }
  // Everything that is read of it has just been parsed; what is loose in it is only shown.
  return { ok: true, response: parsed.data as unknown as ResponseEnvelope, text };
}

const invalid = (reason: string, text: string): Posted => ({
  ok: false,
  error: 'INVALID_RESPONSE',
  reason,
  text,
});

async function readText(reply: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // A response of fetch is a stream of bytes; its type says no more than "any".
  for await (const chunk of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (bytes > readLimitBytes) break;
  }
  return text + decoder.decode();
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'no connection';
}

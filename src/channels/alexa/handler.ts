/**
 * The skill on ask-sdk-core: one request handler an intent, made from the table of intents. The same handler stands
 * behind AWS Lambda and behind HTTPS.
 */
import { SkillBuilders, type ErrorHandler, type HandlerInput, type RequestHandler } from 'ask-sdk-core';
import type { RequestEnvelope, Response, ResponseEnvelope } from 'ask-sdk-model';
import { faultOf, hashedId, type Log } from '../../log.ts';
import type { Assistant, TellBank } from '../channel.ts';
import { decode } from './decode.ts';
import { decodeEvent } from './decode-event.ts';
import { encode, silence, speak } from './encode.ts';
import type { Envelope } from './envelope.ts';
import type { RefusalCode } from './refusal.ts';

export interface AlexaHandlerParts {
  readonly assistant: Assistant;
  readonly tellBank: TellBank;
  /** The skill's id at Amazon. Empty: everything is refused. */
  readonly applicationId: string;
  /** The names of all intents that the assistant knows. */
  readonly intentNames: readonly string[];
  /** Said when we have a fault. */
  readonly apology: string;
  readonly log: Log;
}

export type Handled =
  | { readonly ok: true; readonly response: ResponseEnvelope }
  | { readonly ok: false; readonly code: RefusalCode };

/** Takes one request that came from Amazon. It does not throw: a fault of ours is an apology, and a line in the log. */
export type AlexaHandler = (envelope: Envelope) => Promise<Handled>;

/** Which requests a handler takes. */
type Takes = (request: Envelope['request']) => boolean;

/** The SDK hands back the envelope that it was invoked with, which is the one that we parsed. */
const envelopeOf = (input: HandlerInput): Envelope => input.requestEnvelope as unknown as Envelope;

/** Replaces what the session carries. Events of the platform come without a session, which the SDK insists on. */
function leaveBehind(input: HandlerInput, sessionAttributes: Record<string, unknown>): void {
  const { session } = envelopeOf(input);
  if (session !== undefined) input.attributesManager.setSessionAttributes(sessionAttributes);
}

/** Whether somebody waits for words. */
const isHeard = ({ type }: Envelope['request']): boolean =>
  type === 'LaunchRequest' || type === 'IntentRequest';

/** Alexa names the skill in two places; where both are there, both have to be ours. */
function isForUs({ context, session }: Envelope, applicationId: string): boolean {
  const inSession = session?.application?.applicationId;
  return (
    applicationId !== '' &&
    context.System.application.applicationId === applicationId &&
    (inSession === undefined || inSession === applicationId)
  );
}

/** How Amazon writes the types of requests and of errors. */
const requestType = /^[A-Za-z]+(?:\.[A-Za-z]+)*$/;
const errorType = /^[A-Z]+(?:_[A-Z]+)*$/;

/** A notice by its types, which are words of Amazon's that we need not know; what has another form is not told. */
function noticeCode(type: string, error: string | undefined): string {
  if (!requestType.test(type)) return 'other';
  if (error === undefined) return type;
  return errorType.test(error) ? `${type}:${error}` : 'other';
}

/** Makes the handler. It keeps nothing between two requests. */
export function createAlexaHandler({
  assistant,
  tellBank,
  applicationId,
  intentNames,
  apology,
  log,
}: AlexaHandlerParts): AlexaHandler {
  const known: ReadonlySet<string> = new Set(intentNames);

  const takeTurn = async (input: HandlerInput): Promise<Response> => {
    const envelope = envelopeOf(input);
    const turn = decode(envelope, known);
    const { type, error } = envelope.request;
    if (turn === null || error !== undefined) {
      // What Alexa tells and wants no words for: an error in an earlier reply of ours, an event of the skill's life.
      log({ event: 'notice', code: noticeCode(type, error?.type) });
    }
    const reply = turn === null ? null : await assistant(turn);
    const { response, sessionAttributes } = reply === null ? silence : encode(reply);
    leaveBehind(input, sessionAttributes);
    return response;
  };

  const when = (takes: Takes): RequestHandler => ({
    canHandle: input => takes(envelopeOf(input).request),
    handle: takeTurn,
  });

  const faults: ErrorHandler = {
    canHandle: () => true,
    handle: (input, error) => {
      const { request } = envelopeOf(input);
      log(faultOf(error, hashedId(request.requestId)));
      leaveBehind(input, {});
      if (!isHeard(request)) return silence.response;
      return { outputSpeech: { type: 'SSML', ssml: speak(apology) }, shouldEndSession: true };
    },
  };

  const skill = SkillBuilders.custom()
    .addRequestHandlers(
      when(({ type }) => type === 'LaunchRequest'),
      ...intentNames.map(name =>
        when(({ type, intent }) => type === 'IntentRequest' && intent?.name === name),
      ),
      // An intent that the model has and the table has not is understood as a fallback; see `decode`.
      when(({ type }) => type === 'IntentRequest'),
      when(({ type }) => type === 'SessionEndedRequest'),
      when(() => true),
    )
    .addErrorHandlers(faults)
    .create();

  return async envelope => {
    if (!isForUs(envelope, applicationId)) return { ok: false, code: 'wrong_application' };
    const news = decodeEvent(envelope);
    if (news !== null && !(await tellBank(news))) return { ok: false, code: 'bank_not_told' };
    // The SDK reads of an envelope what our own schema has checked.
    return { ok: true, response: await skill.invoke(envelope as unknown as RequestEnvelope) };
  };
}

/**
 * The skill on AWS Lambda, triggered by Alexa itself: IAM lets nobody else in, so the application id is what is left
 * to check. Behind API Gateway a signature would have to be verified as well; use `express.ts` there.
 */
import type { Context } from 'aws-lambda';
import type { ResponseEnvelope } from 'ask-sdk-model';
import { readConfig } from '../../config.ts';
import { createLog, type Log } from '../../log.ts';
import { createAlexaSkill } from '../../skill.ts';
import { readEnvelope } from './envelope.ts';
import type { AlexaHandler } from './handler.ts';

interface Skill {
  readonly handler: AlexaHandler;
  readonly log: Log;
}

function start(): Skill {
  const now = Date.now;
  const log = createLog(line => process.stdout.write(`${line}\n`), now);
  const handler = createAlexaSkill({ config: readConfig(process.env), log, now });
  log({ event: 'started', entry: 'lambda' });
  return { handler, log };
}

/**
 * Put together while Lambda starts the instance, so that nobody waits for it where instances are started ahead
 * (provisioned concurrency); kept while the instance is warm. It holds no customer's state.
 */
let skill: Skill | undefined;
try {
  skill = start();
} catch {
  // A setting is missing or wrong: each request is told so below.
}

/**
 * Takes one request. Two parameters and no callback: with three, Node 24 on Lambda does not start.
 * @throws Error with a code when the request is not one of this skill, which Lambda reports to its sender.
 */
export const handler = async (event: unknown, context: Context): Promise<ResponseEnvelope> => {
  skill ??= start();
  const envelope = readEnvelope(event);
  const handled =
    envelope === null ? { ok: false as const, code: 'malformed' as const } : await skill.handler(envelope);
  if (handled.ok) return handled.response;
  skill.log({ event: 'refused', code: handled.code, request: context.awsRequestId });
  throw new Error(handled.code);
};

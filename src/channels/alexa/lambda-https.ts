/**
 * The skill on AWS Lambda behind an HTTP API, where anybody can knock: the same app as the standalone server, with the
 * same border. API Gateway hands a body over as text, or as base64 where it is not sure; its bytes are what was signed.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import serverless from 'serverless-http';
import { readConfig } from '../../config.ts';
import { createLog } from '../../log.ts';
import { createAlexaSkill } from '../../skill.ts';
import { createSkillApp } from './express.ts';

type Answer = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

function start(): Answer {
  const now = Date.now;
  const log = createLog(line => process.stdout.write(`${line}\n`), now);
  const handler = createAlexaSkill({ config: readConfig(process.env), log, now });
  const app = createSkillApp({ handler, log, now });
  log({ event: 'started', entry: 'lambda-https' });
  return serverless(app, { provider: 'aws' });
}

/** Put together while Lambda starts the instance; what it remembers is certificates and the ids of requests. */
let answer: Answer | undefined;
try {
  answer = start();
} catch {
  // A setting is missing or wrong: each request is told so below, and its sender hears of a 500.
}

/** Takes one request, as payload version 2.0 of an HTTP API has it. Two parameters, as `lambda.ts` says. */
export const handler: Answer = async (event, context) => (answer ??= start())(event, context);

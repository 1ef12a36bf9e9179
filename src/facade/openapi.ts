/**
 * The facade's contract as OpenAPI 3.1, made from the zod schemas. Run as a program (`npm run openapi`) it writes
 * `docs/openapi.json`; a test keeps that file equal to what is made here.
 */
import { writeFileSync } from 'node:fs';
import {
  contractVersion,
  paths,
  questionNames,
  traceHeader,
  type QuestionName,
  type RefusalCode,
} from './contract.ts';
import { exampleAnswers, exampleContext, exampleLinkEvent } from './openapi.examples.ts';
import { problemComponents, problemResponses } from './openapi.problems.ts';
import { componentSchemas, pascal, type Json } from './openapi.schemas.ts';

/** What a customer asks with each question. */
const summaries: Readonly<Record<QuestionName, string>> = {
  balance: 'What are my balances?',
  funds: 'Is there at least so much in an account?',
  activity: 'What went out and came in?',
  spending: 'How much did I spend, and how much before?',
  income: 'How much came in from others?',
  bill: 'When is my credit card bill due, and how much is it?',
  alerts: 'Are there open alerts?',
  sharing: 'What may be told here?',
  disclosures: 'What was told here this month?',
};

/** What each kind of operation may refuse with. */
const always = [
  'invalid_request',
  'invalid_client',
  'invalid_token',
  'rate_limited',
  'internal_error',
  'unavailable',
] as const;
const onBody = ['payload_too_large', 'unsupported_media_type'] as const;
/** A bank may want a step-up for every question; the reference bank wants none for alerts, sharing and disclosures. */
const onSharing = [...always, ...onBody, 'insufficient_user_authentication'] as const;
const onQuestion = [...onSharing, 'not_disclosed'] as const;
const onTotal = [...onQuestion, 'no_such_account', 'mixed_currencies', 'window_unavailable'] as const;

const answerRefusals: Readonly<Record<QuestionName, readonly RefusalCode[]>> = {
  balance: [...onQuestion, 'no_such_account'],
  funds: [...onQuestion, 'no_such_account'],
  activity: onTotal,
  spending: onTotal,
  income: onTotal,
  bill: onQuestion,
  alerts: onQuestion,
  sharing: onSharing,
  disclosures: onSharing,
};
/** No `invalid_token`: a token that links to nobody is refused like a wrong PIN. */
const stepUpRefusals: readonly RefusalCode[] = [
  ...always.filter(code => code !== 'invalid_token'),
  ...onBody,
  'step_up_refused',
];
const endStepUpRefusals: readonly RefusalCode[] = always;
const unlinkRefusals: readonly RefusalCode[] = always;
/** No `invalid_token`: what a token names is one way to find the link, and none has to be there. */
const linkEventRefusals: readonly RefusalCode[] = [
  ...always.filter(code => code !== 'invalid_token'),
  ...onBody,
];

/** The whole document. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sottovoce facade',
      version: contractVersion,
      description:
        'What a bank answers to an assistant: aggregates, and nothing else. Every object is closed: a field that ' +
        'is not described here makes the receiver refuse the whole message. Every response carries ' +
        '`Cache-Control: no-store`. A path that does not exist is refused with the code `not_found`, a method ' +
        'that does not fit with `method_not_allowed`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: 'https://{host}',
        description: "The bank's facade.",
        variables: { host: { default: 'facade.bank.example' } },
      },
    ],
    security: [{ link: [], client: [] }],
    tags: [
      { name: 'answers', description: 'One path a question.' },
      { name: 'step-up', description: 'What a customer says to be recognised in a conversation.' },
      { name: 'link', description: "The customer's consent to this platform." },
    ],
    paths: {
      ...Object.fromEntries(
        questionNames.map(name => [`${paths.answers}/${name}`, { ...traced, post: answerOperation(name) }]),
      ),
      [paths.stepUps]: { ...traced, post: stepUpOperation() },
      [`${paths.stepUps}/{conversation}`]: { ...traced, delete: endStepUpOperation() },
      [paths.link]: { ...traced, delete: unlinkOperation() },
      [paths.linkEvents]: { ...traced, post: linkEventOperation() },
    },
    components: {
      parameters: {
        Trace: {
          name: traceHeader,
          in: 'header',
          required: false,
          description:
            'Names the turn that the request belongs to (W3C trace context), so that the logs of skill and bank can be ' +
            'read side by side: random, anew for each turn. Nothing is decided by it.',
          schema: { type: 'string', pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
          example: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00',
        },
      },
      securitySchemes: {
        client: {
          type: 'apiKey',
          in: 'header',
          name: 'Client-Assertion',
          description:
            'A JWT by which the skill shows who it is (RFC 7523 section 3), signed with ES256: `iss` and `sub` its ' +
            'client id, `aud` the base URL of the facade, `iat`, `exp` at most five minutes later, and `jti`. It is ' +
            'needed next to the access token; a link answers to a skill of its own platform alone.',
        },
        link: {
          type: 'http',
          scheme: 'bearer',
          description: "The access token of the customer's link with a platform (RFC 6750).",
        },
      },
      ...problemComponents([
        ...Object.values(answerRefusals),
        stepUpRefusals,
        endStepUpRefusals,
        unlinkRefusals,
        linkEventRefusals,
      ]),
      schemas: componentSchemas(),
    },
  };
}

function answerOperation(name: QuestionName): Json {
  const answer = exampleAnswers[name];
  return {
    operationId: `answer${pascal(name)}`,
    summary: summaries[name],
    tags: ['answers'],
    requestBody: jsonBody(`${pascal(name)}Request`, { context: exampleContext, question: answer.question }),
    responses: {
      '200': { description: 'The answer.', content: jsonContent(`${pascal(name)}Answer`, answer) },
      ...problemResponses(answerRefusals[name]),
    },
  };
}

function stepUpOperation(): Json {
  return {
    operationId: 'stepUp',
    summary:
      'The customer says what the challenge asks for: the voice PIN, two digits of it, or a one-time code.',
    description:
      'Every attempt counts: never repeat one. A token that links to nobody, a locked link, a customer without a ' +
      'PIN and a wrong one are refused alike, after the same work. The grant stays at the bank.',
    tags: ['step-up'],
    requestBody: jsonBody('StepUpRequest', {
      context: exampleContext,
      factor: { kind: 'voice-pin', pin: '4821' },
    }),
    responses: {
      '200': {
        description: 'The conversation is stepped up.',
        content: jsonContent('StepUpGranted', { idleSeconds: 300, absoluteSeconds: 900 }),
      },
      ...problemResponses(stepUpRefusals),
    },
  };
}

/** What every path takes. */
const traced = { parameters: [{ $ref: '#/components/parameters/Trace' }] };

function endStepUpOperation(): Json {
  return {
    operationId: 'endStepUp',
    summary: 'Ends the step-up of this conversation.',
    tags: ['step-up'],
    parameters: [
      {
        name: 'conversation',
        in: 'path',
        required: true,
        schema: { $ref: '#/components/schemas/OpaqueId' },
        example: exampleContext.conversation,
      },
    ],
    responses: {
      '204': { description: 'There is no step-up in this conversation any more.' },
      ...problemResponses(endStepUpRefusals),
    },
  };
}

function unlinkOperation(): Json {
  return {
    operationId: 'unlink',
    summary: 'The customer stops sharing with this platform.',
    description:
      'Withdraws the consent and ends the link with all its tokens and step-ups; the next request is refused with ' +
      '`invalid_token`. Needs no step-up: taking back a consent is as easy as giving it.',
    tags: ['link'],
    responses: {
      '204': { description: 'Nothing is shared with this platform any more.' },
      ...problemResponses(unlinkRefusals),
    },
  };
}

function linkEventOperation(): Json {
  return {
    operationId: 'tellLinkEvent',
    summary: 'The platform tells that its user has switched the skill off, has unlinked or has linked.',
    description:
      'May be repeated, and comes in any order: a link that was made after `at` is not concerned. `disabled` and ' +
      '`unlinked` withdraw the consent and end the link with all its tokens and step-ups. Answered alike whether ' +
      'there was such a link or not.',
    tags: ['link'],
    security: [{ client: [] }, { client: [], link: [] }],
    requestBody: jsonBody('LinkEvent', exampleLinkEvent),
    responses: {
      '204': { description: 'The bank has it.' },
      ...problemResponses(linkEventRefusals),
    },
  };
}

const jsonContent = (schema: string, example: unknown): Json => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, example },
});

const jsonBody = (schema: string, example: unknown): Json => ({
  required: true,
  content: jsonContent(schema, example),
});

/** As it is committed: two spaces, a line feed at the end. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (import.meta.main) {
  writeFileSync(new URL('../../docs/openapi.json', import.meta.url), openApiText());
}

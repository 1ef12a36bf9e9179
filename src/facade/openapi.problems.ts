/** Refusals as components of the OpenAPI document: one response for each set of codes that share a status. */
import { factorAcr, refusalCodes, refusalStatus, type RefusalCode } from './contract.ts';
import type { Json } from './openapi.schemas.ts';
import { problemOf } from './problems.ts';

/** The responses of an operation that may refuse with these codes: a reference for each status. */
export function problemResponses(codes: readonly RefusalCode[]): Json {
  return Object.fromEntries(
    byStatus(codes).map(([status, ofStatus]) => [
      String(status),
      { $ref: `#/components/responses/${responseName(ofStatus)}` },
    ]),
  );
}

/** What those references lead to, for all operations together. */
export function problemComponents(codesOfOperations: readonly (readonly RefusalCode[])[]): Json {
  const used = new Set(codesOfOperations.flat());
  return {
    headers: {
      Challenge: {
        description:
          'RFC 6750 section 3 for `invalid_token`, and in the same form for `invalid_client`; RFC 9470 section 3, with `acr_values` and `max_age`, for ' +
          '`insufficient_user_authentication`. The value is that of the challenge in the body: ' +
          `${Object.values(factorAcr).join(', ')}.`,
        required: true,
        schema: { type: 'string' },
      },
      RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
    },
    responses: Object.fromEntries(
      codesOfOperations
        .flatMap(byStatus)
        .map(([status, codes]) => [responseName(codes), response(status, codes)]),
    ),
    examples: Object.fromEntries(
      refusalCodes.filter(code => used.has(code)).map(code => [code, { value: problemOf(code) }]),
    ),
  };
}

function response(status: number, codes: readonly RefusalCode[]): Json {
  return {
    description: codes.map(code => `\`${code}\`: ${problemOf(code).title}`).join(' '),
    headers: {
      ...(status === 401 ? { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } } : {}),
      ...(status === 429 ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { properties: { status: { const: status }, code: { enum: codes } } },
          ],
        },
        examples: Object.fromEntries(codes.map(code => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

const responseName = (codes: readonly RefusalCode[]): string => codes.join('.');

/** In the order of the statuses, and of the codes in the contract. */
function byStatus(codes: readonly RefusalCode[]): [status: number, codes: RefusalCode[]][] {
  const groups = Map.groupBy(
    refusalCodes.filter(code => codes.includes(code)),
    code => refusalStatus[code],
  );
  return [...groups].toSorted(([one], [other]) => one - other);
}

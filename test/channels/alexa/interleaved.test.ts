/** Hundreds of customers on one warm handler: nobody hears anybody else, and no PIN is anywhere but at the bank. */
import fc from 'fast-check';
import type { ResponseEnvelope } from 'ask-sdk-model';
import { expect, it } from 'vitest';
import { readEnvelope } from '../../../src/channels/alexa/envelope.ts';
import { answerRequest, stepUpRequest } from '../../../src/facade/contract.ts';
import { problemOf } from '../../../src/facade/problems.ts';
import { createLog } from '../../../src/log.ts';
import { createAlexaSkill } from '../../../src/skill.ts';
import { intent, launch, nowMs, sessionEnded, skillId } from './requests.ts';

const customers = 200;

/** Names that no sentence of ours has. */
const nicknameOf = (customer: number): string =>
  `jar${String.fromCharCode(97 + (customer % 26))}${customer}x`;
const tokenOf = (customer: number): string => `token-of-${customer}`;
/** Four digits that are in no amount, date or timestamp of the test. */
const pinOf = (customer: number): string => String(6_000 + customer);

const problemResponse = (code: 'insufficient_user_authentication' | 'step_up_refused'): Response =>
  new Response(JSON.stringify(problemOf(code)), {
    status: problemOf(code).status,
    headers: {
      'content-type': 'application/problem+json',
      'www-authenticate': `Bearer error="${code}", acr_values="urn:sottovoce:acr:voice-pin", max_age="300"`,
    },
  });
const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });

/** A bank that knows of each token one jar, one PIN, and the conversations that have stepped up. */
function pretendBank() {
  const granted = new Set<string>();
  return (url: string, init: RequestInit | undefined): Response => {
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '';
    const customer = Number(token.replace('token-of-', ''));
    if (init?.method === 'DELETE') {
      granted.delete(`${token} ${url.split('/').at(-1) ?? ''}`);
      return new Response(null, { status: 204 });
    }
    const body: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : '');
    if (url.endsWith('/step-ups')) {
      const { context, factor } = stepUpRequest.parse(body);
      if (JSON.stringify(factor) !== JSON.stringify({ kind: 'voice-pin', pin: pinOf(customer) }))
        return problemResponse('step_up_refused');
      granted.add(`${token} ${context.conversation}`);
      return json({ idleSeconds: 300, absoluteSeconds: 900 });
    }
    const { context, question } = answerRequest.parse(body);
    if (!granted.has(`${token} ${context.conversation}`))
      return problemResponse('insufficient_user_authentication');
    return json({
      answerId: '00000000-0000-4000-8000-000000000000',
      asOf: '2026-03-18T10:30:00-04:00',
      question,
      precision: 'exact',
      accounts: [
        {
          kind: 'savings',
          nickname: nicknameOf(customer),
          currency: 'USD',
          bookedMinor: customer * 100,
          availableMinor: customer * 100,
          asOfDay: null,
        },
      ],
    });
  };
}

it('never mix, in whatever order the bank answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async scheduler => {
      const bank = pretendBank();
      const lines: string[] = [];
      const handler = createAlexaSkill({
        config: {
          facadeUrl: 'https://facade.bank.example',
          clientId: 'sottovoce-alexa',
          clientKey: null,
          alexaSkillId: skillId,
          bankName: 'your bank',
          fraudLine: null,
          timeZone: 'America/New_York',
          turnTimeoutMs: 6_000,
        },
        log: createLog(
          line => lines.push(line),
          () => nowMs,
        ),
        now: () => nowMs,
        // Every reply of the bank waits until the scheduler picks it.
        fetch: (url, init) =>
          scheduler.schedule(Promise.resolve(bank(url instanceof Request ? url.url : url.toString(), init))),
      });

      const converse = async (customer: number): Promise<ResponseEnvelope[]> => {
        const responses: ResponseEnvelope[] = [];
        const say = async (make: (changes: Parameters<typeof launch>[0]) => unknown): Promise<void> => {
          const envelope = readEnvelope(
            make({
              sessionId: `amzn1.echo-api.session.${customer}`,
              accessToken: tokenOf(customer),
              attributes: responses.at(-1)?.sessionAttributes ?? {},
            }),
          );
          const handled = envelope === null ? null : await handler(envelope);
          if (handled?.ok !== true) throw new Error('refused');
          responses.push(handled.response);
        };
        await say(changes => launch(changes));
        await say(changes => intent('BalanceIntent', {}, changes));
        await say(changes => intent('PinIntent', { pin: '0000' }, changes));
        await say(changes => intent('PinIntent', { pin: pinOf(customer) }, changes));
        await say(changes => intent('BalanceIntent', { account: ['savings', 'savings'] }, changes));
        await say(changes => sessionEnded('USER_INITIATED', changes));
        return responses;
      };

      const talks = Promise.all(Array.from({ length: customers }, (_, customer) => converse(customer)));
      const all = await scheduler.waitFor(talks);

      for (const [customer, responses] of all.entries()) {
        const spoken = responses.map(({ response: { outputSpeech } }) =>
          outputSpeech?.type === 'SSML' ? outputSpeech.ssml : '',
        );
        expect(spoken[3]).toContain(nicknameOf(customer));
        expect(spoken[4]).toContain(nicknameOf(customer));
        expect(
          JSON.stringify(responses)
            .match(/jar[a-z]\d+x/g)
            ?.every(name => name === nicknameOf(customer)),
        ).toBe(true);
        expect(JSON.stringify(responses)).not.toContain(pinOf(customer));
        expect(JSON.stringify(responses)).not.toContain('token-of');
        // What the platform carries from turn to turn is a question, never an answer.
        expect(JSON.stringify(responses.map(({ sessionAttributes }) => sessionAttributes))).not.toMatch(
          /jar|\d{4}/,
        );
      }
      const log = lines.map(line => line.replaceAll(/"(timestamp|trace|request)":"[^"]*",?/g, '')).join('\n');
      expect(lines.length).toBeGreaterThanOrEqual(customers * 6);
      expect(log).not.toMatch(/jar|token-of|\b6\d{3}\b/);
    }),
    { numRuns: 2 },
  );
}, 120_000);

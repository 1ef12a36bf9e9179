/** A skill that answers what a test tells it to, and keeps what it was sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestEnvelope, Response } from 'ask-sdk-model';
import type { SkillEndpoint } from '../../src/simulator/skill-endpoint.ts';

type Answer = (request: RequestEnvelope) => { status?: number; body: string } | 'never';

export interface FakeSkill extends SkillEndpoint {
  readonly requests: RequestEnvelope[];
  answer: Answer;
  nowMs: number;
  close(): Promise<void>;
}

export const accessToken = 'token-of-the-customer-0123456789';

/** A response envelope as a skill would send it. */
export const respond = (
  response: Response,
  sessionAttributes: Record<string, unknown> = {},
): { body: string } => ({
  body: JSON.stringify({ version: '1.0', sessionAttributes, response }),
});

export const ssml = (words: string) => ({ type: 'SSML' as const, ssml: `<speak>${words}</speak>` });

/** Says something and listens for an answer to its question. */
export const asks = (question: string, reprompt = question): Response => ({
  outputSpeech: ssml(question),
  reprompt: { outputSpeech: ssml(reprompt) },
  shouldEndSession: false,
});

export const ends = (words: string): Response => ({ outputSpeech: ssml(words), shouldEndSession: true });

export async function startFakeSkill(): Promise<FakeSkill> {
  const requests: RequestEnvelope[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += String(chunk)));
    request.on('end', () => {
      // The device posts nothing else here.
      const envelope = JSON.parse(body) as RequestEnvelope;
      requests.push(envelope);
      const answer = skill.answer(envelope);
      if (answer === 'never') return;
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const skill: FakeSkill = {
    url: `http://127.0.0.1:${port}/alexa`,
    applicationId: 'amzn1.ask.skill.test',
    accessToken,
    refreshToken: () => Promise.resolve(),
    locale: 'en-US',
    timeZone: 'America/New_York',
    now: () => skill.nowMs,
    takeExchanges: () => [],
    countTransactions: () => Promise.resolve(0),
    requests,
    answer: () => respond(ends('Goodbye.')),
    nowMs: Date.parse('2026-11-23T17:00:00Z'),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return skill;
}

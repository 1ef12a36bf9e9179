/** The skills that can be judged: the packaged function, and the one in this process. */
import { readEnvelope } from '../../channels/alexa/envelope.ts';
import type { AlexaHandler } from '../../channels/alexa/handler.ts';
import { readConfig } from '../../config.ts';
import { createLog } from '../../log.ts';
import { startZip, type PackagedFunction } from '../../packaged/index.ts';
import { createAlexaSkill } from '../../skill.ts';
import { certifiedSkillId, type EmbeddedBank } from './embedded-bank.ts';
import type { StartedSkill } from './gather.ts';
import { answerOf, type Skill } from './skill.ts';

/**
 * Starts a packaged function in a process that has nothing but its settings.
 * @param now where its clock stands still, in milliseconds since 1970 UTC
 */
export const startPackaged =
  (packaged: PackagedFunction, now: () => number) =>
  ({ environment }: Pick<EmbeddedBank, 'environment'>): StartedSkill => {
    const running = startZip(packaged, { environment, nowMs: now() });
    return {
      skill: {
        applicationId: certifiedSkillId,
        take: async envelope => {
          const invoked = await running.invoke(envelope);
          return invoked.ok
            ? answerOf(invoked.response)
            : { kind: 'refused', code: invoked.error.errorMessage };
        },
      },
      log: () => running.log,
      [Symbol.asyncDispose]: () => running.stop(),
    };
  };

/** Makes something else of the skill, for tests of the rules: a skill that does one thing wrong. */
export type Alter = (handler: AlexaHandler) => AlexaHandler;

/** The skill in this process, as a Lambda function takes its events. */
export const startInProcess =
  (now: () => number, alter: Alter = handler => handler) =>
  ({ environment }: Pick<EmbeddedBank, 'environment'>): StartedSkill => {
    const lines: string[] = [];
    const log = createLog(line => lines.push(line), now);
    const handler = alter(createAlexaSkill({ config: readConfig(environment), log, now }));
    return {
      skill: {
        applicationId: certifiedSkillId,
        take: async event => {
          const envelope = readEnvelope(event);
          if (envelope === null) return { kind: 'refused', code: 'malformed' };
          const handled = await handler(envelope);
          return handled.ok
            ? answerOf(JSON.parse(JSON.stringify(handled.response)))
            : { kind: 'refused', code: handled.code };
        },
      },
      log: () => lines,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  };

/** Longer than Alexa waits, so that a rule can say that it took too long. */
const answerTimeoutMs = 10_000;

/** A skill behind an address, which answers requests that nobody has signed. */
export const skillAt = (url: string, applicationId: string, timeoutMs = answerTimeoutMs): Skill => ({
  applicationId,
  take: async envelope => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(envelope),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body: unknown = await response.json().catch(() => null);
      return response.status === 200 ? answerOf(body) : { kind: 'refused', code: `HTTP ${response.status}` };
    } catch {
      // The rules tell of it as of a request that was turned away.
      return { kind: 'refused', code: 'no answer' };
    }
  },
});

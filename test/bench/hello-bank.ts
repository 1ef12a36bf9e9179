/** The smallest skill of ask-sdk-core that asks a bank something, as it is usually written: with the global fetch. */
import { SkillBuilders, type Skill } from 'ask-sdk-core';
import type { alertsAnswer } from './requests.ts';

const skill = SkillBuilders.custom()
  .addRequestHandlers({
    canHandle: () => true,
    handle: async ({ responseBuilder }) => {
      const response = await fetch(`${process.env.SOTTOVOCE_FACADE_URL ?? ''}/v1/answers/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"question":{"name":"alerts"}}',
      });
      // The benchmark's own bank.
      const { openCount } = (await response.json()) as typeof alertsAnswer;
      return responseBuilder.speak(`You have ${openCount} alerts.`).getResponse();
    },
  })
  .create();

export const handler = (event: Parameters<Skill['invoke']>[0]): ReturnType<Skill['invoke']> =>
  skill.invoke(event);

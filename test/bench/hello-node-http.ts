/** The smallest skill of ask-sdk-core that asks a bank something, by what a cold process loads fastest. */
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { SkillBuilders, type Skill } from 'ask-sdk-core';
import type { alertsAnswer } from './requests.ts';

const ask = (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    request(`${process.env.SOTTOVOCE_FACADE_URL ?? ''}/v1/answers/alerts`, { method: 'POST' })
      .on('response', response => resolve(json(response)))
      .on('error', reject)
      .end('{"question":{"name":"alerts"}}');
  });

const skill = SkillBuilders.custom()
  .addRequestHandlers({
    canHandle: () => true,
    handle: async ({ responseBuilder }) => {
      // The benchmark's own bank.
      const { openCount } = (await ask()) as typeof alertsAnswer;
      return responseBuilder.speak(`You have ${openCount} alerts.`).getResponse();
    },
  })
  .create();

export const handler = (event: Parameters<Skill['invoke']>[0]): ReturnType<Skill['invoke']> =>
  skill.invoke(event);

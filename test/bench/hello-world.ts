/** The smallest skill that ask-sdk-core makes: what every other figure of a skill is beside. */
import { SkillBuilders, type Skill } from 'ask-sdk-core';

export function helloWorld(): Skill {
  return SkillBuilders.custom()
    .addRequestHandlers({
      canHandle: () => true,
      handle: ({ responseBuilder }) => responseBuilder.speak('Hello.').getResponse(),
    })
    .create();
}

const skill = helloWorld();
export const handler = (event: Parameters<Skill['invoke']>[0]): ReturnType<Skill['invoke']> =>
  skill.invoke(event);

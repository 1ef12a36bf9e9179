// "What have you told Alexa about me?"
import { defineQuestion } from '../src/conversation/intent.ts';
import { nearDay } from '../src/conversation/near-day.ts';

/** How often the bank has told this assistant something this month, by kind, and when the last time; never what. */
export const disclosures = defineQuestion({
  name: 'DisclosuresIntent',
  question: 'disclosures',
  slots: [],
  ask: () => ({ name: 'disclosures' }),
  tell: ({ told, lastOn }, { say, today }) =>
    lastOn === null ? say.nothingTold : say.told({ kinds: told, last: nearDay(lastOn, today) }),
});

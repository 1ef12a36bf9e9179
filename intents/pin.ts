// "Four eight two one."
import { defineIntent } from '../src/conversation/intent.ts';
import { maxRefusedPins } from '../src/conversation/memory.ts';
import { readFactor } from '../src/conversation/slots.ts';

/**
 * The voice PIN, two digits of it, or a one-time code, whatever the bank has asked for. One that no question waits for
 * is not processed, and never reaches the bank.
 */
export const pin = defineIntent({
  names: ['PinIntent'],
  slots: ['pin', 'code'],
  hear: (slots, { memory: { pending, refusedPins }, say }) => {
    if (pending === null) return { kind: 'say', prompt: say.pin.notAsked };
    if (refusedPins >= maxRefusedPins) return { kind: 'leave', speech: say.pin.locked };
    const factor = readFactor(slots, pending.challenge);
    return factor === null
      ? { kind: 'ask-pin', prompt: say.pin.notThatMany(pending.challenge), pending }
      : { kind: 'step-up', factor, pending };
  },
});

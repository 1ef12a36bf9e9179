// "Four eight two one."
import { defineIntent } from '../src/conversation/intent.ts';
import { maxRefusedPins } from '../src/conversation/memory.ts';
import { readPin } from '../src/conversation/slots.ts';

/** The voice PIN. One that no question waits for is not processed, and never reaches the bank. */
export const pin = defineIntent({
  names: ['PinIntent'],
  slots: ['pin'],
  hear: (slots, { memory: { pending, refusedPins }, say }) => {
    if (pending === null) return { kind: 'say', prompt: say.pin.notAsked };
    if (refusedPins >= maxRefusedPins) return { kind: 'leave', speech: say.pin.locked };
    const digits = readPin(slots);
    return digits === null
      ? { kind: 'ask-pin', prompt: say.pin.notFourDigits, pending }
      : { kind: 'step-up', pin: digits, pending };
  },
});

/** The scenes with a customer of our bank. */
import type { InteractionModel } from '../../simulator/interaction-model.ts';
import type { Device } from '../../simulator/device.ts';
import { bankScenes, type BankFacts, type BankScene, type Scene } from '../facts.ts';
import { troubleTokens } from './bank-line.ts';
import type { EmbeddedBank } from './embedded-bank.ts';
import type { Scenery, Stage } from './stage.ts';
import { emptyIntents, questionIntents, unknownValues } from './talk.ts';

interface Play extends Scenery {
  readonly bank: EmbeddedBank;
  readonly model: InteractionModel;
  readonly examples: readonly string[];
  /** A device of the linked customer's. */
  readonly linked: () => Device;
  readonly ask: (device: Device, intent: string) => Promise<unknown>;
}
type Act = (play: Play) => Promise<unknown>;

const balance = 'BalanceIntent';
/** Digits that are not the customer's. */
const wrongPin = (pin: string, attempt: number): string =>
  String(1_000 + ((Number(pin) + 1_357 * attempt) % 9_000));

/** The skill has asked for the PIN, and then something else is asked for. */
const atPin =
  (intent: string): Act =>
  async ({ linked, ask }) => {
    const customer = linked();
    await ask(customer, balance);
    await ask(customer, intent);
  };

/** A whole question, with the PIN where it is asked for. */
async function askWithPin({ ask, sayPin, bank }: Play, device: Device, intent: string): Promise<void> {
  await ask(device, intent);
  if (device.awaitsPin) await sayPin(device, bank.pin);
}

const inTrouble =
  (token: string): Act =>
  async play => {
    await askWithPin(play, play.device({ accessToken: token }), balance);
  };

const acts: Readonly<Record<BankScene, Act>> = {
  'one-shot': async ({ linked, sayPin, bank, model, ask }) => {
    const customer = linked();
    await customer.say(`ask ${model.languageModel.invocationName} for my balance`);
    await sayPin(customer, bank.pin);
    await ask(customer, 'AMAZON.RepeatIntent');
    await ask(customer, 'AMAZON.StopIntent');
  },
  'example-phrases': async play => {
    for (const phrase of play.examples) {
      const customer = play.linked();
      await customer.say(phrase);
      if (customer.awaitsPin) await play.sayPin(customer, play.bank.pin);
    }
  },
  questions: async play => {
    const customer = play.linked();
    for (const intent of questionIntents(play.model)) await askWithPin(play, customer, intent);
    await customer.close();
  },
  'odd-slots': async ({ send, model, bank: { accessToken } }) => {
    for (const request of [...emptyIntents(model), ...unknownValues(model)])
      await send(request, { accessToken });
  },
  'new-conversation': async play => {
    const customer = play.linked();
    await askWithPin(play, customer, balance);
    await play.ask(customer, 'AMAZON.StopIntent');
    await play.ask(customer, balance);
  },
  'help-at-pin': atPin('AMAZON.HelpIntent'),
  'stop-at-pin': atPin('AMAZON.StopIntent'),
  'cancel-at-pin': atPin('AMAZON.CancelIntent'),
  'fallback-at-pin': atPin('AMAZON.FallbackIntent'),
  'silence-at-pin': async ({ linked, ask }) => {
    const customer = linked();
    await ask(customer, balance);
    await customer.silence();
    await customer.silence();
  },
  'no-digits': async ({ linked, ask }) => {
    const customer = linked();
    await ask(customer, balance);
    await customer.say('?', { taken: { intent: 'PinIntent', slots: { pin: { value: '?', id: null } } } });
  },
  'unasked-pin': async ({ linked, sayPin, bank }) => {
    const customer = linked();
    await customer.open();
    await sayPin(customer, bank.pin);
  },
  'wrong-pins': async ({ linked, ask, sayPin, bank }) => {
    const customer = linked();
    await ask(customer, balance);
    for (const attempt of [1, 2, 3]) await sayPin(customer, wrongPin(bank.pin, attempt));
  },
  // The link is locked by the scene before.
  'fourth-pin': async ({ linked, ask, sayPin, bank }) => {
    const customer = linked();
    await ask(customer, balance);
    if (customer.awaitsPin) await sayPin(customer, bank.pin);
  },
  'after-reset': async play => {
    await play.bank.unlock();
    await askWithPin(play, play.linked(), balance);
  },
  'bad-token': ({ device, ask }) => ask(device({ accessToken: 'token-of-nobody' }), balance),
  'bank-slow': inTrouble(troubleTokens.slow),
  'bank-down': inTrouble(troubleTokens.down),
  'bank-talkative': inTrouble(troubleTokens.talkative),
  'tampered-while-linked': async ({ linked, ask }) => {
    const customer = linked();
    await ask(customer, balance);
    customer.tamper({ pending: 'none', granted: true, stepUp: { level: 'voice-pin' } });
    await ask(customer, balance);
  },
};

export interface BankingParts {
  readonly stage: Stage;
  readonly bank: EmbeddedBank;
  readonly model: InteractionModel;
  readonly examples: readonly string[];
  /** Every line that the skill has logged. */
  readonly log: () => readonly string[];
}

/** Plays them all, or those that are named, in their order: a lock is set by one and lifted by another. */
export async function gatherBanking(
  { stage, bank, model, examples, log }: BankingParts,
  names: readonly BankScene[] = bankScenes,
): Promise<BankFacts> {
  const scenes: Partial<Record<BankScene, Scene>> = {};
  for (const name of bankScenes.filter(each => names.includes(each))) {
    scenes[name] = await stage.play(async scenery => {
      await acts[name]({
        ...scenery,
        bank,
        model,
        examples,
        linked: () => scenery.device({ accessToken: bank.accessToken }),
        ask: (device, intent) => device.say(intent, { taken: { intent, slots: {} } }),
      });
    });
  }
  const empty = Object.fromEntries(bankScenes.map(name => [name, []])) as unknown as BankFacts['scenes'];
  return {
    scenes: { ...empty, ...scenes },
    model,
    examples,
    log: log(),
    secrets: {
      pins: [bank.pin, ...[1, 2, 3].map(attempt => wrongPin(bank.pin, attempt))],
      tokens: [bank.accessToken, ...Object.values(troubleTokens)],
      names: bank.names,
    },
  };
}

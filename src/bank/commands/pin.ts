import { choosePin } from '../step-up/choose-pin.ts';
import { pinRefusalWords } from '../step-up/pin-rules.ts';
import { chooseSecret } from './choose-secret.ts';
import {
  CommandFailed,
  dataHelp,
  dataOption,
  readArguments,
  required,
  withData,
  type Command,
} from './command.ts';
import { findCustomer } from './find-customer.ts';

export const pin: Command = {
  name: 'pin',
  summary: "choose a customer's voice PIN",
  help: `Usage: bank pin --customer NAME [options]

Asks for four digits without showing them, or reads them from standard input. A lock stays: see "bank unlock".

  --customer NAME    whose PIN it is
${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, { ...dataOption, customer: { type: 'string' } });
    const customerId = required(values.customer, '--customer NAME');
    return withData(values.data, context, async ({ database, pinPepper }) => {
      await findCustomer(database.kysely, customerId);
      const chosen = await chooseSecret(context, { name: 'PIN', prompt: 'Voice PIN (four digits): ' });
      const outcome = await choosePin(database.kysely, {
        customerId,
        pin: chosen,
        pepper: pinPepper,
        now: context.now(),
        random: context.random,
      });
      if (!outcome.ok) throw new CommandFailed(pinRefusalWords[outcome.reason]);
      context.print(
        `${customerId} has a new voice PIN. Whoever was in a conversation is asked for it again.`,
      );
      return 0;
    });
  },
};

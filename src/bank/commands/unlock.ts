import { unlockLink } from '../step-up/unlock-link.ts';
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

export const unlock: Command = {
  name: 'unlock',
  summary: 'unlock a link after three wrong voice PINs',
  help: `Usage: bank unlock --customer NAME [options]

Unlocks a customer's link with a platform, and sets the counter of wrong voice PINs back.

  --customer NAME    whose link it is
  --platform NAME    (default: alexa)
${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, {
      ...dataOption,
      customer: { type: 'string' },
      platform: { type: 'string', default: 'alexa' },
    });
    const customerId = required(values.customer, '--customer NAME');
    const platform = required(values.platform, '--platform NAME');
    return withData(values.data, context, async ({ database }) => {
      await findCustomer(database.kysely, customerId);
      switch (await unlockLink(database.kysely, { customerId, platform })) {
        case 'unlocked':
          context.print(`${customerId}'s link with ${platform} is unlocked.`);
          return 0;
        case 'not-locked':
          context.print(`${customerId}'s link with ${platform} was not locked.`);
          return 0;
        case 'not-linked':
          throw new CommandFailed(
            `${customerId} is not linked with ${platform}: there is nothing to unlock.`,
          );
      }
    });
  },
};

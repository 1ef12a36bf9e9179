import { Temporal } from 'temporal-polyfill';
import { issueOneTimeCode } from '../step-up/factors/one-time-code.ts';
import { dataHelp, dataOption, readArguments, required, withData, type Command } from './command.ts';
import { findCustomer } from './find-customer.ts';

export const code: Command = {
  name: 'code',
  summary: 'make a one-time code that a customer can say instead of the voice PIN',
  help: `Usage: bank code --customer NAME [options]

Makes a code of six digits, as the bank's app shows it to a customer who is signed in. It works once, for five
minutes, in place of an earlier one. The next question about money asks for it.

  --customer NAME    whose code it is
${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, { ...dataOption, customer: { type: 'string' } });
    const customerId = required(values.customer, '--customer NAME');
    return withData(values.data, context, async ({ database, pinPepper }, config) => {
      await findCustomer(database.kysely, customerId);
      const issued = await issueOneTimeCode(database.kysely, {
        customerId,
        pepper: pinPepper,
        now: context.now(),
        random: context.random,
      });
      if (issued === null) throw new Error('a customer who was there is gone');
      const until = Temporal.Instant.fromEpochMilliseconds(issued.expiresAt)
        .toZonedDateTimeISO(config.timeZone)
        .toPlainTime();
      context.print(
        `${issued.code} is ${customerId}'s code until ${until.toString({ smallestUnit: 'second' })}. It works once.`,
      );
      return 0;
    });
  },
};

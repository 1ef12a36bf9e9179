import { balancePrecision, consentClasses, precision } from '../../facade/contract.ts';
import { createLink } from '../link/create-link.ts';
import {
  dataHelp,
  dataOption,
  readArguments,
  required,
  UsageError,
  withData,
  type Command,
} from './command.ts';
import { findCustomer } from './find-customer.ts';

const dayMs = 86_400_000;
const validDays = 365;

export const link: Command = {
  name: 'link',
  summary: 'link a customer with a platform, to try it out',
  help: `Usage: bank link --customer NAME [options]

Links a customer with a platform and lets it answer every question for ${validDays} days, in place of the
customer who would agree to it. For trying out: what was agreed to before is withdrawn, a lock stays.

  --customer NAME    whom to link
  --platform NAME    (default: alexa)
  --totals WORD      about: rounded at the bank (default); exact: to the cent
  --balances WORD    fresh: rounded, renewed four times a day (default); sealed: rounded, as of a
                     day, renewed after five bookings; exact: to the cent
${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, {
      ...dataOption,
      customer: { type: 'string' },
      platform: { type: 'string', default: 'alexa' },
      totals: { type: 'string', default: 'about' },
      balances: { type: 'string', default: 'fresh' },
    });
    const customerId = required(values.customer, '--customer NAME');
    const platform = required(values.platform, '--platform NAME');
    const totals = precision.safeParse(values.totals).data;
    if (totals === undefined) throw new UsageError('--totals is about or exact.');
    const balances = balancePrecision.safeParse(values.balances).data;
    if (balances === undefined) throw new UsageError('--balances is fresh, sealed or exact.');
    return withData(values.data, context, async ({ database }) => {
      await findCustomer(database.kysely, customerId);
      await createLink(database.kysely, {
        customerId,
        platform,
        consent: {
          questions: consentClasses,
          precision: { totals, balances },
          validForMs: validDays * dayMs,
        },
        now: context.now(),
        random: context.random,
      });
      context.print(`${customerId} is linked with ${platform}, for ${validDays} days.`);
      return 0;
    });
  },
};

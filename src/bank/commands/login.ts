import { loginRefusalWords, setLogin } from '../pages/index.ts';
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

export const login: Command = {
  name: 'login',
  summary: "set a customer's name and password for the bank's pages",
  help: `Usage: bank login --customer NAME [options]

Asks for a password without showing it, or reads it from standard input. Whoever is signed in with an earlier
one is signed out.

  --customer NAME    whose it is
  --name NAME        to sign in with (default: the customer's)
${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, {
      ...dataOption,
      customer: { type: 'string' },
      name: { type: 'string' },
    });
    const customerId = required(values.customer, '--customer NAME');
    return withData(values.data, context, async ({ database, pinPepper }) => {
      await findCustomer(database.kysely, customerId);
      const password = await chooseSecret(context, { name: 'password', prompt: 'Password: ' });
      const name = values.name ?? customerId;
      const outcome = await setLogin(database.kysely, {
        customerId,
        name,
        password,
        pepper: pinPepper,
        now: context.now(),
        random: context.random,
      });
      if (!outcome.ok) throw new CommandFailed(loginRefusalWords[outcome.reason]);
      context.print(`${customerId} signs in as ${name} from now on.`);
      return 0;
    });
  },
};

import { authorizationPath } from '../authorization/index.ts';
import { bankSettings } from '../config.ts';
import { alexaClient } from '../site-options.ts';
import { dataHelp, dataOption, readArguments, withData, type Command } from './command.ts';

export const linking: Command = {
  name: 'linking',
  summary: "what to enter in Alexa's developer console for account linking",
  help: `Usage: bank linking [options]

Prints what the console asks for under Account Linking. The client secret is among it: keep it to yourself.

${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, dataOption);
    return withData(values.data, context, ({ pinPepper }, config) => {
      const { clientId, clientSecret, redirectUris } = alexaClient(config, pinPepper);
      const issuer = `${config.publicUrl ?? 'https://YOUR-BANK'}${authorizationPath}`;
      const rows = [
        ['Authorization grant', 'Auth Code Grant'],
        ['Web authorization URI', `${issuer}/auth`],
        ['Access token URI', `${issuer}/token`],
        ['Client ID', clientId],
        ['Client secret', clientSecret],
        ['Authentication scheme', 'HTTP Basic'],
        ['Scope', 'ask'],
        ['PKCE', 'on (S256)'],
      ] as const;
      for (const [name, value] of rows) context.print(`${name.padEnd(24)}${value}`);
      if (config.publicUrl === null) context.warn(missing(bankSettings.publicUrl));
      if (redirectUris.length === 0) context.warn(missing(bankSettings.alexaVendorId));
      return Promise.resolve(0);
    });
  },
};

function missing({ variable, example, about }: { variable: string; example: string; about: string }): string {
  return `${variable} is not set. ${about} Set it like this: ${variable}=${example}`;
}

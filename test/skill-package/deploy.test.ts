/** What `npm run deploy:skill` does, with ask-cli played. */
import { describe, expect, it } from 'vitest';
import { accountLinkingOf } from '../../src/skill-package/manifest.ts';
import { exampleEnvironment, packageConfig, packageSettings } from '../../src/skill-package/config.ts';
import { DeployError, deploySkill, type DeployWorld } from '../../src/skill-package/deploy.ts';

const skillId = 'amzn1.ask.skill.12345678-0000-4000-8000-000000000000';
const secret = 'a secret of the bank and Alexa, forty long';
const folder = 'dist/skill-package';

/** Of a bank that there is. */
const settings = {
  ...exampleEnvironment,
  SOTTOVOCE_AUTHORIZATION_URL: 'https://link.juniper.test/oauth/auth',
  SOTTOVOCE_TOKEN_URL: 'https://link.juniper.test/oauth/token',
};

/** What happened, in order; the secret is shown where it is. */
interface Played {
  readonly world: DeployWorld;
  readonly ran: string[];
  readonly printed: string[];
  readonly secretFiles: string[];
}

function play(
  exits: Readonly<Record<string, number | null>> = {},
  files: Readonly<Record<string, string>> = {},
): Played {
  const [ran, printed, secretFiles]: [string[], string[], string[]] = [[], [], []];
  const there: Readonly<Record<string, string>> = {
    [`${folder}/skill-package/accountLinking.json`]: JSON.stringify(
      accountLinkingOf(packageConfig(settings)),
    ),
    // ask-cli writes more into it than we do.
    [`${folder}/.ask/ask-states.json`]: JSON.stringify({
      askcliStatesVersion: '2020-03-31',
      profiles: { default: { skillId, skillMetadata: { lastDeployHash: 'x' } } },
    }),
    ...files,
  };
  return {
    ran,
    printed,
    secretFiles,
    world: {
      run: (program, args, where) => {
        const line = [program === process.execPath ? 'node' : program, ...args].join(' ');
        ran.push(where === undefined ? line : `${line} (in ${where})`);
        const exit = Object.entries(exits).find(([begins]) => line.startsWith(begins));
        return exit === undefined ? 0 : exit[1];
      },
      read: path => there[path] ?? null,
      withSecretFile: (text, use) => {
        secretFiles.push(text);
        return use('/private/linking.json');
      },
      print: line => printed.push(line),
    },
  };
}

describe('deploying the skill', () => {
  it('certifies first, deploys the metadata alone, and sends the linking with its secret by a file', () => {
    const { world, ran, printed, secretFiles } = play();
    deploySkill({ folder, clientSecret: secret }, world);
    expect(ran).toEqual([
      'ask --version',
      'node src/certify/main.ts',
      `ask deploy --target skill-metadata (in ${folder})`,
      `ask smapi update-account-linking-info --skill-id ${skillId} --stage development --account-linking-request file:/private/linking.json`,
    ]);
    expect(JSON.parse(secretFiles[0] ?? '')).toMatchObject({
      accountLinkingRequest: { type: 'AUTH_CODE', clientSecret: secret },
    });
    expect([...ran, ...printed].join('\n')).not.toContain(secret);
    expect(printed.join('\n')).toContain('PKCE');
  });

  it('leaves the linking as it is without a secret, and says how to send it', () => {
    const { world, ran, printed } = play();
    deploySkill({ folder, clientSecret: null }, world);
    expect(ran).toHaveLength(3);
    expect(printed.join('\n')).toContain('SOTTOVOCE_ALEXA_CLIENT_SECRET');
  });

  it('says how ask-cli is installed where it is not there', () => {
    const { world, ran } = play({ 'ask --version': null });
    expect(() => deploySkill({ folder, clientSecret: null }, world)).toThrow(
      /npm install --global ask-cli@2/,
    );
    expect(ran).toHaveLength(1);
  });

  it('does not send what was made to try it', () => {
    const linking = JSON.stringify(accountLinkingOf(packageConfig(exampleEnvironment)));
    const { world, ran } = play({}, { [`${folder}/skill-package/accountLinking.json`]: linking });
    expect(() => deploySkill({ folder, clientSecret: secret }, world)).toThrow(/was made of examples/);
    expect(ran).toEqual([]);
  });

  it('does not send the account of the example to Amazon’s testers, in whatever words it stands', () => {
    const testingInstructions = `Sign in with ${packageSettings.testingAccount.example}. Say "open".`;
    const manifest = JSON.stringify({ manifest: { publishingInformation: { testingInstructions } } });
    const { world, ran } = play({}, { [`${folder}/skill-package/skill.json`]: manifest });
    expect(() => deploySkill({ folder, clientSecret: secret }, world)).toThrow(/was made of examples/);
    expect(ran).toEqual([]);
  });

  it('deploys nothing that does not pass', () => {
    const { world, ran } = play({ 'node src/certify': 1 });
    expect(() => deploySkill({ folder, clientSecret: secret }, world)).toThrow(/Nothing was deployed/);
    expect(ran).toHaveLength(2);
  });

  it('wants a package', () => {
    const { world } = play({}, { [`${folder}/skill-package/accountLinking.json`]: '' });
    expect(() => deploySkill({ folder: 'elsewhere', clientSecret: null }, world)).toThrow(
      /npm run skill-package/,
    );
  });

  it.each(['ask deploy', 'ask smapi'])('tells when "%s" fails', command => {
    const { world } = play({ [command]: 1 });
    expect(() => deploySkill({ folder, clientSecret: secret }, world)).toThrow(DeployError);
  });
});

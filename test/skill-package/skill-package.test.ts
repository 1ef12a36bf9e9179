/** What `npm run skill-package` makes of settings. */
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { facadeScope } from '../../src/bank/authorization/token-link.ts';
import { buildSkillPackage, iconSizes, PackageError } from '../../src/skill-package/build.ts';
import {
  exampleEnvironment,
  packageConfig,
  PackageConfigError,
  packageSettings,
} from '../../src/skill-package/config.ts';
import { accountLinkingDocument, manifestDocument } from '../../src/skill-package/manifest-schema.ts';
import { pngSize } from '../../src/skill-package/png.ts';
import { decode } from '../simulator/page/indexed-png.ts';

const build = (changes: Readonly<Record<string, string>> = {}) =>
  buildSkillPackage(packageConfig({ ...exampleEnvironment, ...changes }));
const json = (files: ReturnType<typeof build>, path: string): unknown =>
  JSON.parse(files.get(path)?.toString() ?? 'null');
const manifestIn = (files: ReturnType<typeof build>) =>
  manifestDocument.parse(json(files, 'skill-package/skill.json')).manifest;

function complaintAbout(environment: Readonly<Record<string, string>>): string {
  try {
    packageConfig(environment);
  } catch (error) {
    if (error instanceof PackageConfigError) return error.message;
    throw error;
  }
  return 'none';
}

describe('the settings', () => {
  it('are asked for, all of them at once, each with what it is and how it is written', () => {
    const complaint = complaintAbout({});
    for (const { variable, about, example, fallback } of Object.values(packageSettings)) {
      if (fallback !== null) continue;
      expect(complaint).toContain(`${variable} is missing. ${about} Set it like this: ${example}`);
    }
    expect(complaint).toContain('npm run skill-package -- --example');
  });

  it('take the pages of the reference bank where its address is known', () => {
    const environment = {
      ...exampleEnvironment,
      SOTTOVOCE_AUTHORIZATION_URL: '',
      SOTTOVOCE_TOKEN_URL: '',
      SOTTOVOCE_BANK_URL: 'https://link.bank.example/',
    };
    expect(packageConfig(environment)).toMatchObject({
      authorizationUrl: 'https://link.bank.example/oauth/auth',
      accessTokenUrl: 'https://link.bank.example/oauth/token',
    });
  });

  it('have examples that are right', () => {
    for (const { schema, example, fallback } of Object.values(packageSettings)) {
      expect(schema.safeParse(example).error).toBeUndefined();
      if (fallback !== null) expect(schema.safeParse(fallback).error).toBeUndefined();
    }
  });

  it.each([
    ['SOTTOVOCE_PRIVACY_URL', 'http://www.bank.example/privacy'],
    ['SOTTOVOCE_TOKEN_URL', 'https://assistants.bank.example:8443/oauth/token'],
    ['SOTTOVOCE_SKILL_ENDPOINT', 'arn:aws:lambda:eu-central-1:123456789012:function:skill'],
    ['SOTTOVOCE_SKILL_ENDPOINT', 'https://user@skill.bank.example/alexa'],
    ['SOTTOVOCE_ALEXA_SKILL_ID', 'my-skill'],
    ['SOTTOVOCE_COUNTRIES', 'United States'],
    ['SOTTOVOCE_SKILL_NAME', 'x'.repeat(51)],
  ])('refuses %s=%s', (variable, value) => {
    expect(complaintAbout({ ...exampleEnvironment, [variable]: value })).toContain(`${variable} is wrong`);
  });
});

describe('the package', () => {
  it('has the files that ask-cli 2 expects', () => {
    expect([...build().keys()].sort()).toEqual([
      'ask-resources.json',
      'skill-package/accountLinking.json',
      'skill-package/assets/images/en-US_largeIcon.png',
      'skill-package/assets/images/en-US_smallIcon.png',
      'skill-package/interactionModels/custom/en-US.json',
      'skill-package/skill.json',
    ]);
  });

  it('knows the skill that there is already', () => {
    const skillId = 'amzn1.ask.skill.12345678-0000-4000-8000-000000000000';
    expect(json(build({ SOTTOVOCE_ALEXA_SKILL_ID: skillId }), '.ask/ask-states.json')).toMatchObject({
      profiles: { default: { skillId } },
    });
  });

  it('sends skill and events to the one endpoint, of Lambda or of the bank', () => {
    const lambda = manifestIn(build());
    expect(lambda.apis.custom.endpoint).toEqual({ uri: packageSettings.endpoint.example });
    expect(lambda.events.endpoint).toEqual(lambda.apis.custom.endpoint);
    const web = manifestIn(build({ SOTTOVOCE_SKILL_ENDPOINT: 'https://skill.bank.example/alexa' }));
    expect(web.apis.custom.endpoint).toEqual({
      uri: 'https://skill.bank.example/alexa',
      sslCertificateType: 'Trusted',
    });
    const api = manifestIn(
      build({ SOTTOVOCE_SKILL_ENDPOINT: 'https://abc.execute-api.us-east-1.amazonaws.com/alexa' }),
    );
    expect(api.apis.custom.endpoint.sslCertificateType).toBe('Wildcard');
  });

  it('links by the code grant, with the scope of the facade and without the secret', () => {
    const document = accountLinkingDocument.parse(json(build(), 'skill-package/accountLinking.json'));
    expect(document.accountLinkingRequest).toMatchObject({ type: 'AUTH_CODE', scopes: [facadeScope] });
    expect(JSON.stringify(document)).not.toContain('ecret');
  });

  it('has the interaction model as it stands, but for the name', () => {
    const path = 'skill-package/interactionModels/custom/en-US.json';
    const ours: unknown = JSON.parse(
      readFileSync(new URL('../../models/en-US.json', import.meta.url), 'utf8'),
    );
    expect(json(build(), path)).toEqual(ours);
    const files = build({ SOTTOVOCE_INVOCATION_NAME: 'juniper bank' });
    const named = z.object({
      interactionModel: z.object({ languageModel: z.object({ invocationName: z.literal('juniper bank') }) }),
    });
    expect(named.safeParse(json(files, path)).success).toBe(true);
    expect(manifestIn(files).publishingInformation.locales['en-US']?.examplePhrases).toContain(
      'Alexa, open juniper bank',
    );
  });
});

/** The middle of every shape that stands before the ground, and the colour that is there. */
function shapesIn(svg: string): { readonly x: number; readonly y: number; readonly fill: string }[] {
  const ofGroup = /<g fill="(#\w+)"/.exec(svg)?.[1] ?? '';
  return [...svg.matchAll(/<(rect|circle) ([^>]+)\/>/g)].flatMap(([, kind, attributes = '']) => {
    const number = (name: string): number =>
      Number(new RegExp(`(?:^| )${name}="(\\d+)"`).exec(attributes)?.[1] ?? Number.NaN);
    const fill = /fill="(#\w+)"/.exec(attributes)?.[1] ?? ofGroup;
    if (kind === 'circle') return [{ x: number('cx'), y: number('cy'), fill }];
    const [x, y] = [number('x') + number('width') / 2, number('y') + number('height') / 2];
    return Number.isNaN(x) ? [] : [{ x, y, fill }];
  });
}

describe('the icons', () => {
  const folder = new URL('../../src/skill-package/icons/', import.meta.url);
  const svg = readFileSync(new URL('icon.svg', folder), 'utf8');

  it.each(['small', 'large'] as const)('%s is drawn from the SVG, in the size that the store wants', name => {
    const png = readFileSync(new URL(`${name}.png`, folder));
    const size = iconSizes[name];
    expect(pngSize(png)).toEqual({ width: size, height: size });
    const scale = size / Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
    const { channels, rows } = decode(png);
    const colourAt = (x: number, y: number): string =>
      `#${rows.toString('hex', (Math.floor(y * scale) * size + Math.floor(x * scale)) * channels).slice(0, 6)}`;
    const shapes = shapesIn(svg);
    expect(shapes.length).toBeGreaterThan(5);
    for (const { x, y, fill } of shapes) expect(colourAt(x, y)).toBe(fill);
    expect(colourAt(1, 1)).toBe(/<rect width[^>]+fill="(#\w+)"/.exec(svg)?.[1]);
  });

  it('are the bank’s own where it has some, and of the right size', () => {
    const own = mkdtempSync(join(tmpdir(), 'sottovoce-icons-'));
    for (const name of ['small', 'large'])
      copyFileSync(new URL(`${name}.png`, folder), join(own, `${name}.png`));
    expect(build({ SOTTOVOCE_ICONS: own }).size).toBe(6);
    copyFileSync(join(own, 'small.png'), join(own, 'large.png'));
    expect(() => build({ SOTTOVOCE_ICONS: own })).toThrow(
      /large\.png is 108 x 108. It has to be a PNG of 512/,
    );
    writeFileSync(join(own, 'large.png'), 'GIF89a');
    expect(() => build({ SOTTOVOCE_ICONS: own })).toThrow(/is no PNG/);
    expect(() => build({ SOTTOVOCE_ICONS: join(own, 'nowhere') })).toThrow(PackageError);
  });
});

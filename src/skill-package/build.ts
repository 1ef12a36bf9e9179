/** The files of a skill package, as ask-cli 2 expects them below one folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { PackageConfig } from './config.ts';
import { stores } from './locales.ts';
import {
  accountLinkingDocument,
  manifestDocument,
  resourcesDocument,
  statesDocument,
} from './manifest-schema.ts';
import { accountLinkingOf, iconPaths, manifestOf } from './manifest.ts';
import { pngSize } from './png.ts';

/** The icons of the store, by what they are called in a folder of icons. */
export const iconSizes = { small: 108, large: 512 } as const;
type IconName = keyof typeof iconSizes;

/** Something that the package is made of cannot be used; the message says what to do. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
}

/** The interaction model as far as it is changed here; the rest of it passes as it is. */
interface ModelDocument {
  readonly interactionModel: { readonly languageModel: { readonly invocationName: string } };
}

/**
 * Makes every file of the package, by its path.
 * @throws PackageError when an icon is missing or of another size.
 */
export function buildSkillPackage(config: PackageConfig): ReadonlyMap<string, Buffer> {
  const models = Object.fromEntries(
    Object.keys(stores).map(locale => [locale, modelFor(locale, config.invocationName)]),
  );
  const names = Object.fromEntries(
    Object.entries(models).map(([locale, model]) => [
      locale,
      model.interactionModel.languageModel.invocationName,
    ]),
  );
  const files = new Map<string, Buffer>();
  const write = <Value>(path: string, schema: z.ZodType<Value>, value: Value): void => {
    files.set(path, json(schema.parse(value)));
  };

  write('ask-resources.json', resourcesDocument, {
    askcliResourcesVersion: '2020-03-31',
    profiles: { default: { skillMetadata: { src: './skill-package' } } },
  });
  if (config.alexaSkillId !== null) {
    write('.ask/ask-states.json', statesDocument, {
      askcliStatesVersion: '2020-03-31',
      profiles: { default: { skillId: config.alexaSkillId } },
    });
  }
  write('skill-package/skill.json', manifestDocument, manifestOf(config, names));
  write('skill-package/accountLinking.json', accountLinkingDocument, accountLinkingOf(config));
  for (const [locale, model] of Object.entries(models)) {
    files.set(`skill-package/interactionModels/custom/${locale}.json`, json(model));
    const paths = iconPaths(locale);
    for (const name of ['small', 'large'] as const)
      files.set(`skill-package/${paths[name]}`, readIcon(config.iconFolder, name));
  }
  return files;
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

function modelFor(locale: string, invocationName: string | null): ModelDocument {
  const file = new URL(`../../models/${locale}.json`, import.meta.url);
  // Ours, and checked as a whole by `certify`.
  const document = JSON.parse(readFileSync(file, 'utf8')) as ModelDocument;
  if (invocationName === null) return document;
  const { interactionModel } = document;
  const languageModel = { ...interactionModel.languageModel, invocationName };
  return { ...document, interactionModel: { ...interactionModel, languageModel } };
}

function readIcon(folder: string | null, name: IconName): Buffer {
  const path = folder === null ? new URL(`icons/${name}.png`, import.meta.url) : join(folder, `${name}.png`);
  const size = iconSizes[name];
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new PackageError(
      `There is no icon ${String(path)}. Put a PNG of ${size} x ${size} there, or leave SOTTOVOCE_ICONS out.`,
    );
  }
  const found = pngSize(bytes);
  if (found?.width === size && found.height === size) return bytes;
  const is = found === null ? 'no PNG' : `${found.width} x ${found.height}`;
  throw new PackageError(`${String(path)} is ${is}. It has to be a PNG of ${size} x ${size}.`);
}

/** Reads the skill package from its folder, as ask-cli would. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as intents from '../../../intents/index.ts';
import { replies } from '../../../models/en-US.replies.ts';
import { opened } from '../../conversation/intent.ts';
import { parseInteractionModel, type InteractionModel } from '../../simulator/interaction-model.ts';
import type { Language } from '../../simulator/language.ts';
import { createUnderstanding, type Understand } from '../../simulator/understand/index.ts';
import { splitInvocation } from '../../simulator/understand/invocation.ts';
import { stores } from '../../skill-package/locales.ts';
import { pngSize } from '../../skill-package/png.ts';
import type { HeardPhrase, LocaleFacts, PackageFacts } from '../facts.ts';

export interface ReadPackage {
  readonly facts: PackageFacts;
  /** What has been learnt of each model. */
  readonly languages: Readonly<Record<string, Language>>;
  /** What the store tells customers to say first. */
  readonly examples: readonly string[];
}

/** The language of the skill's own help. */
const helpLocale = 'en-US';

/**
 * @param folder of ask-cli's project
 * @param train learns a model; given by tests, which have learnt it already
 * @throws Error of Node's when there is no such folder; InteractionModelError
 */
export function readPackage(
  folder: string,
  train: (model: InteractionModel) => Understand = createUnderstanding,
): ReadPackage {
  const root = join(folder, 'skill-package');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  const texts = Object.fromEntries(
    files
      .filter(file => file.endsWith('.json'))
      .map(file => [relative(folder, file), readFileSync(file, 'utf8')]),
  );
  const images = Object.fromEntries(
    files
      .filter(file => file.endsWith('.png'))
      .map(file => [relative(root, file), pngSize(readFileSync(file))]),
  );
  const manifest = parsed(texts['skill-package/skill.json']);
  const models = Object.entries(texts).flatMap(([path, text]) => {
    const locale = /^skill-package\/interactionModels\/custom\/([\w-]+)\.json$/.exec(path)?.[1];
    return locale === undefined ? [] : [{ locale, text, model: parseInteractionModel(text, path) }];
  });
  const languages = Object.fromEntries(
    models.map(({ locale, model }): [string, Language] => [
      locale,
      { model, understand: understandingOf(model, train) },
    ]),
  );
  const factsOf = ({ locale, text, model }: (typeof models)[number]): LocaleFacts => {
    const hear = (phrase: string): HeardPhrase => heard(phrase, model, languages[locale]?.understand);
    return {
      model,
      modelBytes: Buffer.byteLength(text),
      isOfSources: withoutName(text) === withoutName(sourceOf(locale)),
      examples: examplesIn(manifest, locale).map(hear),
      suggestions: locale === helpLocale ? suggestions().map(hear) : [],
    };
  };
  return {
    facts: {
      manifest,
      accountLinking: parsed(texts['skill-package/accountLinking.json']),
      resources: parsed(texts['ask-resources.json']),
      locales: Object.fromEntries(models.map(each => [each.locale, factsOf(each)])),
      images,
      texts,
      sources: { replies: [replies.locale], stores: Object.keys(stores) },
      intents: Object.values(intents)
        .flatMap(({ names }) => names)
        .filter(name => name !== opened),
    },
    languages,
    examples: examplesIn(manifest, helpLocale),
  };
}

/**
 * Learns a model. Samples with slots that do not exist, of which nothing can be learnt, are for a rule to object to: the
 * others are heard as if those were not there.
 */
function understandingOf(
  model: InteractionModel,
  train: (model: InteractionModel) => Understand,
): Understand {
  try {
    return train(model);
  } catch {
    const { languageModel } = model;
    const intents = languageModel.intents.map(intent => {
      const isDeclared = (slot: string): boolean => intent.slots.some(({ name }) => name === slot);
      const samples = intent.samples.filter(sample =>
        [...sample.matchAll(/\{(\w+)\}/g)].every(([, slot = '']) => isDeclared(slot)),
      );
      return { ...intent, samples };
    });
    return train({ ...model, languageModel: { ...languageModel, intents } });
  }
}

/** Null: it is no JSON, or not there. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return null;
  }
}

/** The model of the sources; '' where there is none. */
function sourceOf(locale: string): string {
  try {
    return readFileSync(new URL(`../../../models/${locale}.json`, import.meta.url), 'utf8');
  } catch {
    return '';
  }
}

/** A model without what a bank may choose, in one spelling. */
const withoutName = (text: string): string =>
  JSON.stringify(parsed(text)).replace(/"invocationName":"[^"]*"/, '');

/** The example phrases, as far as the manifest is one; what is wrong with it is for the rules. */
function examplesIn(manifest: unknown, locale: string): string[] {
  type Loose = { readonly [key: string]: Loose } | undefined;
  const phrases: unknown = (manifest as Loose)?.manifest?.publishingInformation?.locales?.[locale]
    ?.examplePhrases;
  return Array.isArray(phrases) ? phrases.filter(phrase => typeof phrase === 'string') : [];
}

/** What the card of the help shows in quotation marks. */
const suggestions = (): string[] =>
  [...replies.helpCard({ bankName: 'the bank' }).text.matchAll(/"([^"]+)"/g)].map(
    ([, phrase = '']) => phrase,
  );

/** Any day will do: what counts is that a date was found. */
const situation = { today: '2026-01-15', timeZone: 'America/New_York', expecting: null } as const;

function heard(phrase: string, model: InteractionModel, understand: Understand | undefined): HeardPhrase {
  const { request } = splitInvocation(phrase, model.languageModel.invocationName);
  if (understand === undefined || request === '') return { phrase, intent: '', isSample: false };
  const { intent, how } = understand(request, situation);
  return { phrase, intent, isSample: how === 'template' };
}

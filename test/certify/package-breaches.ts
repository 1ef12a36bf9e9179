/** Packages with one thing wrong, and the rule that has to say so. */
import type { Facts } from '../../src/certify/facts.ts';
import {
  accountLinkingDocument,
  manifestDocument,
  type AccountLinkingDocument,
  type ManifestDocument,
} from '../../src/skill-package/manifest-schema.ts';
import { copyOf, type Breach, type Writable } from './breach.ts';
import type { Gathered } from './gathered.ts';

type Manifest = ManifestDocument['manifest'];
type Linking = AccountLinkingDocument['accountLinkingRequest'];

/** What our skill is like when its package is changed. */
function withPackage(
  facts: Gathered,
  change: (fact: Writable<Gathered['package']>, manifest: Manifest) => void,
): Facts {
  const changed = copyOf(facts.package);
  const document = manifestDocument.parse(changed.manifest);
  change(changed, document.manifest);
  return { ...facts, package: { ...changed, manifest: document } };
}

/** The same, of its account linking. */
function withLinking(facts: Gathered, change: (request: Linking) => void): Facts {
  const document = accountLinkingDocument.parse(copyOf(facts.package.accountLinking));
  change(document.accountLinkingRequest);
  return { ...facts, package: { ...facts.package, accountLinking: document } };
}

/** Another invocation name, in the model and in the phrases. */
function renamed(facts: Gathered, name: string): Facts {
  return withPackage(facts, fact => {
    const locale = fact.locales['en-US'];
    if (locale === undefined) return;
    const before = locale.model.languageModel.invocationName;
    locale.model.languageModel.invocationName = name;
    for (const each of locale.examples) each.phrase = each.phrase.replace(before, name);
  });
}

/** What the store says in the one language. */
function words(manifest: Manifest): Manifest['publishingInformation']['locales'][string] {
  const found = manifest.publishingInformation.locales['en-US'];
  if (found === undefined) throw new Error('the example package has no en-US');
  return found;
}
function privacy(manifest: Manifest): Manifest['privacyAndCompliance']['locales'][string] {
  const found = manifest.privacyAndCompliance.locales['en-US'];
  if (found === undefined) throw new Error('the example package has no en-US');
  return found;
}

export const packageBreaches: readonly Breach[] = [
  // The package.
  [
    'privacy-policy',
    'a language without a privacy policy',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        delete privacy(manifest).privacyPolicyUrl;
      }),
  ],
  [
    'terms-of-use',
    'terms of use over http',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        privacy(manifest).termsOfUseUrl = 'http://www.bank.example/terms';
      }),
  ],
  [
    'manifest-form',
    'a property that Amazon does not know',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        Object.assign(manifest.publishingInformation, { smallIcon: 'icon.png' });
      }),
  ],
  [
    'store-summary',
    'a summary that is too long',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        words(manifest).summary = 'Ask about your money. '.repeat(12);
      }),
  ],
  [
    'store-no-amazon-in-name',
    'a name as if it were of Amazon',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        words(manifest).name = 'Sotto Voce Alexa Skill';
      }),
  ],
  [
    'store-description',
    'a description that says nothing of linking',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        words(manifest).description = 'Tells balances, after a voice PIN.';
      }),
  ],
  [
    'testing-instructions',
    'testers without an account',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        manifest.publishingInformation.testingInstructions = 'Say: Alexa, open sotto voce.';
      }),
  ],
  [
    'icons-size',
    'an icon that is too small',
    facts =>
      withPackage(facts, fact => {
        fact.images['assets/images/en-US_largeIcon.png'] = { width: 256, height: 256 };
      }),
  ],
  [
    'icons-there',
    'an icon that is missing',
    facts =>
      withPackage(facts, fact => {
        delete fact.images['assets/images/en-US_smallIcon.png'];
      }),
  ],
  [
    'endpoint',
    'an endpoint with a certificate of its own',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        const endpoint = {
          uri: 'https://skill.bank.example/alexa',
          sslCertificateType: 'SelfSigned' as const,
        };
        manifest.apis.custom.endpoint = endpoint;
        manifest.events.endpoint = endpoint;
      }),
  ],
  [
    'events-subscribed',
    'nobody is told when the skill is switched off',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        manifest.events.subscriptions = manifest.events.subscriptions.filter(
          each => each.eventName !== 'SKILL_DISABLED',
        );
      }),
  ],
  [
    'no-permissions',
    'a permission that no answer needs',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        manifest.permissions = [{ name: 'alexa::profile:email:read' }];
      }),
  ],
  [
    'privacy-flags',
    'personal information that is denied',
    facts =>
      withPackage(facts, (_fact, manifest) => {
        manifest.privacyAndCompliance.usesPersonalInfo = false;
      }),
  ],
  [
    'linking-grant',
    'linking with the implicit grant',
    facts =>
      withLinking(facts, request => {
        request.type = 'IMPLICIT';
      }),
  ],
  [
    'linking-https',
    'tokens redeemed on another port',
    facts =>
      withLinking(facts, request => {
        request.accessTokenUrl = 'https://bank.example:8443/token';
      }),
  ],
  [
    'no-secret-in-package',
    'a client secret in the package',
    facts =>
      withPackage(facts, fact => {
        fact.texts['skill-package/accountLinking.json'] = '{"accountLinkingRequest":{"clientSecret":"x"}}';
      }),
  ],
  // The interaction model.
  [
    'model-up-to-date',
    'a package that was made before the model was changed',
    facts =>
      withPackage(facts, fact => {
        const locale = fact.locales['en-US'];
        if (locale !== undefined) locale.isOfSources = false;
      }),
  ],
  [
    'model-has-built-ins',
    'a model without a way home',
    facts => {
      const [home, replies] = ['AMAZON.NavigateHomeIntent', facts.package.intents];
      return withPackage(facts, fact => {
        const languageModel = fact.locales['en-US']?.model.languageModel;
        if (languageModel !== undefined)
          languageModel.intents = languageModel.intents.filter(({ name }) => name !== home);
        fact.intents = replies.filter(name => name !== home);
      });
    },
  ],
  [
    'model-intents-have-code',
    'an intent that nothing answers',
    facts =>
      withPackage(facts, fact => {
        fact.intents = fact.intents.filter(name => name !== 'BillIntent');
      }),
  ],
  [
    'model-samples-unique',
    'one sample for two intents',
    facts =>
      withPackage(facts, fact => {
        const intents = fact.locales['en-US']?.model.languageModel.intents ?? [];
        intents.find(({ name }) => name === 'AlertsIntent')?.samples.push('my balance');
      }),
  ],
  [
    'model-slots-exist',
    'a sample with a slot that is not there',
    facts =>
      withPackage(facts, fact => {
        const intents = fact.locales['en-US']?.model.languageModel.intents ?? [];
        intents.find(({ name }) => name === 'AlertsIntent')?.samples.push('my alerts {date}');
      }),
  ],
  [
    'model-samples-spelling',
    'a sample with figures in it',
    facts =>
      withPackage(facts, fact => {
        const intents = fact.locales['en-US']?.model.languageModel.intents ?? [];
        intents.find(({ name }) => name === 'AlertsIntent')?.samples.push('any of my 3 alerts');
      }),
  ],
  [
    'model-values-length',
    'a synonym longer than Alexa takes',
    facts =>
      withPackage(facts, fact => {
        const types = fact.locales['en-US']?.model.languageModel.types ?? [];
        types[0]?.values[0]?.name.synonyms.push('dollar '.repeat(21).trim());
      }),
  ],
  [
    'model-dialog-complete',
    'a question of the dialog without its words',
    facts =>
      withPackage(facts, fact => {
        const model = fact.locales['en-US']?.model;
        if (model !== undefined) model.prompts = model.prompts.filter(({ id }) => !id.includes('PinIntent'));
      }),
  ],
  // The name, and what is said first.
  ['name-no-launch-word', 'a launch word in the name', facts => renamed(facts, 'ask soffietto')],
  ['name-no-wake-word', 'a wake word in the name', facts => renamed(facts, 'echo soffietto')],
  ['name-spelling', 'a figure in the name', facts => renamed(facts, 'bank 24')],
  ['name-two-words', 'a name of one word', facts => renamed(facts, 'soffietto')],
  [
    'name-sounds-like-no-other',
    'the name of another bank, spelt otherwise',
    facts => renamed(facts, 'kapital wun'),
  ],
  [
    'phrases-first-opens',
    'a first phrase without the wake word',
    facts =>
      withPackage(facts, fact => {
        const [first] = fact.locales['en-US']?.examples ?? [];
        if (first === undefined) return;
        first.phrase = 'What can you tell me?';
        first.intent = 'SharingIntent';
        first.isSample = true;
      }),
  ],
  [
    'phrases-are-samples',
    'a phrase that is no sample',
    facts =>
      withPackage(facts, fact => {
        const phrase = fact.locales['en-US']?.examples[1];
        if (phrase !== undefined) phrase.isSample = false;
      }),
  ],
  [
    'phrases-resolve',
    'a phrase that is not understood',
    facts =>
      withPackage(facts, fact => {
        const phrase = fact.locales['en-US']?.examples[1];
        if (phrase !== undefined) phrase.intent = 'AMAZON.FallbackIntent';
      }),
  ],
  [
    'suggestions-are-samples',
    'a help that suggests what is no sample',
    facts =>
      withPackage(facts, fact => {
        const [suggestion] = fact.locales['en-US']?.suggestions ?? [];
        if (suggestion !== undefined) suggestion.isSample = false;
      }),
  ],
  [
    'locale-replies',
    'a language without answers',
    facts =>
      withPackage(facts, fact => {
        fact.sources.replies.push('de-DE');
      }),
  ],
];

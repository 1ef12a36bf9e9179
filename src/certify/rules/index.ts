/** Every rule, in the order in which it is told. */
import type { Group } from '../rule.ts';
import { builtInIntents } from './built-in-intents.ts';
import { bundle } from './bundle.ts';
import { entry } from './entry.ts';
import { examplePhrases } from './example-phrases.ts';
import { interactionModel } from './interaction-model.ts';
import { invocationName } from './invocation-name.ts';
import { linking } from './linking.ts';
import { live } from './live.ts';
import { locales } from './locales.ts';
import { ourLaw } from './our-law.ts';
import { manifest } from './manifest.ts';
import { modelSamples } from './model-samples.ts';
import { requests } from './requests.ts';
import { responses } from './responses.ts';
import { sessions } from './sessions.ts';
import { store } from './store.ts';
import { voiceCode } from './voice-code.ts';

export const groups: readonly Group[] = [
  { title: 'Opening and sessions', rules: sessions },
  { title: 'Built-in intents', rules: builtInIntents },
  { title: 'Example phrases', rules: examplePhrases },
  { title: 'Invocation name', rules: invocationName },
  { title: 'Interaction model', rules: interactionModel },
  { title: 'Samples', rules: modelSamples },
  { title: 'Manifest', rules: manifest },
  { title: 'Store', rules: store },
  { title: 'Languages', rules: locales },
  { title: 'Privacy and account linking', rules: linking },
  { title: 'Voice code', rules: voiceCode },
  { title: 'Requests', rules: requests },
  { title: 'Responses', rules: responses },
  { title: 'Entry over HTTPS', rules: entry },
  { title: 'Our own law', rules: ourLaw },
  { title: 'Package', rules: bundle },
  { title: 'Live endpoint', rules: live },
];

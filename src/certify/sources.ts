/** Where the rules come from: Amazon's pages, and our own law. */

export interface Source {
  readonly name: string;
  /** An address, or a path in this repository. */
  readonly url: string;
}

const docs = 'https://developer.amazon.com/en-US/docs/alexa';

export const sources = {
  functional: {
    name: 'Functional Testing for a Custom Skill',
    url: `${docs}/custom-skills/functional-testing-for-a-custom-skill.html`,
  },
  experience: {
    name: 'Voice Interface and User Experience Testing',
    url: `${docs}/custom-skills/voice-interface-and-user-experience-testing-for-a-custom-skill.html`,
  },
  security: {
    name: 'Security Requirements for an Alexa Skill',
    url: `${docs}/custom-skills/security-testing-for-an-alexa-skill.html`,
  },
  policy: {
    name: 'Policy Requirements for Alexa Skills',
    url: `${docs}/custom-skills/policy-requirements-for-an-alexa-skill.html`,
  },
  webService: {
    name: 'Host a Custom Skill as a Web Service',
    url: `${docs}/custom-skills/host-a-custom-skill-as-a-web-service.html`,
  },
  lambda: {
    name: 'Host a Custom Skill as an AWS Lambda Function',
    url: `${docs}/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html`,
  },
  requests: {
    name: 'Handle Requests Sent by Alexa',
    url: `${docs}/custom-skills/handle-requests-sent-by-alexa.html`,
  },
  json: {
    name: 'Request and Response JSON Reference',
    url: `${docs}/custom-skills/request-and-response-json-reference.html`,
  },
  requestTypes: {
    name: 'Request Types Reference',
    url: `${docs}/custom-skills/request-types-reference.html`,
  },
  ssml: {
    name: 'Speech Synthesis Markup Language Reference',
    url: `${docs}/custom-skills/speech-synthesis-markup-language-ssml-reference.html`,
  },
  builtIns: {
    name: 'Standard Built-in Intents',
    url: `${docs}/custom-skills/standard-built-in-intents.html`,
  },
  invocationName: {
    name: 'Choose the Invocation Name for a Custom Skill',
    url: `${docs}/custom-skills/choose-the-invocation-name-for-a-custom-skill.html`,
  },
  invoking: {
    name: 'Understand How Users Invoke Custom Skills',
    url: `${docs}/custom-skills/understanding-how-users-invoke-custom-skills.html`,
  },
  limits: {
    name: 'Create the Interaction Model: limits',
    url: `${docs}/custom-skills/create-the-interaction-model-for-your-skill.html#limits`,
  },
  utterances: {
    name: 'Create Intents, Utterances, and Slots',
    url: `${docs}/custom-skills/create-intents-utterances-and-slots.html`,
  },
  slotTypes: {
    name: 'Create and Edit Custom Slot Types',
    url: `${docs}/custom-skills/create-and-edit-custom-slot-types.html`,
  },
  dialog: {
    name: 'Dialog Interface Reference',
    url: `${docs}/custom-skills/dialog-interface-reference.html`,
  },
  prompts: {
    name: 'Design the Prompts for Your Skill',
    url: `${docs}/interaction-model-design/design-the-prompts-for-your-skill.html`,
  },
  store: {
    name: 'Define Skill Store Details for Publication',
    url: `${docs}/devconsole/launch-your-skill.html`,
  },
  manifest: { name: 'Skill Manifest Schema', url: `${docs}/smapi/skill-manifest.html` },
  linkingSchema: { name: 'Account Linking Schemas', url: `${docs}/smapi/account-linking-schemas.html` },
  linking: {
    name: 'Requirements for Account Linking',
    url: `${docs}/account-linking/requirements-account-linking.html`,
  },
  linkingUse: {
    name: 'Account Linking for Custom Skills',
    url: `${docs}/account-linking/add-account-linking-logic-custom-skill.html`,
  },
  events: { name: 'Use Skill Events', url: `${docs}/smapi/skill-events-in-alexa-skills.html` },
  locales: {
    name: 'Develop Skills in Multiple Languages',
    url: `${docs}/custom-skills/develop-skills-in-multiple-languages.html`,
  },
  purchases: {
    name: 'Voice Code Requirements',
    url: `${docs}/custom-skills/requirements-for-skills-that-allow-purchases.html`,
  },
  privacyLaw: { name: 'our law: what may cross the wall', url: 'docs/privacy.md' },
  threatModel: { name: 'our law: the threat model', url: 'docs/threat-model.md' },
  performanceLaw: { name: 'our law: the bundle is small', url: 'docs/performance.md' },
} as const satisfies Record<string, Source>;

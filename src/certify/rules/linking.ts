/** Privacy, and the link between the two accounts. */
import { accountLinkingDocument, type AccountLinkingDocument } from '../../skill-package/manifest-schema.ts';
import type { Missing, PackageFacts } from '../facts.ts';
import { found, rulesAbout, type Checked, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { cardOf, isClosed, nameOf, quote, saysFigure, unless, wordsOf } from './reading.ts';
import { aboutManifest } from './manifest.ts';

const isHttps443 = (text: string | undefined): boolean => {
  const url = URL.parse(text ?? '');
  return url?.protocol === 'https:' && url.port === '';
};

/** A rule about an account linking that can be read. */
const aboutLinking = (
  rule: Omit<RuleOf<'package'>, 'check'>,
  check: (linking: Linking) => Checked,
): RuleOf<'package'> => ({
  ...rule,
  check: fact => {
    const linking = linkingIn(fact);
    return 'missing' in linking ? linking : check(linking);
  },
});
type Linking = AccountLinkingDocument['accountLinkingRequest'];
const linkingIn = ({ accountLinking }: PackageFacts): Linking | Missing =>
  accountLinkingDocument.safeParse(accountLinking).data?.accountLinkingRequest ?? {
    missing: 'needs accountLinking.json: see linking-form',
  };

/** Both addresses of a page that a locale has to name. */
const pageRule = (
  id: string,
  field: 'privacyPolicyUrl' | 'termsOfUseUrl',
  what: string,
  variable: string,
): RuleOf<'package'> =>
  aboutManifest(
    {
      id,
      title: `Each language names the ${what} of the bank, over https`,
      source: sources.security,
      how: `privacyAndCompliance.locales of skill.json: ${field} of each locale that is published.`,
      remedy: `Set ${variable}.`,
    },
    ({ publishingInformation, privacyAndCompliance }) =>
      found(
        Object.keys(publishingInformation.locales).flatMap(locale => {
          const url = privacyAndCompliance.locales[locale]?.[field];
          return unless(isHttps443(url), `${locale}: it is ${quote(url ?? '')}.`);
        }),
        Object.values(privacyAndCompliance.locales)
          .map(each => each[field])
          .join(', '),
      ),
  );

export const linking = [
  ...rulesAbout('package', [
    pageRule('privacy-policy', 'privacyPolicyUrl', 'privacy policy', 'SOTTOVOCE_PRIVACY_URL'),
    pageRule('terms-of-use', 'termsOfUseUrl', 'terms of use', 'SOTTOVOCE_TERMS_URL'),
    aboutManifest(
      {
        id: 'urls-are-the-banks',
        title: 'No address has a brand of Amazon in its host',
        source: sources.policy,
        how: 'The hosts of privacy policy, terms and account linking are read.',
        remedy: 'Take an address of the bank.',
      },
      ({ privacyAndCompliance }, fact) => {
        const request = linkingIn(fact);
        if ('missing' in request) return request;
        const urls = [
          ...Object.values(privacyAndCompliance.locales).flatMap(each => [
            each.privacyPolicyUrl,
            each.termsOfUseUrl,
          ]),
          request.authorizationUrl,
          request.accessTokenUrl,
        ].flatMap(url => url ?? []);
        return found(
          urls
            .filter(url =>
              /(?:^|[.-])(?:alexa|amazon|echo|aws)(?:[.-]|$)/i.test(URL.parse(url)?.hostname ?? ''),
            )
            .map(url => `It is ${quote(url)}.`),
          `${urls.length} addresses`,
        );
      },
    ),
    aboutManifest(
      {
        id: 'privacy-flags',
        title:
          'The questions on privacy are answered as it is: personal information, no children, no advertising, no purchases',
        source: sources.manifest,
        how: 'privacyAndCompliance of skill.json.',
        remedy: 'Answer them as it is (src/skill-package/manifest.ts).',
      },
      ({ privacyAndCompliance: flags }) =>
        found(
          [
            ...unless(flags.usesPersonalInfo, 'A linked account is personal information.'),
            ...unless(!flags.isChildDirected, 'It says that the skill is for children.'),
            ...unless(!flags.containsAds, 'It says that there is advertising.'),
            ...unless(!flags.allowsPurchases, 'It says that something can be bought.'),
            ...unless(!flags.usesHealthInfo, 'It says that health is spoken of.'),
            ...unless(flags.isExportCompliant, 'It does not say that it may be exported.'),
          ],
          'six questions',
        ),
    ),
    aboutManifest(
      {
        id: 'no-permissions',
        title: 'The skill asks for nothing of the customer’s profile, device or lists',
        source: sources.privacyLaw,
        how: 'permissions of skill.json.',
        remedy: 'Leave permissions empty: no answer needs one.',
      },
      ({ permissions }) =>
        found(
          permissions.map(({ name }) => `It asks for ${name}.`),
          'none',
        ),
    ),
    aboutLinking(
      {
        id: 'linking-grant',
        title: 'Linking uses the authorization code grant',
        source: sources.linking,
        how: 'type of accountLinking.json: with the implicit grant a token would pass through the browser.',
        remedy: 'Use AUTH_CODE.',
      },
      ({ type }) => found(unless(type === 'AUTH_CODE', `It is ${type}.`), type),
    ),
    aboutLinking(
      {
        id: 'linking-https',
        title: 'Customers sign in, and Alexa redeems, over https on port 443',
        source: sources.linking,
        how: 'authorizationUrl and accessTokenUrl of accountLinking.json.',
        remedy: 'Set SOTTOVOCE_AUTHORIZATION_URL and SOTTOVOCE_TOKEN_URL.',
      },
      ({ authorizationUrl, accessTokenUrl }) =>
        found(
          [authorizationUrl, accessTokenUrl]
            .filter(url => !isHttps443(url))
            .map(url => `It is ${quote(url)}.`),
          `${authorizationUrl}, ${accessTokenUrl}`,
        ),
    ),
    aboutLinking(
      {
        id: 'linking-client',
        title: 'Alexa presents itself in the Authorization header, with a scope that it needs',
        source: sources.linkingSchema,
        how: 'clientId, accessTokenScheme and scopes of accountLinking.json.',
        remedy: 'Use HTTP_BASIC and the scope of the facade.',
      },
      ({ clientId, accessTokenScheme, scopes }) =>
        found(
          [
            ...unless(accessTokenScheme === 'HTTP_BASIC', `It is ${accessTokenScheme}.`),
            ...unless(scopes.length >= 1, 'There is no scope.'),
          ],
          `${clientId}, ${scopes.join(' ')}`,
        ),
    ),
    {
      id: 'no-secret-in-package',
      title: 'No secret is in the package',
      source: sources.threatModel,
      how: 'Every text of the package is read for a client secret, a private key and a token.',
      remedy: 'Take it out; deploy:skill sends the client secret by itself.',
      check: ({ texts }) =>
        found(
          Object.entries(texts).flatMap(([path, text]) =>
            [/"clientSecret"/, /PRIVATE KEY-----/, /"d"\s*:\s*"[\w-]{43}"/, /\beyJ[\w-]{8,}\.[\w-]{8,}\./]
              .filter(looks => looks.test(text))
              .map(looks => `${path} has something like ${String(looks)}.`),
          ),
          `${Object.keys(texts).length} files`,
        ),
    },
  ]),
  ...rulesAbout('talk', [
    {
      id: 'unlinked-gets-card',
      title: 'Whoever has not linked hears so, and gets the card to link with',
      source: sources.linkingUse,
      how: 'Opening the skill and each question about money, without an access token.',
      remedy: 'Answer with a LinkAccount card (models/*.replies.ts, linkAccount).',
      check: ({ scenes: { unlinked } }) =>
        found(
          unlinked.flatMap(turn =>
            unless(
              cardOf(turn) === 'LinkAccount' && /link/i.test(wordsOf(turn)),
              `${nameOf(turn)} is answered with ${quote(wordsOf(turn))}, card ${cardOf(turn) ?? 'none'}.`,
            ),
          ),
          `${unlinked.length} requests`,
        ),
    },
    {
      id: 'unlinked-hears-no-figure',
      title: 'Whoever has not linked hears no figure',
      source: sources.privacyLaw,
      how: 'The speech of every scene without a link is read for amounts.',
      remedy: 'Never answer without a token.',
      check: ({ scenes: { unlinked } }) =>
        found(
          unlinked
            .filter(turn => saysFigure(wordsOf(turn)))
            .map(turn => `${nameOf(turn)} says ${quote(wordsOf(turn))}.`),
          `${unlinked.length} requests`,
        ),
    },
    {
      id: 'works-unlinked',
      title: 'Help, and a call for help with a card, work without a link',
      source: sources.linkingUse,
      how: 'AMAZON.HelpIntent and ReportFraudIntent without an access token: neither asks to link.',
      remedy: 'Answer both without an account.',
      check: ({ scenes }) => {
        const turns = [...scenes['help-one-shot'], ...scenes.fraud];
        return found(
          turns.flatMap(turn =>
            unless(
              wordsOf(turn) !== '' && cardOf(turn) !== 'LinkAccount',
              `${nameOf(turn)} is answered with ${quote(wordsOf(turn))}.`,
            ),
          ),
          turns.map(turn => quote(wordsOf(turn), 40)).join(', '),
        );
      },
    },
  ]),
  ...rulesAbout('bank', [
    {
      id: 'bad-token-gets-card',
      title: 'A token that the bank does not take is met like none',
      source: sources.linkingUse,
      how: 'A balance with a token that the bank has never issued: a LinkAccount card, and the session ends.',
      remedy: 'Answer an invalid token with a LinkAccount card.',
      check: ({ scenes }) => {
        const [turn] = scenes['bad-token'];
        return found(
          unless(
            turn !== undefined && cardOf(turn) === 'LinkAccount' && isClosed(turn),
            `It is answered with ${quote(wordsOf(turn))}.`,
          ),
          quote(wordsOf(turn), 40),
        );
      },
    },
  ]),
];

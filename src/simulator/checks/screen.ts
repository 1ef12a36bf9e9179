/** What is sent to a screen: cards in the app, documents on the device ("Alexa Presentation Language"). */
import type { Directive, ui } from 'ask-sdk-model';
import type { Check } from './checked.ts';

const maxCardCharacters = 8_000;

const cardTypes: ReadonlySet<string> = new Set([
  'Simple',
  'Standard',
  'LinkAccount',
  'AskForPermissionsConsent',
]);

export const checkCard: Check = function* ({ response: { response } }) {
  const { card } = response;
  if (card === undefined) return;
  if (!cardTypes.has(card.type)) {
    yield `The card's type is "${card.type as string}", which Alexa does not know.`;
    return;
  }
  const characters = Object.values(card).reduce<number>(
    (sum, part) => sum + (typeof part === 'string' ? part.length : 0),
    0,
  );
  if (characters > maxCardCharacters)
    yield `The card has ${characters} characters; Alexa shows ${maxCardCharacters}.`;
  yield* checkContent(card);
};

function* checkContent(card: ui.Card): Generator<string> {
  switch (card.type) {
    case 'LinkAccount':
      return;
    case 'AskForPermissionsConsent':
      // The SDK's type says that they are there; a response may leave them out.
      if (((card.permissions as string[] | undefined) ?? []).length === 0)
        yield 'The card asks for permissions and names none.';
      return;
    case 'Simple':
      if (isBlank(card.title) && isBlank(card.content)) yield 'The card shows nothing.';
      return;
    case 'Standard': {
      if (isBlank(card.title) && isBlank(card.text)) yield 'The card shows nothing.';
      const { image } = card;
      const urls = [image?.smallImageUrl, image?.largeImageUrl].filter(url => url !== undefined);
      if (urls.some(url => !url.startsWith('https://')))
        yield 'The card shows an image that is not served over https.';
    }
  }
}

const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';

export const checkDocuments: Check = function* ({ response: { response }, screen }) {
  for (const directive of response.directives ?? []) {
    if (!directive.type.startsWith('Alexa.Presentation.')) continue;
    if (!screen) {
      yield `The directive "${directive.type}" is for a screen, and the device has none.`;
    } else if (isRender(directive)) {
      if (isBlank(directive.token))
        yield 'An APL document comes without a token, so that nothing can be told of it.';
      if (!isDocument(directive.document))
        yield 'An APL document is none: it has no type, version or main template.';
    }
  }
};

type Render = Extract<Directive, { type: 'Alexa.Presentation.APL.RenderDocument' }>;
export const isRender = (directive: Directive): directive is Render =>
  directive.type === 'Alexa.Presentation.APL.RenderDocument';

/** One that is written out, or a link to one that was made in Amazon's authoring tool. */
function isDocument(document: unknown): boolean {
  if (typeof document !== 'object' || document === null || !('type' in document)) return false;
  if (document.type === 'Link') return 'src' in document;
  return document.type === 'APL' && 'version' in document && 'mainTemplate' in document;
}

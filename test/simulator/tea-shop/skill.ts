/**
 * A skill that uses what ours does not: delegated dialogs, documents on a screen, permissions, progressive responses.
 * It is a good one: the checks find nothing in its responses, but where it fails on purpose.
 */
import type { Directive, Intent, IntentRequest, RequestEnvelope, Response } from 'ask-sdk-model';
import { getIntentName, getSlotValue, getSupportedInterfaces } from 'ask-sdk-core';
import type { SkillHandler } from 'sottovoce/testing';

const say = (words: string) => ({ type: 'SSML' as const, ssml: `<speak>${words}</speak>` });

const asks = (question: string, ...directives: Directive[]): Response => ({
  outputSpeech: say(question),
  reprompt: { outputSpeech: say(question) },
  ...(directives.length === 0 ? {} : { directives }),
  shouldEndSession: false,
});

const ends = (words: string, more: Partial<Response> = {}): Response => ({
  outputSpeech: say(words),
  shouldEndSession: true,
  ...more,
});

const delegate = (updatedIntent?: Intent): Response => ({
  directives: [{ type: 'Dialog.Delegate', ...(updatedIntent === undefined ? {} : { updatedIntent }) }],
});

/** Starts another intent's dialog ("intent chaining"). */
const intentOf = (name: string, slots: Readonly<Record<string, string>>): Intent => ({
  name,
  confirmationStatus: 'NONE',
  slots: Object.fromEntries(
    Object.entries(slots).map(([slot, value]) => [
      slot,
      { name: slot, value, confirmationStatus: 'NONE' as const },
    ]),
  ),
});

const menu = {
  type: 'Alexa.Presentation.APL.RenderDocument' as const,
  token: 'menu',
  document: {
    type: 'APL',
    version: '2024.3',
    mainTemplate: { items: [{ type: 'TouchWrapper', item: { type: 'Text', text: 'Green, black, mint' } }] },
  },
};

const mailPermission = 'alexa::profile:email:read';

export function createTeaShop(): SkillHandler {
  /** What has happened to the skill: the platform tells it outside of any conversation. */
  const news: string[] = [];
  /** Voices, in the order in which they were first heard. */
  const voices: string[] = [];
  const numberOf = (personId: string | undefined): number => {
    if (personId === undefined) return 0;
    if (!voices.includes(personId)) voices.push(personId);
    return voices.indexOf(personId) + 1;
  };

  return async envelope => {
    const { request } = envelope;
    if (request.type.startsWith('AlexaSkillEvent.')) {
      news.push(request.type.slice('AlexaSkillEvent.'.length));
      return wrapped({});
    }
    switch (request.type) {
      case 'LaunchRequest':
        return wrapped(asks('Welcome to the tea shop. What would you like?'));
      case 'SessionEndedRequest':
        news.push(`ended: ${request.reason}`);
        return wrapped({});
      case 'CanFulfillIntentRequest':
        return wrapped({
          canFulfillIntent: { canFulfill: request.intent.name === 'OrderIntent' ? 'YES' : 'NO' },
        });
      case 'Alexa.Presentation.APL.UserEvent':
        return wrapped(asks(`You touched ${String(request.arguments?.[0])}. How many cups?`));
      case 'IntentRequest':
        return wrapped(await intents(envelope, request));
      default:
        return wrapped({});
    }
  };

  async function intents(envelope: RequestEnvelope, request: IntentRequest): Promise<Response> {
    switch (getIntentName(envelope)) {
      case 'OrderIntent': {
        if (request.dialogState !== 'COMPLETED') return delegate();
        if (request.intent.confirmationStatus === 'DENIED') return ends('Then I will not.');
        return ends(
          `${getSlotValue(envelope, 'cups')} cups of ${getSlotValue(envelope, 'tea')} are on their way.`,
        );
      }
      case 'GiftIntent':
        return gift(request.intent);
      case 'CancelOrderIntent':
        switch (request.intent.confirmationStatus) {
          case 'CONFIRMED':
            return ends('It is gone.');
          case 'DENIED':
            return ends('It stays.');
          default:
            return asks('Your order goes away. Are you sure?', { type: 'Dialog.ConfirmIntent' });
        }
      case 'MenuIntent':
        return getSupportedInterfaces(envelope)['Alexa.Presentation.APL'] === undefined
          ? // The next thing that is said is heard as the other intent's.
            asks('We have green, black and mint tea. Which one?', {
              type: 'Dialog.ElicitSlot',
              slotToElicit: 'tea',
              updatedIntent: intentOf('OrderIntent', {}),
            })
          : { outputSpeech: say('Here is the menu.'), directives: [menu] };
      case 'TimeIntent':
        return asks(`It is ${request.timestamp.slice(11, 16)} in London. Anything else?`);
      case 'WhoIntent': {
        const { person } = envelope.context.System;
        return asks(
          person === undefined
            ? 'I do not know. Who are you?'
            : `You are person ${numberOf(person.personId)}. Right?`,
        );
      }
      case 'MailIntent': {
        const granted =
          envelope.context.System.user.permissions?.scopes?.[mailPermission]?.status === 'GRANTED';
        if (granted) return ends('It is in your mail.');
        const card = { type: 'AskForPermissionsConsent' as const, permissions: [mailPermission] };
        return ends('Please allow me to know your address, in the Alexa app.', { card });
      }
      case 'AccountIntent':
        return envelope.context.System.user.accessToken === undefined
          ? ends('Please link your account.', { card: { type: 'LinkAccount' } })
          : ends('Three cups so far.');
      case 'BrewIntent':
        await progress(envelope, '<speak>The water is getting hot.</speak>');
        await progress(envelope, 'The leaves are in.');
        return ends('Your tea is ready.');
      case 'NewsIntent':
        return asks(`${news.length === 0 ? 'Nothing' : news.join(', then ')}. What now?`);
      case 'LanguageIntent':
        return asks(`This is ${request.locale ?? 'nothing'}. What now?`);
      case 'FaultIntent':
        throw new Error('on purpose');
      case 'SleepIntent':
        return Promise.withResolvers<never>().promise;
      case 'AMAZON.StopIntent':
      case 'AMAZON.CancelIntent':
        return ends('Goodbye.');
      case 'AMAZON.HelpIntent':
        return asks('You can order tea. What would you like?');
      default:
        return asks('Sorry, what would you like?');
    }
  }

  function gift(intent: Intent): Response {
    const { tea, day } = intent.slots ?? {};
    if (tea?.value === undefined)
      return asks('Which tea?', { type: 'Dialog.ElicitSlot', slotToElicit: 'tea' });
    if (day?.value === undefined) {
      return asks('For which day?', {
        type: 'Dialog.ElicitSlot',
        slotToElicit: 'day',
        updatedIntent: intent,
      });
    }
    if (day.confirmationStatus === 'NONE') {
      return asks(`For ${day.value}. Right?`, { type: 'Dialog.ConfirmSlot', slotToConfirm: 'day' });
    }
    if (day.confirmationStatus === 'DENIED') {
      const again: Intent = {
        ...intent,
        slots: { ...intent.slots, day: { name: 'day', confirmationStatus: 'NONE' } },
      };
      return asks('Which day then?', {
        type: 'Dialog.ElicitSlot',
        slotToElicit: 'day',
        updatedIntent: again,
      });
    }
    // What is left is the other intent's affair: how many, and whether to order at all.
    return delegate(intentOf('OrderIntent', { tea: tea.value }));
  }
}

const wrapped = (response: Response) => ({ version: '1.0', response });

async function progress({ context, request }: RequestEnvelope, speech: string): Promise<void> {
  const { apiEndpoint, apiAccessToken } = context.System;
  await fetch(`${apiEndpoint}/v1/directives`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiAccessToken ?? ''}` },
    body: JSON.stringify({
      header: { requestId: request.requestId },
      directive: { type: 'VoicePlayer.Speak', speech },
    }),
  });
}

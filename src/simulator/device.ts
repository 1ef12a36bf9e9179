/**
 * The device that a customer speaks to: keeps a session as Alexa keeps one ("Manage Skill Session and Session
 * Attributes"), and says what the skill answers.
 */
import { dateAt, msSince, toTenths } from './clock.ts';
import {
  confirm,
  delegatedIntent,
  delegatesAlways,
  dialogOf,
  dialogStateOf,
  intentOf,
  merge,
  nextQuestion,
} from './dialog.ts';
import { intentRequest, launchRequest, sessionEndedRequest, type Setting } from './envelope.ts';
import { hideSecrets, pinSlotsOf, shownSlots, withoutPin } from './hide-pin.ts';
import { readInvocation } from './invocation.ts';
import type { Language } from './language.ts';
import { beginSession, carryOn, exchange, type Session } from './platform-session.ts';
import { skillDeadlineMs } from './post.ts';
import { spokenWords } from './speech.ts';
import type { SkillEndpoint } from './skill-endpoint.ts';
import type { TurnRecord } from './turn-record.ts';
import type { Understood } from './understand/index.ts';

export interface DeviceOptions {
  readonly skill: SkillEndpoint;
  readonly language: Language;
  /** Names the platform's account and device; two devices of one name share their identifiers. */
  readonly account?: string;
  /** Whose voice the platform recognises; null where it does not recognise voices. */
  readonly speaker?: string | null;
  /** Whether the device has a screen; cards are sent either way. */
  readonly screen?: boolean;
  /** How long the platform waits for the skill; eight seconds, as Alexa does. */
  readonly deadlineMs?: number;
}

/** Every method resolves to the record of the turn; a skill that answers nonsense is a finding in it. */
export interface Device {
  /** True while a session is open, so that the next utterance needs no launch phrase. */
  readonly sessionOpen: boolean;
  /** True while the skill waits for the voice PIN: the next utterance is to be hidden. */
  readonly awaitsPin: boolean;
  /** Somebody speaks. An empty utterance is silence. Without a session it begins one. */
  say(utterance: string): Promise<TurnRecord>;
  /** Opens a session without a question ("Alexa, open Sotto Voce"). */
  open(): Promise<TurnRecord>;
  /** Nobody answers: the reprompt first, then the end of the session. */
  silence(): Promise<TurnRecord>;
  /** Ends the session from outside, as when another skill is opened; null when there is none. */
  close(): Promise<TurnRecord | null>;
  /** Who speaks from now on; null: a voice that is not recognised. */
  speakAs(speaker: string | null): void;
}

/** What was heard, as it may be shown, and what was made of it. */
interface Heard {
  readonly utterance: string | null;
  readonly understood: Pick<Understood, 'intent' | 'score'> | null;
  readonly understandMs: number;
}

const heardNothing: Heard = { utterance: null, understood: null, understandMs: 0 };

/** What the platform says when a skill fails it. */
const apologies = {
  INVALID_RESPONSE: "There was a problem with the requested skill's response.",
  ENDPOINT_TIMEOUT: 'Sorry, the skill took too long to answer.',
} as const;

/** A skill that delegates a complete dialog over and over is stopped here. */
const maxDelegations = 3;

export function createDevice(options: DeviceOptions): Device {
  const { skill, language, deadlineMs = skillDeadlineMs } = options;
  const { model } = language;
  const pinSlots = pinSlotsOf(model);
  let speaker = options.speaker ?? null;
  let session: Session | null = null;
  let turnBefore: Promise<unknown> = Promise.resolve();

  /** One turn after the other, as one person speaks after the other. */
  const inTurn = <Value>(take: () => Promise<Value>): Promise<Value> => {
    const turn = turnBefore.then(take);
    turnBefore = turn.catch(() => undefined);
    return turn;
  };

  const awaitsPin = (): boolean =>
    session?.dialog?.asked.kind === 'slot' && pinSlots.has(session.dialog.asked.slot);

  const setting = (): Setting => ({
    applicationId: skill.applicationId,
    locale: skill.locale,
    account: options.account ?? 'home',
    accessToken: skill.accessToken,
    speaker,
    screen: options.screen ?? true,
  });

  /** A turn as it is told; `said` is what differs from a turn in which nothing happened. */
  const tell = async (heard: Heard, said: Partial<TurnRecord>): Promise<TurnRecord> => ({
    utterance: heard.utterance,
    intent: heard.understood?.intent ?? null,
    score: heard.understood?.score ?? null,
    slots: {},
    request: null,
    response: null,
    speech: null,
    reprompt: null,
    ended: session === null,
    facade: [],
    transactionsStayed: await skill.countTransactions(),
    findings: [],
    timing: { understandMs: heard.understandMs, skillMs: 0, bankMs: 0 },
    ...said,
  });

  /** Asks the skill, takes the response as Alexa takes it, and tells the turn. */
  const ask = async (
    to: Session,
    heard: Heard,
    request: Parameters<typeof exchange>[1],
    delegations = 0,
  ): Promise<TurnRecord> => {
    await skill.refreshToken();
    const { envelope, intent, posted, facade, findings, skillMs } = await exchange(to, request, {
      skill,
      model,
      setting: setting(),
      deadlineMs,
    });
    const happened = {
      slots: shownSlots(intent, pinSlots),
      request: hideSecrets(envelope, pinSlots),
      facade,
      findings,
      timing: {
        understandMs: heard.understandMs,
        skillMs,
        bankMs: toTenths(facade.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      },
    };
    session = null;
    if (!posted.ok) return tell(heard, { ...happened, speech: apologies[posted.error] });
    const { response } = posted;
    const { directives = [], shouldEndSession, outputSpeech, reprompt } = response.response;
    if (envelope.request.type === 'SessionEndedRequest') return tell(heard, { ...happened, response });

    const delegated = delegatedIntent(directives, intent);
    if (delegated !== null) {
      const question = nextQuestion(delegated, model);
      if (question !== null) {
        const { asked, prompt } = question;
        carryOn(to, response, { intent: delegated, asked }, prompt);
        session = to;
        return tell(heard, { ...happened, response, speech: prompt, reprompt: prompt });
      }
      if (delegations === maxDelegations) {
        const endless = 'The response delegates a dialog that is complete, again and again.';
        return tell(heard, { ...happened, response, findings: [...findings, endless] });
      }
      carryOn(to, response, null, null);
      const next = await ask(to, heard, intentRequest(delegated, 'COMPLETED'), delegations + 1);
      return { ...next, facade: [...facade, ...next.facade], findings: [...findings, ...next.findings] };
    }

    const dialog = dialogOf(directives, intent);
    const repromptWords = spokenWords(reprompt?.outputSpeech);
    carryOn(to, response, dialog, repromptWords);
    // A response that does not say so keeps the session only together with a question of the dialog.
    if (shouldEndSession === false || (shouldEndSession === undefined && dialog !== null)) session = to;
    return tell(heard, { ...happened, response, speech: spokenWords(outputSpeech), reprompt: repromptWords });
  };

  const end = (from: Session, reason: 'USER_INITIATED' | 'EXCEEDED_MAX_REPROMPTS', heard: Heard) =>
    ask(from, heard, sessionEndedRequest(reason, null));

  /** @param request the utterance without a launch phrase */
  const speakTo = async (to: Session, utterance: string, request: string): Promise<TurnRecord> => {
    const { dialog } = to;
    const startedAt = performance.now();
    const understood = language.understand(request, {
      today: dateAt(skill.now(), skill.timeZone),
      timeZone: skill.timeZone,
      expecting:
        dialog?.asked.kind === 'slot' ? { intent: dialog.intent.name, slot: dialog.asked.slot } : null,
    });
    const said = intentOf(understood, model);
    const confirmed = dialog === null ? null : confirm(dialog, request);
    const intent = confirmed ?? (dialog === null ? said : merge(dialog, said));
    const { shown, pins } = withoutPin(utterance, intent, pinSlots, awaitsPin());
    to.pins.push(...pins);
    const heard: Heard = {
      utterance: shown,
      understood: confirmed === null ? understood : { intent: confirmed.name, score: 1 },
      understandMs: msSince(startedAt),
    };

    if (delegatesAlways(intent.name, model)) {
      const question = nextQuestion(intent, model);
      if (question === null) return ask(to, heard, intentRequest(intent, 'COMPLETED'));
      const { asked, prompt } = question;
      to.dialog = { intent, asked };
      to.reprompt = prompt;
      session = to;
      return tell(heard, { slots: shownSlots(intent, pinSlots), speech: prompt, reprompt: prompt });
    }
    return ask(to, heard, intentRequest(intent, dialogStateOf(intent.name, dialog, model)));
  };

  const fallSilent = async (): Promise<TurnRecord> => {
    if (session === null) return tell(heardNothing, {});
    if (session.reprompt === null) return end(session, 'EXCEEDED_MAX_REPROMPTS', heardNothing);
    const speech = session.reprompt;
    session.reprompt = null;
    return tell(heardNothing, { speech });
  };

  const hear = (utterance: string): Promise<TurnRecord> => {
    if (utterance.trim() === '') return fallSilent();
    const invocation = readInvocation(utterance, model.languageModel.invocationName);
    switch (invocation.kind) {
      case 'launch':
        return ask(beginSession(), { ...heardNothing, utterance }, launchRequest());
      case 'one-shot':
        return speakTo(beginSession(), utterance, invocation.utterance);
      case 'exit':
        return session === null
          ? speakTo(beginSession(), utterance, utterance)
          : end(session, 'USER_INITIATED', { ...heardNothing, utterance });
      case 'plain':
        return speakTo(session ?? beginSession(), utterance, utterance);
    }
  };

  return {
    get sessionOpen() {
      return session !== null;
    },
    get awaitsPin() {
      return awaitsPin();
    },
    say: utterance => inTurn(() => hear(utterance)),
    open: () => inTurn(() => ask(beginSession(), heardNothing, launchRequest())),
    silence: () => inTurn(fallSilent),
    close: () => inTurn(async () => (session === null ? null : end(session, 'USER_INITIATED', heardNothing))),
    speakAs: name => {
      speaker = name;
    },
  };
}

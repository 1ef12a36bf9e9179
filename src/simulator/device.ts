/**
 * The device that a customer speaks to: keeps a session as Alexa keeps one ("Manage Skill Session and Session
 * Attributes"), and says what the skill answers.
 */
import { realStopwatch, toTenths } from './clock.ts';
import { delegatedIntent, delegatesAlways, dialogOf, dialogStateOf, nextQuestion } from './dialog.ts';
import type { Device, DeviceOptions, Saying } from './device/device-port.ts';
import { awaitsPin, hearIn, heardNothing, type Heard } from './device/hearing.ts';
import {
  amazonApi,
  canFulfillRequest,
  intentRequest,
  launchRequest,
  sessionEndedRequest,
  skillEventRequest,
  userEventRequest,
  type Setting,
} from './envelope.ts';
import { hideSecrets, pinSlotsOf, shownSlots } from './hide-pin.ts';
import { isRender } from './checks/screen.ts';
import { readInvocation } from './invocation.ts';
import { beginSession, carryOn, exchange, type Exchange, type Session } from './platform-session.ts';
import { skillDeadlineMs } from './post.ts';
import { speechOf, spokenWords } from './speech.ts';
import type { AskedFor, TurnRecord } from './turn-record.ts';

export type { Device, DeviceOptions } from './device/device-port.ts';

/** What the platform says when a skill fails it. */
const apologies = {
  INVALID_RESPONSE: "There was a problem with the requested skill's response.",
  ENDPOINT_TIMEOUT: 'Sorry, the skill took too long to answer.',
} as const;

/** A skill that delegates a complete dialog over and over is stopped here. */
const maxDelegations = 3;

/** What a record says where there was nothing to be understood. */
const notUnderstood = { intent: null, score: null, how: null, runnerUp: null } as const;

/** The question of an open dialog. */
function askedIn(session: Session | null): AskedFor | null {
  const dialog = session?.dialog ?? null;
  if (dialog === null) return null;
  const { intent, asked } = dialog;
  return {
    intent: intent.name,
    slot: asked.kind === 'confirm-intent' ? null : asked.slot,
    confirms: asked.kind !== 'slot',
  };
}

export function createDevice(options: DeviceOptions): Device {
  const { skill, language, account = 'home', api = null } = options;
  const { deadlineMs = skillDeadlineMs, stopwatch = realStopwatch } = options;
  const { model } = language;
  const pinSlots = pinSlotsOf(model);
  const hearing = { skill, language, pinSlots, stopwatch };
  let speaker = options.speaker ?? null;
  let screen = options.screen ?? true;
  let permissions = options.permissions ?? [];
  let session: Session | null = null;
  /** What the screen shows, by its token; it goes with the session. */
  let document: string | null = null;
  let tamperedWith: { readonly attributes: unknown } | null = null;
  let turnBefore: Promise<unknown> = Promise.resolve();

  /** One turn after the other, as one person speaks after the other. */
  const inTurn = <Value>(take: () => Promise<Value>): Promise<Value> => {
    const turn = turnBefore.then(take);
    turnBefore = turn.catch(() => undefined);
    return turn;
  };

  const setting = (): Setting => ({
    applicationId: skill.applicationId,
    locale: skill.locale,
    account,
    accessToken: skill.accessToken,
    speaker,
    screen,
    document,
    permissions,
    api: api ?? amazonApi,
  });

  /** A turn as it is told; `said` is what differs from a turn in which nothing happened. */
  const tell = async (heard: Heard, said: Partial<TurnRecord>): Promise<TurnRecord> => {
    const ended = session === null;
    if (ended) document = null;
    return {
      utterance: heard.utterance,
      speaker,
      screen,
      whispered: heard.whispered,
      ...(heard.understood ?? notUnderstood),
      slots: {},
      request: null,
      response: null,
      speech: null,
      reprompt: null,
      meanwhile: [],
      document,
      asked: askedIn(session),
      ended,
      facade: [],
      transactionsStayed: await skill.countTransactions(),
      findings: [],
      timing: { understandMs: heard.understandMs, skillMs: 0, bankMs: 0 },
      ...said,
    };
  };

  const send = async (to: Session | null, request: Parameters<typeof exchange>[1]): Promise<Exchange> => {
    await skill.refreshToken();
    if (to !== null && tamperedWith !== null) to.attributes = tamperedWith.attributes;
    tamperedWith = null;
    return exchange(to, request, { skill, model, setting: setting(), api, deadlineMs, stopwatch });
  };

  /** What a record tells of an exchange. */
  const happenedIn = (
    { envelope, intent, posted, meanwhile, facade, findings, skillMs }: Exchange,
    { understandMs }: Heard,
  ) => ({
    slots: shownSlots(intent, pinSlots),
    request: hideSecrets(envelope, pinSlots),
    response: posted.ok ? posted.response : null,
    meanwhile: meanwhile.map(words => spokenWords(speechOf(words)) ?? ''),
    facade,
    findings,
    timing: {
      understandMs,
      skillMs,
      bankMs: toTenths(facade.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    },
  });

  /** Asks the skill, takes the response as Alexa takes it, and tells the turn. */
  const ask = async (
    to: Session,
    heard: Heard,
    request: Parameters<typeof exchange>[1],
    delegations = 0,
  ): Promise<TurnRecord> => {
    const exchanged = await send(to, request);
    const { envelope, intent, posted, facade, findings } = exchanged;
    const happened = happenedIn(exchanged, heard);
    session = null;
    if (!posted.ok) return tell(heard, { ...happened, speech: apologies[posted.error] });
    const { response } = posted;
    const { directives = [], shouldEndSession, outputSpeech, reprompt } = response.response;
    if (envelope.request.type === 'SessionEndedRequest') return tell(heard, happened);

    const delegated = delegatedIntent(directives, intent);
    if (delegated !== null) {
      const question = nextQuestion(delegated, model);
      if (question !== null) {
        const { asked, prompt } = question;
        carryOn(to, response, { intent: delegated, asked }, prompt);
        session = to;
        return tell(heard, { ...happened, speech: prompt, reprompt: prompt });
      }
      if (delegations === maxDelegations) {
        const endless = 'The response delegates a dialog that is complete, again and again.';
        return tell(heard, { ...happened, findings: [...findings, endless] });
      }
      carryOn(to, response, null, null);
      const next = await ask(to, heard, intentRequest(delegated, 'COMPLETED'), delegations + 1);
      return { ...next, facade: [...facade, ...next.facade], findings: [...findings, ...next.findings] };
    }

    const dialog = dialogOf(directives, intent);
    const repromptWords = spokenWords(reprompt?.outputSpeech);
    carryOn(to, response, dialog, repromptWords);
    const rendered = screen ? directives.findLast(isRender) : undefined;
    if (rendered !== undefined) document = rendered.token ?? '';
    // A response that does not say so keeps the session only together with a question of the dialog, or with a
    // document that waits to be touched.
    const waits = dialog !== null || rendered !== undefined;
    if (shouldEndSession === false || (shouldEndSession === undefined && waits)) session = to;
    return tell(heard, { ...happened, speech: spokenWords(outputSpeech), reprompt: repromptWords });
  };

  const end = (from: Session, reason: 'USER_INITIATED' | 'EXCEEDED_MAX_REPROMPTS', heard: Heard) =>
    ask(from, heard, sessionEndedRequest(reason, null));

  /** @param request the utterance without a launch phrase */
  const speakTo = async (to: Session, utterance: string, request: string, how: Saying) => {
    const { dialog } = to;
    const said = { utterance, request, taken: how.taken ?? null };
    const { intent, heard: understood } = hearIn(to, said, hearing);
    const heard: Heard = { ...understood, whispered: how.whispered ?? false };

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

  const fallSilent = async (told: boolean): Promise<TurnRecord> => {
    if (session === null) return tell(heardNothing, {});
    if (session.reprompt === null) {
      if (told) return end(session, 'EXCEEDED_MAX_REPROMPTS', heardNothing);
      session = null;
      return tell(heardNothing, {});
    }
    const speech = session.reprompt;
    session.reprompt = null;
    return tell(heardNothing, { speech });
  };

  const hear = (utterance: string, how: Saying): Promise<TurnRecord> => {
    if (utterance.trim() === '') return fallSilent(true);
    const heard: Heard = { ...heardNothing, utterance, whispered: how.whispered ?? false };
    const open = session;
    if (how.taken !== undefined) return speakTo(open ?? beginSession(), utterance, utterance, how);
    const invocation = readInvocation(utterance, model, open !== null);
    switch (invocation.kind) {
      case 'launch':
        return ask(beginSession(), heard, launchRequest());
      case 'one-shot':
        return speakTo(beginSession(), utterance, invocation.utterance, how);
      case 'nameless':
        return speakTo(beginSession(), utterance, utterance, {
          ...how,
          taken: { intent: invocation.intent, slots: {} },
        });
      case 'exit':
        return open === null
          ? speakTo(beginSession(), utterance, utterance, how)
          : end(open, 'USER_INITIATED', heard);
      case 'plain':
        return speakTo(open ?? beginSession(), utterance, utterance, how);
    }
  };

  /** A request outside of any conversation; an open session stays as it is. */
  const aside = async (heard: Heard, request: Parameters<typeof exchange>[1]): Promise<TurnRecord> =>
    tell(heard, happenedIn(await send(null, request), heard));

  return {
    get sessionOpen() {
      return session !== null;
    },
    get awaitsPin() {
      return awaitsPin(session, pinSlots);
    },
    say: (utterance, how = {}) => inTurn(() => hear(utterance, how)),
    open: () => inTurn(() => ask(beginSession(), heardNothing, launchRequest())),
    silence: (told = true) => inTurn(() => fallSilent(told)),
    close: () => inTurn(async () => (session === null ? null : end(session, 'USER_INITIATED', heardNothing))),
    touch: what =>
      inTurn(async () =>
        session === null || document === null
          ? null
          : ask(session, heardNothing, userEventRequest(document, what)),
      ),
    offer: utterance =>
      inTurn(() => {
        const said = { utterance, request: utterance, taken: null };
        const { intent, heard } = hearIn(beginSession(), said, hearing);
        return aside({ ...heard, whispered: false }, canFulfillRequest(intent));
      }),
    tell: (event, body) => inTurn(() => aside(heardNothing, skillEventRequest(event, body ?? null))),
    speakAs: name => {
      speaker = name;
    },
    useScreen: on => {
      screen = on;
      if (!on) document = null;
    },
    grant: granted => {
      permissions = granted;
    },
    tamper: attributes => {
      tamperedWith = { attributes };
    },
  };
}

/** The pages that are open, each with a device and a line to the skill of its own, so that two tabs never mix. */
import { randomUUID } from 'node:crypto';
import type { StepUpChallenge } from '../facade/contract.ts';
import { carrierOf } from './bank-line.ts';
import { dateAt } from './clock.ts';
import type { Device } from './device.ts';
import type { Returned } from './linking/account.ts';
import type { Circumstances, LinkingNote, SessionView, TurnReply, TurnRow } from './page-api.ts';
import { rowOf } from './playing.ts';
import type { SkillLine } from './skill-endpoint.ts';
import { challengeIn } from './transcripts/bank-calls.ts';
import type { WrittenTurn } from './transcripts/form.ts';
import { recordTranscript, type Happening } from './transcripts/record.ts';
import { writeTranscript } from './transcripts/write.ts';
import type { TurnRecord } from './turn-record.ts';

/** A page that nobody has used for longest gives way to a new one. */
const maxSessions = 32;
/** What a transcript of a page can hold; an endless one loses its beginning. */
const maxHappenings = 1_000;
/** What a page shows again after a reload. */
const maxTurnsKept = 200;

const minuteMs = 60_000;
const minutesADay = 24 * 60;

/** What a page may change at once. */
export type Change = { readonly [Key in keyof Circumstances]?: Circumstances[Key] | undefined };

/** Somebody speaks, or nobody does. */
type Said = { readonly utterance: string } | { readonly silence: true };

interface Session {
  readonly id: string;
  readonly line: SkillLine;
  readonly device: Device;
  readonly turns: TurnRow[];
  /** The day at the bank when it began, and as it was before anybody moved the clock. */
  readonly today: string;
  /** Whether the platform held a token then. */
  readonly linked: boolean;
  /** Everything that a transcript tells. */
  readonly happenings: Happening[];
  turnCount: number;
  /** The token is the line's affair. */
  around: Omit<Circumstances, 'token'>;
  linking: LinkingNote | null;
  /** The linking that has begun; null: none. */
  linkingState: string | null;
  /** Ends when the turn before has been taken: a device hears one thing after another. */
  turnBefore: Promise<unknown>;
}

export interface Sessions {
  create(): SessionView;
  /** Null when there is no such session any more. */
  view(id: string): SessionView | null;
  change(id: string, change: Change): Promise<SessionView | null>;
  take(id: string, said: Said): Promise<TurnReply | null>;
  /** The conversation so far as a transcript; null when there is no such session, empty when nothing was said. */
  transcript(id: string): string | null;
  /** Notes down that the clock of bank and skill was moved on, for all pages at once. */
  letPass(minutes: number): void;
  /** Begins a linking; resolves to where the browser goes. */
  beginLinking(id: string): string | null;
  /** Ends the linking that the bank sends a browser back from; false when no session has begun it. */
  finishLinking(returned: Returned): Promise<boolean>;
}

/** What a transcript says about all of them. */
export interface Household {
  readonly customer: string;
  readonly locale: string;
  readonly stepUp: 'voice-pin' | 'pin-digits';
  /** Milliseconds since 1970 UTC, by the clock of the bank. */
  readonly now: () => number;
  /** The bank's time zone (IANA). */
  readonly timeZone: string;
}

/**
 * @param household whose conversations they are
 * @param connect opens a line to the skill
 * @param createDevice makes a device that speaks over it
 */
export function createSessions(
  household: Household,
  connect: () => SkillLine,
  createDevice: (line: SkillLine) => Device,
): Sessions {
  const sessions = new Map<string, Session>();
  /** How far the clock has been moved on. */
  let passedMinutes = 0;

  /** Finds a session and makes it the most recently used. */
  const find = (id: string): Session | null => {
    const session = sessions.get(id);
    if (session === undefined) return null;
    sessions.delete(id);
    sessions.set(id, session);
    return session;
  };

  return {
    create: () => {
      const line = connect();
      const session: Session = {
        id: randomUUID(),
        line,
        device: createDevice(line),
        turns: [],
        today: dateAt(household.now() - passedMinutes * minuteMs, household.timeZone),
        linked: line.account.tokenState !== 'none',
        // What it is played on was made for the day before the clock was moved.
        happenings: passing(passedMinutes),
        turnCount: 0,
        around: asEver,
        linking: null,
        linkingState: null,
        turnBefore: Promise.resolve(),
      };
      sessions.set(session.id, session);
      const [oldest] = sessions.values();
      if (sessions.size > maxSessions && oldest !== undefined) {
        oldest.line.close();
        sessions.delete(oldest.id);
      }
      return viewOf(session);
    },
    view: id => {
      const session = find(id);
      return session && viewOf(session);
    },
    change: async (id, change) => {
      const session = find(id);
      if (session === null) return null;
      await apply(session, change);
      return viewOf(session);
    },
    transcript: id => {
      const session = find(id);
      if (session === null) return null;
      const { today, linked, happenings } = session;
      const title = happenings.find(each => 'utterance' in each)?.utterance;
      if (title === undefined) return '';
      const { customer, locale, stepUp } = household;
      const around = {
        title: title ?? 'A conversation',
        today,
        locale,
        customer,
        stepUp,
        linked,
      };
      return writeTranscript(recordTranscript(around, happenings), null);
    },
    letPass: minutes => {
      passedMinutes += minutes;
      for (const session of sessions.values()) for (const turn of passing(minutes)) note(session, turn);
    },
    beginLinking: id => {
      const session = find(id);
      if (session === null) return null;
      const { url, state } = session.line.account.beginLinking();
      session.linkingState = state;
      return url;
    },
    finishLinking: async returned => {
      const session = [...sessions.values()].find(each => each.linkingState === returned.state);
      if (session === undefined) return false;
      session.linkingState = null;
      session.linking = await session.line.account.finishLinking(returned);
      if (session.linking === 'linked') note(session, { links: true });
      return true;
    },
    take: async (id, said) => {
      const session = find(id);
      if (session === null) return null;
      const turn = session.turnBefore.then(async () =>
        keep(
          session,
          await ('silence' in said
            ? session.device.silence()
            : session.device.say(said.utterance, { whispered: session.around.whispers })),
        ),
      );
      // A turn that failed must not keep the next one from being taken.
      session.turnBefore = turn.catch(() => undefined);
      const row = await turn;
      return { ...settingOf(session), row };
    },
  };
}

/** Time that passes, in a transcript's words. */
function passing(minutes: number): WrittenTurn[] {
  const days = Math.floor(minutes / minutesADay);
  const rest = minutes - days * minutesADay;
  return [
    ...(days === 0 ? [] : [{ later: days === 1 ? '1 day' : `${days} days` }]),
    ...(rest === 0 ? [] : [{ later: `${rest} minutes` }]),
  ];
}

/** What a conversation begins with. */
const asEver = { speaker: null, whispers: false, screen: true, bankLine: 'works' } as const;

/** Changes what is given, and notes down what a turn does not tell by itself. */
async function apply(session: Session, { token, ...change }: Change): Promise<void> {
  const { line, device, around } = session;
  if (token !== undefined) {
    const isSet = await line.account.setToken(token);
    session.linking = isSet ? null : 'gone';
    if (isSet) note(session, { token });
  }
  const { speaker = around.speaker, whispers = around.whispers, screen = around.screen, bankLine } = change;
  if (speaker !== around.speaker) device.speakAs(speaker);
  if (screen !== around.screen) device.useScreen(screen);
  if (bankLine !== undefined) {
    line.setCarrier(carrierOf(bankLine));
    note(session, { line: bankLine });
  }
  session.around = { speaker, whispers, screen, bankLine: bankLine ?? around.bankLine };
}

function note({ happenings }: Session, happening: Happening): void {
  happenings.push(happening);
  if (happenings.length > maxHappenings) happenings.shift();
}

async function keep(session: Session, turn: TurnRecord): Promise<TurnRow> {
  session.turnCount += 1;
  note(session, turn);
  const row = rowOf(
    turn,
    session.turnCount,
    session.turns.map(({ outcome }) => outcome),
  );
  if (row.outcome === 'unlinked') await session.line.account.linkEnded();
  session.linking = null;
  session.turns.push(row);
  if (session.turns.length > maxTurnsKept) session.turns.shift();
  return row;
}

function settingOf(session: Session): Omit<SessionView, 'turns'> {
  return {
    ...session.around,
    session: session.id,
    token: session.line.account.tokenState,
    linking: session.linking,
    open: session.device.sessionOpen,
    awaitsPin: session.device.awaitsPin,
    challenge: session.device.awaitsPin ? lastChallenge(session) : null,
  };
}

/** What the bank has asked for last; in a delegated dialog nobody has asked it yet, and it is the PIN. */
const lastChallenge = ({ turns }: Session): StepUpChallenge =>
  challengeIn(turns.flatMap(({ turn }) => turn.facade)) ?? { kind: 'voice-pin' };

function viewOf(session: Session): SessionView {
  return { ...settingOf(session), turns: [...session.turns] };
}

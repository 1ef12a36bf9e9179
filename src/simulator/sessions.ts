/**
 * The pages that are open, each with a device of its own, so that two tabs never mix. Turns run one after another
 * through all of them: bank and skill are shared, and what crossed the wall in a turn must be that turn's.
 */
import { randomUUID } from 'node:crypto';
import type { SwitchableLine } from './bank-line.ts';
import type { Device, DeviceOptions } from './device.ts';
import { crossingOf, outcomeOf } from './outcome.ts';
import type { BankLine, SessionView, TurnReply, TurnRow } from './page-api.ts';
import type { SkillEndpoint } from './stack.ts';
import type { TurnRecord } from './turn-record.ts';

/** A page that nobody has used for longest gives way to a new one. */
const maxSessions = 32;
/** What a page shows again after a reload. */
const maxTurnsKept = 200;

export type CreateDevice = (options: DeviceOptions) => Device;

/** What a page may change about its own circumstances. */
export interface Circumstances {
  readonly linked?: boolean | undefined;
  readonly bankLine?: BankLine | undefined;
}

/** Somebody speaks, or nobody does. */
export type Said = { readonly utterance: string } | { readonly silence: true };

interface Session {
  readonly id: string;
  readonly device: Device;
  readonly turns: TurnRow[];
  turnCount: number;
  linked: boolean;
  bankLine: BankLine;
}

export interface Sessions {
  create(): SessionView;
  /** Null when there is no such session any more. */
  view(id: string): SessionView | null;
  change(id: string, circumstances: Circumstances): SessionView | null;
  take(id: string, said: Said): Promise<TurnReply | null>;
}

export function createSessions(
  skill: SkillEndpoint,
  createDevice: CreateDevice,
  line: Pick<SwitchableLine, 'set'>,
): Sessions {
  const sessions = new Map<string, Session>();
  let turnBefore: Promise<unknown> = Promise.resolve();

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
      const circumstances = { linked: skill.accessToken !== null };
      const session: Session = {
        id: randomUUID(),
        // The device sees the same skill; whether the account is linked is this page's own affair.
        device: createDevice({ skill: endpointOf(skill, () => session.linked) }),
        turns: [],
        turnCount: 0,
        linked: circumstances.linked,
        bankLine: 'works',
      };
      sessions.set(session.id, session);
      const oldest = sessions.keys().next();
      if (sessions.size > maxSessions && oldest.done !== true) sessions.delete(oldest.value);
      return viewOf(session);
    },
    view: id => {
      const session = find(id);
      return session && viewOf(session);
    },
    change: (id, { linked, bankLine }) => {
      const session = find(id);
      if (session === null) return null;
      if (linked !== undefined) session.linked = linked && skill.accessToken !== null;
      if (bankLine !== undefined) session.bankLine = bankLine;
      return viewOf(session);
    },
    take: async (id, said) => {
      const session = find(id);
      if (session === null) return null;
      const turn = turnBefore.then(async () => {
        line.set(session.bankLine);
        const record = await ('silence' in said
          ? session.device.silence()
          : session.device.say(said.utterance));
        return keep(session, record);
      });
      // A turn that failed must not keep the next one from being taken.
      turnBefore = turn.catch(() => undefined);
      const row = await turn;
      return { ...circumstancesOf(session), row };
    },
  };
}

/** The skill as one page's device reaches it. */
function endpointOf(skill: SkillEndpoint, linked: () => boolean): SkillEndpoint {
  return {
    url: skill.url,
    applicationId: skill.applicationId,
    get accessToken() {
      return linked() ? skill.accessToken : null;
    },
    locale: skill.locale,
    timeZone: skill.timeZone,
    now: () => skill.now(),
    takeExchanges: () => skill.takeExchanges(),
    countTransactions: () => skill.countTransactions(),
  };
}

function keep(session: Session, turn: TurnRecord): TurnRow {
  session.turnCount += 1;
  const earlier = session.turns.map(row => row.outcome);
  const row: TurnRow = {
    number: session.turnCount,
    turn,
    outcome: outcomeOf(turn, earlier),
    crossings: turn.facade.map(crossingOf),
  };
  session.turns.push(row);
  if (session.turns.length > maxTurnsKept) session.turns.shift();
  return row;
}

function circumstancesOf(session: Session): Omit<SessionView, 'turns'> {
  return {
    session: session.id,
    linked: session.linked,
    bankLine: session.bankLine,
    open: session.device.sessionOpen,
    awaitsPin: session.device.awaitsPin,
  };
}

function viewOf(session: Session): SessionView {
  return { ...circumstancesOf(session), turns: [...session.turns] };
}

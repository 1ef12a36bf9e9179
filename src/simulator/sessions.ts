/** The pages that are open, each with a device and a line to the skill of its own, so that two tabs never mix. */
import { randomUUID } from 'node:crypto';
import { carrierOf } from './bank-line.ts';
import type { Device } from './device.ts';
import { crossingOf, outcomeOf } from './outcome.ts';
import type { Returned } from './linking/account.ts';
import type { TokenState } from './linking/token-state.ts';
import type { BankLine, LinkingNote, SessionView, TurnReply, TurnRow } from './page-api.ts';
import type { SkillLine } from './skill-endpoint.ts';
import type { TurnRecord } from './turn-record.ts';

/** A page that nobody has used for longest gives way to a new one. */
const maxSessions = 32;
/** What a page shows again after a reload. */
const maxTurnsKept = 200;

/** What a page may change about its own circumstances. */
interface Circumstances {
  readonly token?: TokenState | undefined;
  readonly bankLine?: BankLine | undefined;
}

/** Somebody speaks, or nobody does. */
type Said = { readonly utterance: string } | { readonly silence: true };

interface Session {
  readonly id: string;
  readonly line: SkillLine;
  readonly device: Device;
  readonly turns: TurnRow[];
  turnCount: number;
  bankLine: BankLine;
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
  change(id: string, circumstances: Circumstances): Promise<SessionView | null>;
  take(id: string, said: Said): Promise<TurnReply | null>;
  /** Begins a linking; resolves to where the browser goes. */
  beginLinking(id: string): string | null;
  /** Ends the linking that the bank sends a browser back from; false when no session has begun it. */
  finishLinking(returned: Returned): Promise<boolean>;
}

/**
 * @param connect opens a line to the skill
 * @param createDevice makes a device that speaks over it
 */
export function createSessions(
  connect: () => SkillLine,
  createDevice: (line: SkillLine) => Device,
): Sessions {
  const sessions = new Map<string, Session>();

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
        turnCount: 0,
        bankLine: 'works',
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
    change: async (id, { token, bankLine }) => {
      const session = find(id);
      if (session === null) return null;
      if (token !== undefined) {
        session.linking = (await session.line.account.setToken(token)) ? null : 'gone';
      }
      if (bankLine !== undefined) {
        session.bankLine = bankLine;
        session.line.setCarrier(carrierOf(bankLine));
      }
      return viewOf(session);
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
      return true;
    },
    take: async (id, said) => {
      const session = find(id);
      if (session === null) return null;
      const turn = session.turnBefore.then(async () =>
        keep(
          session,
          await ('silence' in said ? session.device.silence() : session.device.say(said.utterance)),
        ),
      );
      // A turn that failed must not keep the next one from being taken.
      session.turnBefore = turn.catch(() => undefined);
      const row = await turn;
      return { ...circumstancesOf(session), row };
    },
  };
}

async function keep(session: Session, turn: TurnRecord): Promise<TurnRow> {
  session.turnCount += 1;
  const row: TurnRow = {
    number: session.turnCount,
    turn,
    outcome: outcomeOf(
      turn,
      session.turns.map(earlier => earlier.outcome),
    ),
    crossings: turn.facade.map(crossingOf),
  };
  if (row.outcome === 'unlinked') await session.line.account.linkEnded();
  session.linking = null;
  session.turns.push(row);
  if (session.turns.length > maxTurnsKept) session.turns.shift();
  return row;
}

function circumstancesOf(session: Session): Omit<SessionView, 'turns'> {
  return {
    session: session.id,
    token: session.line.account.tokenState,
    linking: session.linking,
    bankLine: session.bankLine,
    open: session.device.sessionOpen,
    awaitsPin: session.device.awaitsPin,
  };
}

function viewOf(session: Session): SessionView {
  return { ...circumstancesOf(session), turns: [...session.turns] };
}

/** The page's memory: what the server has said, and what the person may do next. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type {
  Circumstances,
  ClockView,
  OutlinedTranscript,
  PageState,
  PlayedConversation,
  SessionView,
  TurnReply,
  TurnRow,
} from '../page-api.ts';
import * as server from './client.ts';
import { ServerRefusal } from './client.ts';
import { download } from './download.ts';
import { looksLikePin, pinDots } from './pin.ts';

const pollMs = 300;
const sessionKey = 'sottovoce-session';

/** Said, and not answered yet; null words are a silence. */
interface Pending {
  readonly words: string | null;
}

/** A transcript that was played. */
interface Played {
  /** The name of its file. */
  readonly name: string;
  /** Null while it is playing. */
  readonly results: readonly PlayedConversation[] | null;
  /** Which of its conversations is looked at; null: none, but one's own. */
  readonly shown: number | null;
}

export interface Simulator {
  readonly state: PageState;
  readonly session: SessionView | null;
  readonly pending: Pending | null;
  /** What went wrong between the page and its server; null when all is well. */
  readonly trouble: string | null;
  say(utterance: string): Promise<TurnRow | null>;
  staySilent(): Promise<TurnRow | null>;
  begin(): Promise<void>;
  /** Leaves for the bank's pages, which send the browser back here. */
  link(): Promise<void>;
  change(wanted: Partial<Circumstances>): Promise<void>;
  /** How far the bank's clock is ahead of this machine's. */
  readonly clockAheadMs: number;
  moveClock(minutes: number): Promise<void>;
  /** The last transcript that was played; null: none. */
  readonly played: Played | null;
  /** Hands the conversation to the person as a file. */
  saveTranscript(): Promise<void>;
  /** The conversation so far as a transcript; null when there is none. */
  transcript(): Promise<string | null>;
  /** What it would play; a text that is no transcript is said to be none. */
  outline(name: string, text: string): Promise<OutlinedTranscript | ServerRefusal>;
  play(name: string, text: string): Promise<void>;
  showPlayed(index: number | null): void;
}

export function useSimulator(): Simulator {
  const [state, setState] = useState<PageState>({ phase: 'starting', progress: 'Reaching the simulator.' });
  const [session, setSession] = useState<SessionView | null>(null);
  const [clockAheadMs, setClockAheadMs] = useState(0);
  const [pending, setPending] = useState<Pending | null>(null);
  const [played, setPlayed] = useState<Played | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const busy = useRef(false);

  /** Runs one call; what the server refuses becomes `trouble`. */
  const attempt = useCallback(async <Value>(action: () => Promise<Value>): Promise<Value | null> => {
    try {
      const value = await action();
      setTrouble(null);
      return value;
    } catch (error) {
      if (!(error instanceof server.ServerRefusal)) throw error;
      setTrouble(error.message);
      if (error.code === 'gone' || error.code === 'starting') {
        setState({ phase: 'starting', progress: error.message });
      }
      return null;
    }
  }, []);

  const keepClock = useCallback(({ now }: ClockView) => setClockAheadMs(now - Date.now()), []);

  const keepSession = useCallback((view: SessionView) => {
    sessionStorage.setItem(sessionKey, view.session);
    setSession(view);
  }, []);

  /** The conversation of before a reload where the server still has it, or a new one. */
  const resume = useCallback(async (): Promise<SessionView> => {
    const id = sessionStorage.getItem(sessionKey);
    if (id !== null) {
      try {
        return await server.getSession(id);
      } catch (error) {
        if (!(error instanceof server.ServerRefusal) || error.code !== 'no_session') throw error;
      }
    }
    return server.beginSession();
  }, []);

  useEffect(() => {
    if (state.phase !== 'starting') return;
    let stopped = false;
    const look = async () => {
      try {
        const next = await server.getState();
        if (stopped) return;
        if (next.phase === 'ready') {
          keepClock(next.clock);
          keepSession(await resume());
          setTrouble(null);
        }
        setState(next);
        if (next.phase !== 'starting') return;
      } catch (error) {
        if (!(error instanceof server.ServerRefusal)) throw error;
        if (!stopped) setState({ phase: 'starting', progress: error.message });
      }
      timer = setTimeout(() => void look(), pollMs);
    };
    let timer = setTimeout(() => void look(), 0);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [state.phase, keepClock, keepSession, resume]);

  const take = useCallback(
    async (words: string | null, send: (session: string) => Promise<TurnReply>): Promise<TurnRow | null> => {
      if (session === null || busy.current) return null;
      busy.current = true;
      setPlayed(before => before && { ...before, shown: null });
      setPending({ words });
      const reply = await attempt(async () => {
        try {
          return await send(session.session);
        } catch (error) {
          // The simulator was started anew since: go on in a new conversation.
          if (!(error instanceof server.ServerRefusal) || error.code !== 'no_session') throw error;
          const fresh = await server.beginSession();
          keepSession(fresh);
          return send(fresh.session);
        }
      });
      busy.current = false;
      setPending(null);
      if (reply === null) return null;
      const { row, ...circumstances } = reply;
      setSession(before => ({
        ...circumstances,
        turns: before?.session === reply.session ? [...before.turns, row] : [row],
      }));
      return row;
    },
    [session, attempt, keepSession],
  );

  const transcript = async () =>
    session === null ? null : attempt(() => server.getTranscript(session.session));

  return {
    state,
    session,
    pending,
    trouble,
    say: utterance => {
      const hidden = session?.awaitsPin === true && looksLikePin(utterance);
      return take(hidden ? pinDots : utterance, id => server.say(id, utterance));
    },
    staySilent: () => take(null, id => server.staySilent(id)),
    played,
    saveTranscript: async () => {
      const text = await transcript();
      if (text !== null) download('conversation.yaml', text);
    },
    transcript,
    outline: async (name, text) => {
      try {
        return await server.outline(name, text);
      } catch (error) {
        if (error instanceof ServerRefusal) return error;
        throw error;
      }
    },
    play: async (name, text) => {
      setPlayed({ name, results: null, shown: null });
      const results = await attempt(() => server.play(name, text));
      const differs = results?.findIndex(({ report }) => report !== null) ?? -1;
      setPlayed(results && { name, results, shown: Math.max(differs, 0) });
    },
    showPlayed: shown => setPlayed(before => before && { ...before, shown }),
    begin: async () => {
      setPlayed(null);
      const view = await attempt(() => server.beginSession());
      if (view !== null) keepSession(view);
    },
    link: async () => {
      if (session === null) return;
      const begun = await attempt(() => server.beginLinking(session.session));
      if (begun !== null) location.assign(begun.url);
    },
    change: async wanted => {
      if (session === null) return;
      const view = await attempt(() => server.changeSession(session.session, wanted));
      if (view !== null) setSession(view);
    },
    clockAheadMs,
    moveClock: async minutes => {
      const clock = await attempt(() => server.moveClock(minutes));
      if (clock !== null) keepClock(clock);
    },
  };
}

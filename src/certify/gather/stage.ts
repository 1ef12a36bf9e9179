/** Plays scenes with a skill, and writes down each request and what came of it. */
import type { Request, RequestEnvelope } from 'ask-sdk-model';
import { createDevice, type Device } from '../../simulator/device.ts';
import {
  amazonApi,
  buildEnvelope,
  newSessionId,
  type RequestHead,
  type Setting,
} from '../../simulator/envelope.ts';
import type { Language } from '../../simulator/language.ts';
import { openSkillServer } from '../../simulator/stack/skill-server.ts';
import type { FacadeExchange } from '../../simulator/turn-record.ts';
import type { Scene, Turn } from '../facts.ts';
import type { Skill } from './skill.ts';

/** What a scene is played with. */
export interface Scenery {
  /** Somebody's device. Each call is another customer's, unless they share a name. */
  readonly device: (how?: { readonly accessToken?: string | null; readonly account?: string }) => Device;
  /** Says a PIN to a device, and remembers it for the rules. */
  readonly sayPin: (device: Device, digits: string) => Promise<void>;
  /** Sends a request that no device would send; in a session of its own, or in none. */
  readonly send: (request: (head: RequestHead) => Request, how?: Sending) => Promise<Turn>;
}

export interface Sending {
  /** False: a request outside of any conversation. */
  readonly session?: boolean;
  readonly attributes?: unknown;
  readonly accessToken?: string | null;
  /** Makes something else of the request before it is sent. */
  readonly change?: (envelope: RequestEnvelope) => unknown;
}

export interface Stage extends AsyncDisposable {
  readonly play: (act: (scenery: Scenery) => Promise<unknown>) => Promise<Scene>;
}

export interface StageParts {
  readonly skill: Skill;
  readonly language: Language;
  readonly locale: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly timeZone: string;
  /** The calls to the bank since the last time this was asked. */
  readonly takeCalls: () => readonly FacadeExchange[];
  /** Measures what a turn takes, in milliseconds. */
  readonly stopwatch: () => number;
}

export async function openStage({
  skill,
  language,
  locale,
  now,
  timeZone,
  takeCalls,
  stopwatch,
}: StageParts): Promise<Stage> {
  const server = await openSkillServer();
  let customers = 0;

  const play: Stage['play'] = async act => {
    const turns: Turn[] = [];
    const pins: string[] = [];
    const take = async (envelope: unknown): Promise<Turn> => {
      takeCalls();
      const startedAt = stopwatch();
      const answer = await skill.take(envelope);
      const turn: Turn = {
        // What is not an envelope was made of one; the rules of that scene read the answer alone.
        envelope: envelope as RequestEnvelope,
        answer,
        calls: takeCalls(),
        pins: [...pins],
        ms: stopwatch() - startedAt,
      };
      turns.push(turn);
      return turn;
    };
    const served = server.serve(async envelope => {
      const { answer } = await take(envelope);
      if (answer.kind === 'refused') throw new Error(answer.code);
      return answer.response;
    });
    const accountName = (account?: string): string => account ?? `customer ${(customers += 1)}`;

    await act({
      device: ({ accessToken = null, account } = {}) =>
        createDevice({
          skill: {
            url: served.url,
            applicationId: skill.applicationId,
            accessToken,
            refreshToken: () => Promise.resolve(),
            locale,
            timeZone,
            now,
            takeExchanges: () => [],
            countTransactions: () => Promise.resolve(0),
          },
          language,
          account: accountName(account),
          // Longer than Alexa waits: how long it took is for the rules to judge.
          deadlineMs: 30_000,
        }),
      sayPin: async (device, digits) => {
        pins.push(digits);
        await device.say(digits);
      },
      send: (request, { session = true, attributes = {}, accessToken = null, change } = {}) => {
        const setting: Setting = {
          applicationId: skill.applicationId,
          locale,
          account: accountName(),
          accessToken,
          speaker: null,
          screen: true,
          document: null,
          permissions: [],
          api: amazonApi,
        };
        const carried = session ? { id: newSessionId(), isNew: true, attributes } : null;
        const envelope = buildEnvelope(request, carried, setting, now());
        return take(change === undefined ? envelope : change(envelope));
      },
    });
    served.close();
    return turns;
  };
  return { play, [Symbol.asyncDispose]: () => server.close() };
}

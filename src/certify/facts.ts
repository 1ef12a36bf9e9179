/** What is known of a skill when it is judged. The rules see nothing else, so that they are functions of it. */
import type { RequestEnvelope, ResponseEnvelope } from 'ask-sdk-model';
import type { InteractionModel } from '../simulator/interaction-model.ts';
import type { FacadeExchange } from '../simulator/turn-record.ts';

/** What came of a request. */
export type Answer =
  | { readonly kind: 'response'; readonly response: ResponseEnvelope; readonly text: string }
  /** A code of ours, or what the host says of it. */
  | { readonly kind: 'refused'; readonly code: string };

/** One request to the skill, as the platform sends it, and what came of it. */
export interface Turn {
  readonly envelope: RequestEnvelope;
  readonly answer: Answer;
  /** What crossed the wall between skill and bank meanwhile. */
  readonly calls: readonly FacadeExchange[];
  /** The voice PINs that have been said in this scene. */
  readonly pins: readonly string[];
  readonly ms: number;
}

export type Scene = readonly Turn[];

/** What is played with whoever listens: nobody is linked, and no bank is needed. */
export const talkScenes = [
  'launch',
  'silence',
  'help',
  'help-one-shot',
  'stop',
  'cancel',
  'navigate-home',
  'fallback',
  'repeat',
  'yes',
  'no',
  'goodbyes',
  'session-ended',
  'unlinked',
  'fraud',
  'every-intent',
  'unknown-values',
  'unknown-intent',
  'unknown-requests',
  'unknown-properties',
  'exception',
  'tampered',
  'events',
  'wrong-application',
  'wrong-application-in-session',
  'malformed',
] as const;
export type TalkScene = (typeof talkScenes)[number];

/** What is played with a customer of our bank. */
export const bankScenes = [
  'one-shot',
  'example-phrases',
  'questions',
  'odd-slots',
  'new-conversation',
  'help-at-pin',
  'stop-at-pin',
  'cancel-at-pin',
  'fallback-at-pin',
  'silence-at-pin',
  'no-digits',
  'unasked-pin',
  'wrong-pins',
  'fourth-pin',
  'after-reset',
  'bad-token',
  'bank-slow',
  'bank-down',
  'bank-talkative',
  'tampered-while-linked',
] as const;
export type BankScene = (typeof bankScenes)[number];

/** An example phrase, and what the interaction model makes of it. */
export interface HeardPhrase {
  readonly phrase: string;
  readonly intent: string;
  /** Whether it meets a sample word for word. */
  readonly isSample: boolean;
}

/** What the skill says by itself that can be said to it. */
export interface LocaleFacts {
  readonly model: InteractionModel;
  /** As it is deployed. */
  readonly modelBytes: number;
  /** Whether it is the one of the sources (`models/`), but for its invocation name. */
  readonly isOfSources: boolean;
  /** The example phrases of the store. */
  readonly examples: readonly HeardPhrase[];
  /** What the skill's help tells customers to say. */
  readonly suggestions: readonly HeardPhrase[];
}

/** The skill package. */
export interface PackageFacts {
  /** `skill.json` and `accountLinking.json` as they were read: whether they are what Amazon takes is for the rules. */
  readonly manifest: unknown;
  readonly accountLinking: unknown;
  readonly resources: unknown;
  readonly locales: Readonly<Record<string, LocaleFacts>>;
  /** By path, from the folder of `skill.json`; null: no PNG. */
  readonly images: Readonly<Record<string, { readonly width: number; readonly height: number } | null>>;
  /** Every text file of the package, by path. */
  readonly texts: Readonly<Record<string, string>>;
  /** Locales of which there are words in the sources: what we say, and what the store says. */
  readonly sources: { readonly replies: readonly string[]; readonly stores: readonly string[] };
  /** The intents that the skill has code for. */
  readonly intents: readonly string[];
}

export interface TalkFacts {
  readonly scenes: Readonly<Record<TalkScene, Scene>>;
  readonly model: InteractionModel;
}

export interface BankFacts {
  readonly scenes: Readonly<Record<BankScene, Scene>>;
  readonly model: InteractionModel;
  /** The phrases of the scene `example-phrases`. */
  readonly examples: readonly string[];
  /** Every line that the skill has logged in all scenes. */
  readonly log: readonly string[];
  /** What must be in no line of it. */
  readonly secrets: {
    readonly pins: readonly string[];
    readonly tokens: readonly string[];
    readonly names: readonly string[];
  };
}

/** One request to the entry over HTTPS. */
export interface EntryCase {
  readonly id: EntryCaseId;
  /** HTTP status; null when the connection broke. */
  readonly status: number | null;
  /** The code of a refusal. */
  readonly code: string | null;
}

export const entryCaseIds = [
  'good',
  'good-event',
  'no-chain-url',
  'no-signature',
  'old-signature-header-alone',
  'signature-garbage',
  'signature-of-another-body',
  'signature-of-another-key',
  'signature-sha1',
  'body-changed',
  'url-http',
  'url-host',
  'url-host-suffix',
  'url-port',
  'url-path',
  'url-path-case',
  'url-traversal',
  'url-user',
  'chain-missing',
  'chain-garbage',
  'san-wrong',
  'san-wildcard',
  'expired',
  'not-yet-valid',
  'self-signed',
  'untrusted-root',
  'chain-broken',
  'stale',
  'future',
  'no-date',
  'stale-event',
  'replayed',
  'wrong-application',
  'not-json',
  'too-large',
  'compressed',
  'get',
] as const;
export type EntryCaseId = (typeof entryCaseIds)[number];

/** The entry over HTTPS. */
export interface EntryFacts {
  readonly cases: Readonly<Record<EntryCaseId, EntryCase>>;
}

/** The zips of the functions. */
export interface BundleFacts {
  readonly functions: Readonly<
    Record<
      string,
      {
        readonly zipBytes: number;
        readonly timeoutMs: number;
        readonly handler: string;
        readonly files: readonly { readonly path: string; readonly bytes: number }[];
        /** Whether something in it looks like a key or a password. */
        readonly secrets: readonly string[];
      }
    >
  >;
}

/** An endpoint that is looked at from outside. */
export interface LiveFacts {
  readonly url: string;
  /** Null: it speaks no TLS, or nobody is there. */
  readonly tls: {
    readonly authorized: boolean;
    readonly problem: string | null;
    readonly protocol: string;
  } | null;
  readonly cases: Readonly<
    Record<'unsigned' | 'signature-garbage' | 'foreign-chain-url' | 'stale' | 'not-json' | 'get', LiveCase>
  >;
}
export interface LiveCase {
  readonly status: number | null;
  /** Whether there is an answer of a skill in it. */
  readonly answered: boolean;
  readonly ms: number;
}

/** A part that could not be looked at, and why: the rules that need it are skipped, never passed. */
export interface Missing {
  readonly missing: string;
}

export interface Facts {
  readonly package: PackageFacts | Missing;
  readonly talk: TalkFacts | Missing;
  readonly bank: BankFacts | Missing;
  readonly entry: EntryFacts | Missing;
  readonly bundle: BundleFacts | Missing;
  readonly live: LiveFacts | Missing;
}

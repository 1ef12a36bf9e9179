/**
 * Bank and skill in this process, over real HTTP on ephemeral ports of 127.0.0.1, as an assistant's platform would
 * reach them.
 */
import type { FacadeExchange } from './turn-record.ts';

export interface StackOptions {
  /** The bank's data folder; the demo household is seeded where it is missing or empty. */
  readonly dataDir: string;
  /** `YYYY-MM-DD`: bank and skill start at noon of that day; null: now. */
  readonly today: string | null;
  /** The customer's id at the bank. */
  readonly customer: string;
  /** BCP 47, as the platform sends it. */
  readonly locale: string;
  /** The process's environment, read by the bank's configuration; empty by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** One coded line of the bank or the skill; dropped by default. */
  readonly log?: (line: string) => void;
  /** Carries the skill's calls to the bank; the global one by default. */
  readonly fetch?: typeof fetch;
}

/** What the device needs to know of a skill. */
export interface SkillEndpoint {
  /** Where the platform posts its requests. */
  readonly url: string;
  readonly applicationId: string;
  /** The access token that account linking left at the platform; null when not linked. Read at every request. */
  readonly accessToken: string | null;
  readonly locale: string;
  /** The bank's time zone (IANA). */
  readonly timeZone: string;
  /** Milliseconds since 1970 UTC, by the clock that bank and skill share. */
  now(): number;
  /** The calls to the bank through this endpoint since the last time this was asked, in order. */
  takeExchanges(): readonly FacadeExchange[];
  /** How many transactions of this customer the bank holds. */
  countTransactions(): Promise<number>;
}

/** One platform account's way to the one skill: with its own record of what crossed the wall, for one device. */
export interface SkillLine extends SkillEndpoint {
  /** Links or unlinks the account at the platform: whether its requests carry an access token. */
  setLinked(linked: boolean): void;
  /** What carries the calls to the bank from now on, to try a bank that is down or slow; null: the network. */
  setCarrier(carrier: typeof fetch | null): void;
  close(): void;
}

export interface Stack {
  readonly customer: { readonly id: string; readonly name: string };
  readonly locale: string;
  readonly timeZone: string;
  /** True when this start seeded the demo household. */
  readonly seeded: boolean;
  /** Opens a line to the skill; any number of them, and none sees the calls of another. */
  connect(): SkillLine;
  countTransactions(): Promise<number>;
  /** Milliseconds since 1970 UTC, by the clock that bank and skill share. */
  now(): number;
  /** The calendar date at the bank, `YYYY-MM-DD`. */
  today(): string;
  /** Lets time pass at bank and skill; negative goes back. */
  moveClock(byMs: number): void;
  /** Stops both servers and closes the data folder. */
  close(): Promise<void>;
}

/** A start that failed for a reason that the person at the keyboard can mend; its message says how. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

export declare function startStack(options: StackOptions): Promise<Stack>;

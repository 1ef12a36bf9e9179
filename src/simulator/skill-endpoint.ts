/** What a device needs to know of a skill, and of the customer's link to it. */
import type { PlatformAccount } from './linking/account.ts';
import type { FacadeExchange } from './turn-record.ts';

export interface SkillEndpoint {
  /** Where the platform posts its requests. */
  readonly url: string;
  readonly applicationId: string;
  /** The access token that account linking left at the platform; null when not linked. Read at every request. */
  readonly accessToken: string | null;
  /** Lets the platform refresh a token that has expired, before a request. */
  refreshToken(): Promise<void>;
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
  /** What linking has left at the platform, and how to link. */
  readonly account: PlatformAccount;
  /** What carries the calls to the bank from now on, to try a bank that is down or slow; null: the network. */
  setCarrier(carrier: typeof fetch | null): void;
  close(): void;
}

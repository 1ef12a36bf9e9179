/** A bank with pages and one customer, on a port of this machine, for tests of the pages. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import {
  alexaOwner,
  authorizationPath,
  createAuthorizationServer,
  deriveAuthorizationSecrets,
  type AuthorizationServer,
  type PlatformClient,
} from '../../../src/bank/authorization/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { createErrorPage, createPages, setLogin, type PagesOptions } from '../../../src/bank/pages/index.ts';
import { Browser } from '../browser.ts';
import { Platform } from '../platform.ts';
import { testRecordKeys } from '../record-keys.ts';

export const password = 'a long enough password';
const pepper = randomBytes(32);

export interface House {
  readonly origin: string;
  readonly server: AuthorizationServer;
  readonly client: PlatformClient;
  readonly database: BankDatabase;
  readonly faults: unknown[];
  /** The bank's clock, milliseconds since 1970 UTC. */
  clock: number;
  browser(): Browser;
  platform(): Platform;
  /** A customer with three accounts who can sign in by her id. */
  addCustomer(name?: string): Promise<string>;
  close(): Promise<void>;
}

export async function openHouse(
  database: BankDatabase,
  overrides: Partial<PagesOptions> = {},
  redirectUris = ['http://127.0.0.1:9/api/skill/link/VENDOR'],
): Promise<House> {
  const app = express();
  const web = createServer(app);
  await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const faults: unknown[] = [];
  const client: PlatformClient = {
    platform: 'alexa',
    name: 'Alexa',
    owner: alexaOwner,
    clientId: 'alexa-client',
    clientSecret: randomBytes(32).toString('base64url'),
    redirectUris,
  };
  let customers = 0;
  const house: House = {
    origin,
    client,
    database,
    faults,
    clock: Date.now(),
    server: createAuthorizationServer({
      database: database.kysely,
      now: () => house.clock,
      random: randomBytes,
      publicUrl: origin,
      facadeResource: 'https://facade.bank.example/v1',
      platforms: [client],
      secrets: deriveAuthorizationSecrets(randomBytes(32)),
      errorPage: createErrorPage({ bank, publicUrl: origin }),
      onFault: error => faults.push(error),
    }),
    browser: () => new Browser(origin),
    platform: () => new Platform(origin + authorizationPath, client),
    addCustomer: async (name = 'Nora Whitfield') => {
      const customerId = `customer-${++customers}`;
      await database.kysely
        .insertInto('customer')
        .values({ customer_id: customerId, name, birth_date: '1987-06-23' })
        .execute();
      const accounts = [
        ['checking', 'Everyday'],
        ['savings', 'Rainy Day'],
        ['credit-card', 'Juniper Card'],
      ] as const;
      for (const [kind, nickname] of accounts) {
        await database.kysely
          .insertInto('account')
          .values({
            customer_id: customerId,
            account_id: kind,
            kind,
            nickname,
            currency: 'USD',
            account_number: '004417283306',
            opening_minor: 0,
            credit_limit_minor: 0,
          })
          .execute();
      }
      const set = await setLogin(database.kysely, {
        customerId,
        name: customerId,
        password,
        pepper,
        now: house.clock,
        random: randomBytes,
      });
      if (!set.ok) throw new Error(set.reason);
      return customerId;
    },
    close: async () => {
      web.closeAllConnections();
      await new Promise(resolve => web.close(resolve));
    },
  };
  app.use(authorizationPath, house.server.handler);
  app.use(
    createPages({
      database: database.kysely,
      now: () => house.clock,
      random: randomBytes,
      timeZone: 'America/New_York',
      publicUrl: origin,
      bank,
      platforms: [client],
      authorization: house.server,
      pepper,
      recordKeys: testRecordKeys,
      key: randomBytes(32),
      onFault: error => faults.push(error),
      ...overrides,
    }),
  );
  return house;
}

const bank = {
  name: 'Sottovoce Bank',
  address: '1 Quiet Street, Boston',
  contact: 'https://bank.example/contact',
  jurisdiction: 'United States',
};

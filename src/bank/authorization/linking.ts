/**
 * One linking, from the platform's link to the way back, as the bank's pages see it. oidc-provider keeps its state
 * and its cookie; the pages ask here what to show and say here what the customer did.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kysely } from 'kysely';
import { errors, type InteractionResults, type Provider } from 'oidc-provider';
import * as z from 'zod';
import type { LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import type { RandomSource } from '../link/random-source.ts';
import type { PlatformClient } from './client.ts';
import { linkUnderGrant } from './grant.ts';
import { digestOf } from './sealed.ts';
import { facadeScope } from './token-link.ts';

/** Where a linking stands. */
export type LinkingState = {
  readonly uid: string;
  readonly platform: Pick<PlatformClient, 'platform' | 'name' | 'owner'>;
  /** The origin to which the browser goes at the end; the pages' form may lead there. */
  readonly returnOrigin: string;
} & (
  | { readonly step: 'sign-in' }
  /** `draft` is what `keepDraft` kept, or null. */
  | { readonly step: 'agree'; readonly customerId: string; readonly draft: unknown }
);

export interface Linking {
  /** Null when the linking of that name is over, has expired, or belongs to another browser. */
  readonly load: (
    request: IncomingMessage,
    response: ServerResponse,
    uid: string,
  ) => Promise<LinkingState | null>;
  /** The customer has signed in. @returns where to send the browser */
  readonly signedIn: (
    request: IncomingMessage,
    response: ServerResponse,
    customerId: string,
  ) => Promise<string>;
  /** Remembers what was chosen so far, until the customer agrees. */
  readonly keepDraft: (request: IncomingMessage, response: ServerResponse, draft: unknown) => Promise<void>;
  /**
   * The customer agrees: links, and in the same transaction does what belongs to it.
   * @returns where to send the browser
   */
  readonly agree: (
    request: IncomingMessage,
    response: ServerResponse,
    record: (transaction: Kysely<BankSchema>, link: LinkKey) => Promise<void>,
  ) => Promise<string>;
  /** The customer does not agree. @returns where to send the browser */
  readonly decline: (request: IncomingMessage, response: ServerResponse) => Promise<string>;
}

export interface LinkingParts {
  readonly provider: Provider;
  readonly platformOf: ReadonlyMap<string, PlatformClient>;
  readonly asPublic: (request: IncomingMessage) => IncomingMessage;
  readonly database: Kysely<BankSchema>;
  readonly now: () => number;
  readonly random: RandomSource;
  readonly facadeResource: string;
}

/** What the authorization request asked for, as far as the pages need it; checked by the library before. */
const requestParameters = z.looseObject({
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string().default(''),
});

export function createLinking(parts: LinkingParts): Linking {
  const { provider, asPublic } = parts;

  const details = async (request: IncomingMessage, response: ServerResponse) => {
    const interaction = await provider.interactionDetails(asPublic(request), response);
    return { interaction, parameters: requestParameters.parse(interaction.params) };
  };
  const finish = (request: IncomingMessage, response: ServerResponse, result: InteractionResults) =>
    provider.interactionResult(asPublic(request), response, result);

  return {
    load: async (request, response, uid) => {
      const found = await details(request, response).catch(nullWhenOver);
      const platform = parts.platformOf.get(found?.parameters.client_id ?? '');
      if (found === null || platform === undefined || found.interaction.uid !== uid) return null;
      const { interaction, parameters } = found;
      const common = { uid, platform, returnOrigin: new URL(parameters.redirect_uri).origin };
      const customerId = interaction.session?.accountId;
      return interaction.prompt.name === 'consent' && customerId !== undefined
        ? { ...common, step: 'agree', customerId, draft: interaction.result?.draft ?? null }
        : { ...common, step: 'sign-in' };
    },

    signedIn: async (request, response, customerId) => {
      const next = await finish(request, response, { login: { accountId: customerId, remember: false } });
      // Somebody else may have linked in this browser minutes ago. Who signs in now takes their place.
      const session = await provider.Session.get(provider.createContext(request, response));
      if (session.accountId !== undefined && session.accountId !== customerId) {
        session.accountId = undefined;
        session.authorizations = undefined;
        await session.persist();
      }
      return next;
    },

    keepDraft: async (request, response, draft) => {
      await finish(request, response, { draft });
    },

    agree: async (request, response, record) => {
      const { interaction, parameters } = await details(request, response);
      const customerId = interaction.session?.accountId;
      const client = parts.platformOf.get(parameters.client_id);
      if (interaction.prompt.name !== 'consent' || customerId === undefined || client === undefined) {
        throw new Error('nobody has signed in to agree');
      }
      const grant = new provider.Grant({ accountId: customerId, clientId: client.clientId });
      const asked = new Set(parameters.scope.split(' '));
      if (asked.has('openid')) grant.addOIDCScope('openid');
      if (asked.has(facadeScope)) grant.addResourceScope(parts.facadeResource, facadeScope);
      const grantId = await grant.save();
      try {
        await transact(parts.database, async transaction => {
          const link = await linkUnderGrant(transaction, {
            customerId,
            platform: client.platform,
            grantDigest: digestOf('Grant', grantId),
            now: parts.now(),
            random: parts.random,
          });
          await record(transaction, link);
        });
      } catch (error) {
        await grant.destroy();
        throw error;
      }
      return finish(request, response, { consent: { grantId } });
    },

    decline: (request, response) =>
      finish(request, response, {
        error: 'access_denied',
        error_description: 'the customer did not agree',
      }),
  };
}

function nullWhenOver(error: unknown): null {
  if (error instanceof errors.SessionNotFound) return null;
  throw error;
}

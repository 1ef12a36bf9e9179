import { randomBytes } from 'node:crypto';
import type { Adapter } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseAdapter } from '../../../src/bank/authorization/adapter.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { engines } from '../engines.ts';

describe.each(engines)('the adapter on $name', ({ open }) => {
  let database: BankDatabase;
  let now = 1_000_000;
  let of: (kind: string) => Adapter;
  beforeAll(async () => {
    database = await open();
    of = databaseAdapter(database.kysely, { now: () => now, random: randomBytes });
  });
  afterAll(() => database.close());

  it('finds a session by its uid without the cookie, until it is gone', async () => {
    const sessions = of('Session');
    await sessions.upsert('cookie', { jti: 'cookie', uid: 'uid', accountId: 'demo' }, 60);
    expect(await sessions.findByUid('uid')).toEqual({ uid: 'uid', accountId: 'demo' });
    expect(await sessions.find('cookie')).toEqual({ jti: 'cookie', uid: 'uid', accountId: 'demo' });
    await sessions.destroy('cookie');
    expect(await sessions.findByUid('uid')).toBeUndefined();
    expect(await sessions.find('cookie')).toBeUndefined();
  });

  it('keeps kinds apart', async () => {
    await of('AccessToken').upsert('one', { accountId: 'demo' }, 60);
    expect(await of('RefreshToken').find('one')).toBeUndefined();
  });

  it('finds nothing that has expired', async () => {
    await of('Interaction').upsert('short', { accountId: 'demo' }, 60);
    now += 59_999;
    expect(await of('Interaction').find('short')).toBeDefined();
    now += 1;
    expect(await of('Interaction').find('short')).toBeUndefined();
  });

  it('uses a code once; the second time ends the grant', async () => {
    await of('Grant').upsert('grant', { accountId: 'demo' }, 60);
    await of('AuthorizationCode').upsert('code', { grantId: 'grant' }, 60);
    await of('AuthorizationCode').consume('code');
    expect(await of('AuthorizationCode').find('code')).toMatchObject({ consumed: Math.floor(now / 1_000) });
    await expect(of('AuthorizationCode').consume('code')).rejects.toThrow('invalid_grant');
    expect(await of('Grant').find('grant')).toBeUndefined();
    expect(await of('AuthorizationCode').find('code')).toBeUndefined();
  });

  it('keeps nothing without an end', async () => {
    await expect(of('Grant').upsert('eternal', {})).rejects.toThrow('never expire');
  });
});

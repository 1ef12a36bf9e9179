import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../src/channels/alexa/authenticate.ts';
import { launch } from './requests.ts';
import { startSkillServer, type SkillServer } from './skill-server.ts';

describe('a request from this machine alone', () => {
  const authenticate = createAuthenticate('loopback-only', () => Promise.resolve('signature_wrong'));
  const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
    // What the check reads of a request.
    authenticate({ socket: { remoteAddress }, headers } as unknown as IncomingMessage, Buffer.alloc(0));

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('is taken from %s', async address => {
    expect(await from(address)).toBeNull();
  });

  it.each(['10.0.0.1', '192.168.1.127', '::ffff:10.0.0.1', '127.evil', '2001:db8::1', '', undefined])(
    'is not taken from %s',
    async address => {
      expect(await from(address)).toBe('not_loopback');
    },
  );

  it.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
    'is not taken through a proxy, behind which everybody is local: %s',
    async header => {
      expect(await from('127.0.0.1', { [header]: '127.0.0.1' })).toBe('not_loopback');
    },
  );
});

describe('over HTTP', () => {
  let skill: SkillServer;
  const greeting = { version: '1.0', response: {} };
  beforeAll(async () => {
    skill = await startSkillServer({
      verify: 'loopback-only',
      handler: () => Promise.resolve({ ok: true, response: greeting }),
    });
  });
  afterAll(() => skill.close());

  it('an unsigned request is taken, and nothing is fetched', async () => {
    expect(await skill.post(JSON.stringify(launch()))).toEqual({ status: 200, body: greeting });
    expect(skill.fetched).toEqual([]);
  });

  it('a proxied one is not', async () => {
    const answer = await skill.post(JSON.stringify(launch()), { 'x-forwarded-for': '203.0.113.9' });
    expect(answer).toEqual({ status: 403, body: { code: 'not_loopback' } });
  });

  it('time and repetition are still looked at', async () => {
    const body = JSON.stringify(launch());
    await skill.post(body);
    expect(await skill.post(body)).toEqual({ status: 400, body: { code: 'replayed' } });
    const old = JSON.stringify(launch({ timestamp: '2020-01-01T00:00:00Z' }));
    expect(await skill.post(old)).toEqual({ status: 400, body: { code: 'stale' } });
  });
});

describe('where nothing is said about it', () => {
  it('a signature is asked for', async () => {
    const skill = await startSkillServer({ handler: () => Promise.reject(new Error('reached')) });
    expect(await skill.post(JSON.stringify(launch()))).toEqual({
      status: 400,
      body: { code: 'signature_missing' },
    });
    skill.close();
  });
});

describe('a bug behind the border', () => {
  it('is a code without a stack, and not a 500', async () => {
    const skill = await startSkillServer({
      verify: 'loopback-only',
      handler: () => Promise.reject(new Error('CANARY')),
    });
    expect(await skill.post(JSON.stringify(launch()))).toEqual({
      status: 503,
      body: { code: 'out_of_order' },
    });
    expect(skill.logged).toMatchObject([{ event: 'fault', error: 'Error' }]);
    expect(JSON.stringify(skill.logged)).not.toContain('CANARY');
    skill.close();
  });
});

describe('another skill', () => {
  it('gets 403', async () => {
    const skill = await startSkillServer({
      verify: 'loopback-only',
      handler: () => Promise.resolve({ ok: false, code: 'wrong_application' }),
    });
    expect(await skill.post(JSON.stringify(launch()))).toEqual({
      status: 403,
      body: { code: 'wrong_application' },
    });
    skill.close();
  });
});

import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import {
  startZip,
  type PackagedFunction,
  type RunningFunction,
  type RunOptions,
} from '../../src/packaged/index.ts';

/** Does what its event says. */
const obedient = `
let calls = 0;
exports.handler = async (event, context) => {
  calls += 1;
  switch (event.do) {
    case 'tell': return { calls, cwd: process.cwd(), env: process.env, now: Date.now(), context };
    case 'write': console.log('one\\ntwo'); console.error('three'); return null;
    case 'throw': throw new TypeError('not today');
    case 'leave': process.exit(1);
    case 'hang': return new Promise(() => {});
    case 'require': return Object.keys(require(event.module));
  }
};`;

const folder = mkdtempSync(join(tmpdir(), 'sottovoce-zips-'));
const running: RunningFunction[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(each => each.stop()));
});

function start(source: string, options: Partial<RunOptions> = {}, timeoutMs = 8_000): RunningFunction {
  const zip = join(folder, 'function.zip');
  writeFileSync(zip, zipSync({ 'src/entry.js': strToU8(source) }));
  const packaged: PackagedFunction = {
    name: 'sottovoce-test-skill',
    handler: 'src/entry.handler',
    memoryMegabytes: 1_024,
    variables: [],
    given: {},
    timeoutMs,
    zip,
  };
  const started = startZip(packaged, { environment: {}, ...options });
  running.push(started);
  return started;
}

describe('a function in a zip', () => {
  it('has what Lambda gives, its own settings and nothing of this machine', async () => {
    const nowMs = Date.parse('2026-03-18T14:30:00Z');
    const answer = await start(obedient, { environment: { SOTTOVOCE_BANK_NAME: 'Juniper' }, nowMs }).invoke({
      do: 'tell',
    });
    expect(answer).toMatchObject({
      ok: true,
      response: { now: nowMs, context: { functionName: 'sottovoce-test-skill', memoryLimitInMB: '1024' } },
    });
    // What the function above tells.
    const { env, cwd } = (answer as unknown as { response: { env: Record<string, string>; cwd: string } })
      .response;
    expect(env).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: 'sottovoce-test-skill',
      LAMBDA_TASK_ROOT: cwd,
      SOTTOVOCE_BANK_NAME: 'Juniper',
      _HANDLER: 'src/entry.handler',
    });
    const ofThisMachine = ['HOME', 'USER', 'NODE_PATH', 'NODE_OPTIONS', 'NODE_CHANNEL_FD', 'TMPDIR'];
    expect(Object.keys(env).filter(name => ofThisMachine.includes(name))).toEqual([]);
  });

  it('cannot reach the packages of this repository', async () => {
    const answer = await start(obedient).invoke({ do: 'require', module: 'zod' });
    expect(answer).toMatchObject({ ok: false, error: { errorType: 'Error' } });
  });

  it('stays between events, which it takes one after the other', async () => {
    const function_ = start(obedient);
    const answers = await Promise.all([1, 2, 3].map(() => function_.invoke({ do: 'tell' })));
    expect(answers).toMatchObject([1, 2, 3].map(calls => ({ ok: true, response: { calls } })));
  });

  it('has written all of its lines when its answer is there', async () => {
    const told: string[] = [];
    const function_ = start(obedient, { onLine: line => told.push(line) });
    expect(await function_.invoke({ do: 'write' })).toEqual({ ok: true, response: null });
    expect(function_.log).toEqual(expect.arrayContaining(['one', 'two']));
    expect(told.filter(line => line !== 'three')).toEqual(['one', 'two']);
  });

  it('that throws has its error told as Lambda does, and one that ends is started anew', async () => {
    const function_ = start(obedient);
    expect(await function_.invoke({ do: 'throw' })).toEqual({
      ok: false,
      error: { errorType: 'TypeError', errorMessage: 'not today' },
    });
    expect(await function_.invoke({ do: 'leave' })).toMatchObject({
      error: { errorType: 'Runtime.ExitError' },
    });
    expect(await function_.invoke({ do: 'tell' })).toMatchObject({ ok: true, response: { calls: 1 } });
  });

  it('that takes too long is ended', async () => {
    expect(await start(obedient, {}, 200).invoke({ do: 'hang' })).toEqual({
      ok: false,
      error: { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 0.20 seconds' },
    });
  });

  it.each([
    ['cannot be loaded', 'require("./nowhere.js")', /Cannot find module/],
    ['has no handler', 'exports.other = 1', /is not a function/],
    ['takes a callback, which Node 24 on Lambda has not', 'exports.handler = (a, b, c) => c()', /Callback/],
  ])('that %s says so', async (_name, source, expected) => {
    const answer = await start(source).invoke({});
    expect(answer.ok ? '' : answer.error.errorMessage).toMatch(expected);
  });

  it('leaves nothing behind', async () => {
    const function_ = start(obedient);
    const answer = await function_.invoke({ do: 'tell' });
    const { cwd } = (answer as unknown as { response: { cwd: string } }).response;
    expect(existsSync(cwd)).toBe(true);
    await function_.stop();
    expect(existsSync(cwd)).toBe(false);
  });
});

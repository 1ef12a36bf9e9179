import { afterEach, describe, expect, it } from 'vitest';
import { SpeechFailure } from '../../../src/simulator/voice/flite.ts';
import type { Expected, HearingFailure, Recognition } from '../../../src/simulator/voice/recognizer.ts';
import { expectedFor, type Voice } from '../../../src/simulator/voice/routes.ts';
import type { Segment } from '../../../src/simulator/voice/segments.ts';
import { startPageServer, type PageServer } from '../server/page-server.ts';

/** What the voice was given, and what it answers. */
function fakeVoice(recognition: Recognition, unavailable: HearingFailure | null = null) {
  const heard: { bytes: number; expected: Expected }[] = [];
  const said: (readonly Segment[])[] = [];
  const voice: Voice = {
    recognizer: {
      unavailable: () => unavailable,
      prepare: () => undefined,
      hear: (samples, expected) => {
        heard.push({ bytes: samples.length, expected });
        return Promise.resolve(recognition);
      },
      close: () => Promise.resolve(),
    },
    synthesizer: {
      speak: segments => {
        said.push(segments);
        const fails = segments.some(each => each.kind === 'words' && each.text === 'fail');
        return fails ? Promise.reject(new SpeechFailure('no')) : Promise.resolve(Buffer.from('RIFF'));
      },
      pronounce: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    },
  };
  return { voice, heard, said };
}

let server: PageServer | null = null;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = null;
});

async function start(voice: Voice) {
  server = await startPageServer({ voice });
  const own = server;
  const begun = await own.post('/api/session', {});
  // The server's own answer, as `page-api.ts` has it.
  const { session } = begun.json as { session: string };
  const hear = (body: Buffer, headers: Readonly<Record<string, string>> = {}) =>
    own.ask('/api/hear', {
      method: 'POST',
      headers: { 'content-type': 'audio/raw', 'sottovoce-session': session, ...headers },
      body,
    });
  return { own, session, hear };
}

const second = Buffer.alloc(32_000);

describe('/api/hear', () => {
  it('gives the words of what was said', async () => {
    const { voice, heard } = fakeVoice({ kind: 'heard', text: "what's my balance" });
    const { hear } = await start(voice);
    expect((await hear(second)).json).toEqual({ text: "what's my balance" });
    expect(heard).toEqual([{ bytes: 32_000, expected: { kind: 'speech' } }]);
  });

  it('listens for digits while the bank waits for a PIN', async () => {
    const { voice, heard } = fakeVoice({ kind: 'heard', text: 'four eight two one' });
    const { own, session, hear } = await start(voice);
    await own.post('/api/turns', { utterance: "what's my balance" }, { 'sottovoce-session': session });
    await hear(second);
    expect(heard[0]?.expected).toEqual({ kind: 'digits', digits: 4 });
    expect(expectedFor({ kind: 'pin-digits', positions: [1, 3] })).toEqual({ kind: 'digits', digits: 2 });
    expect(expectedFor({ kind: 'one-time-code' })).toEqual({ kind: 'digits', digits: 6 });
  });

  it('takes a tap and silence for nothing', async () => {
    const { voice, heard } = fakeVoice({ kind: 'nothing' });
    const { hear } = await start(voice);
    expect((await hear(Buffer.alloc(100))).json).toEqual({ text: null });
    expect(heard).toEqual([]);
    expect((await hear(second)).json).toEqual({ text: null });
  });

  it.each([
    ['not_installed', 501, 'npm run voice:setup'],
    ['busy', 429, 'again'],
    ['too_slow', 504, 'type'],
    ['engine_failed', 502, 'type'],
  ] as const)('says what to do when it is %s', async (failure, status, words) => {
    const { hear } = await start(fakeVoice({ kind: 'failed', failure }).voice);
    const answer = await hear(second);
    expect(answer).toMatchObject({ status, json: { code: failure } });
    expect(answer.text).toContain(words);
  });

  it.each([
    ['another type', second, { 'content-type': 'audio/wav' }, 415],
    ['a form', second, { 'content-type': 'text/plain' }, 415],
    ['half a sample', Buffer.alloc(32_001), {}, 400],
    ['more than twenty seconds', Buffer.alloc(640_002), {}, 413],
    ['no session', second, { 'sottovoce-session': 'gone' }, 404],
    ['another page', second, { origin: 'http://evil.example' }, 403],
    ['another name', second, { host: 'evil.example' }, 403],
  ])('refuses %s', async (_, body, headers, status) => {
    const { voice, heard } = fakeVoice({ kind: 'nothing' });
    const { hear } = await start(voice);
    expect((await hear(body, headers)).status).toBe(status);
    expect(heard).toEqual([]);
  });

  it('takes samples nowhere else', async () => {
    const { own } = await start(fakeVoice({ kind: 'nothing' }).voice);
    const headers = { 'content-type': 'audio/raw' };
    expect((await own.ask('/api/turns', { method: 'POST', headers, body: second })).status).toBe(415);
  });
});

describe('/api/voice and /api/speech', () => {
  it('tells whether this machine hears', async () => {
    const { own } = await start(fakeVoice({ kind: 'nothing' }).voice);
    expect((await own.ask('/api/voice')).json).toEqual({ hearing: { available: true } });
  });

  it('says what to do when it does not', async () => {
    const { own } = await start(fakeVoice({ kind: 'nothing' }, 'not_installed').voice);
    expect((await own.ask('/api/voice')).text).toContain('npm run voice:setup');
  });

  it('speaks a reply with its markup', async () => {
    const { voice, said } = fakeVoice({ kind: 'nothing' });
    const { own } = await start(voice);
    const answer = await own.post('/api/speech', { speech: '<speak>One<break time="1s"/>two</speak>' });
    expect(answer).toMatchObject({ status: 200, text: 'RIFF' });
    expect(answer.headers['content-type']).toContain('audio/wav');
    expect(said[0]?.map(({ kind }) => kind)).toEqual(['words', 'pause', 'words']);
    expect((await own.post('/api/speech', { speech: 'a'.repeat(8_000) })).status).toBe(200);
  });

  it.each([
    ['nothing', {}, 400],
    ['more than a reply holds', { speech: 'a'.repeat(8_001) }, 400],
    ['a flood', { speech: 'a'.repeat(40_000) }, 413],
    ['what fails', { speech: 'fail' }, 502],
  ])('refuses %s', async (_, body, status) => {
    const { own } = await start(fakeVoice({ kind: 'nothing' }).voice);
    expect((await own.post('/api/speech', body)).status).toBe(status);
  });
});

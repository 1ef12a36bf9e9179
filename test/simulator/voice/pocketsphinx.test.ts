/** The engine's port, with a program in its place that answers what it is told to. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseInteractionModel } from '../../../src/simulator/interaction-model.ts';
import { createPocketSphinx, findPocketSphinx } from '../../../src/simulator/voice/pocketsphinx.ts';

const model = parseInteractionModel(
  JSON.stringify({
    interactionModel: {
      languageModel: {
        invocationName: 'tea shop',
        intents: [{ name: 'TeaIntent', samples: ['a cup of tea', 'zzyzx tea'] }],
      },
    },
  }),
  'the test',
);

/** It notes where it was, and writes the file `speech` or `digits` beside it as what it has heard. */
const engine = `#!/bin/sh
kind=speech
while [ $# -gt 0 ]; do
  case "$1" in -hyp) hyp="$2";; -jsgf) kind=digits;; -cepdir) echo "$2" >> "\${0%/*}/folders"; cp "$2/samples.raw" "\${0%/*}/heard";; esac
  shift
done
[ -f "\${0%/*}/hangs" ] && exec sleep 60
[ -f "\${0%/*}/fails" ] && exit 3
cp "\${0%/*}/$kind" "$hyp"
`;

const second = Buffer.alloc(32_000, 7);
const speech = { kind: 'speech' } as const;
const pin = { kind: 'digits', digits: 4 } as const;
const patient = new AbortController().signal;

describe.skipIf(process.platform === 'win32')('hearing by PocketSphinx', () => {
  let folder: string;
  let pronouncedWords: readonly string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sottovoce-engine-'));
    await mkdir(join(folder, 'en-us'));
    await writeFile(
      join(folder, 'cmudict-en-us.dict'),
      'a AH\ncup K AH P\nof AH V\ntea T IY\nshop SH AA P\nopen OW P AH N\n',
    );
    await writeFile(join(folder, 'pocketsphinx_batch'), engine);
    await chmod(join(folder, 'pocketsphinx_batch'), 0o755);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const answer = (kind: 'speech' | 'digits', line: string) => writeFile(join(folder, kind), line);
  const createRecognizer = (locale = 'en-US') =>
    createPocketSphinx({
      locale,
      model,
      background: ['tea is hot'],
      pronounce: words => {
        pronouncedWords = words;
        return Promise.resolve(words.map(() => ['t']));
      },
      path: ['/nowhere', folder].join(delimiter),
      modelsDir: folder,
    });

  it('hears words, and leaves nothing of the voice behind', async () => {
    const recognizer = createRecognizer();
    await answer('speech', 'a cup of tea (samples -1234)\n');
    expect(await recognizer.hear(second, speech, patient)).toEqual({ kind: 'heard', text: 'a cup of tea' });
    expect(await readFile(join(folder, 'heard'))).toEqual(second);
    const [own = ''] = (await readFile(join(folder, 'folders'), 'utf8')).trim().split('\n');
    const language = join(own, '..');
    expect((await readdir(language)).filter(name => name.startsWith('heard-'))).toEqual([]);
    expect(await readFile(join(language, 'speech.lm'), 'utf8')).toContain(' cup of tea');
    expect(await readFile(join(language, 'speech.dict'), 'utf8')).toContain('zzyzx T');
    expect(pronouncedWords).toContain('zzyzx');
    await recognizer.close();
    await expect(readdir(language)).rejects.toThrow('ENOENT');
  });

  it('hears no word in a cough', async () => {
    const recognizer = createRecognizer();
    await answer('speech', '(samples -99)\n');
    expect(await recognizer.hear(second, speech, patient)).toEqual({ kind: 'nothing' });
    await recognizer.close();
  });

  it.each([
    ['digits, where the grammar explains the sound better', -2_000, 'four eight two one'],
    ['no digits, where it explains it worse', -4_000, 'what is my balance'],
    ['no digits, where it explains it hardly better', -2_900, 'what is my balance'],
  ])('hears %s', async (_, score, text) => {
    const recognizer = createRecognizer();
    await answer('speech', 'what is my balance (samples -3000)\n');
    await answer('digits', `four eight two one (samples ${score})\n`);
    expect(await recognizer.hear(second, pin, patient)).toEqual({ kind: 'heard', text });
    await recognizer.close();
  });

  it('hears no digits in a long sentence, however well they explain it', async () => {
    const recognizer = createRecognizer();
    await answer('speech', 'i went through a statement and found a payment (samples -3000)\n');
    await answer('digits', 'three twelve nine (samples -1)\n');
    expect(await recognizer.hear(second, pin, patient)).toEqual({
      kind: 'heard',
      text: 'i went through a statement and found a payment',
    });
    await recognizer.close();
  });

  it('says that the engine failed', async () => {
    const recognizer = createRecognizer();
    await writeFile(join(folder, 'fails'), '');
    expect(await recognizer.hear(second, speech, patient)).toEqual({
      kind: 'failed',
      failure: 'engine_failed',
    });
    await recognizer.close();
  });

  it('hears two at once and no third, and ends when nobody waits', async () => {
    const recognizer = createRecognizer();
    await writeFile(join(folder, 'hangs'), '');
    const gone = new AbortController();
    const waiting = [1, 2].map(() => recognizer.hear(second, speech, gone.signal));
    expect(await recognizer.hear(second, speech, patient)).toEqual({ kind: 'failed', failure: 'busy' });
    gone.abort();
    expect(await Promise.all(waiting)).toEqual([1, 2].map(() => ({ kind: 'failed', failure: 'too_slow' })));
    await recognizer.close();
  });

  it('says what is missing', async () => {
    expect(createRecognizer('de-DE').unavailable()).toBe('other_language');
    expect(createRecognizer().unavailable()).toBeNull();
    expect(findPocketSphinx('/nowhere', folder)).toBeNull();
    await rm(join(folder, 'en-us'), { recursive: true });
    const recognizer = createRecognizer();
    expect(recognizer.unavailable()).toBe('not_installed');
    recognizer.prepare();
    expect(await recognizer.hear(second, speech, patient)).toEqual({
      kind: 'failed',
      failure: 'not_installed',
    });
  });
});

/** `npm start`, running in this process over a data folder of its own. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runStart } from '../../../src/simulator/start.ts';
import { today } from '../data-folder.ts';
import { trainedEnglish } from '../trained.ts';

export interface Running extends AsyncDisposable {
  readonly url: string;
  /** The bank's data. */
  readonly dataDir: string;
}

/**
 * Resolves when everything has started, on the day of all tests.
 *
 * @param data the folder with the demo household, which is copied; by default it is made
 * @param env of the process; by default it is empty, and no program is found on its PATH
 */
export async function startForReal(
  data?: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-page-'));
  if (data !== undefined) await cp(data, folder, { recursive: true });
  const stop = new AbortController();
  let printed = '';
  let ended: Promise<number> | null = null;
  const url = await new Promise<string>((resolve, reject) => {
    const keep = (text: string) => {
      printed += text;
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    };
    ended = runStart(
      ['--port', '0', '--data', folder, '--today', today],
      {
        out: keep,
        err: keep,
        colour: false,
        columns: null,
        input: new PassThrough(),
        keyboard: null,
        env,
        stop: stop.signal,
      },
      trainedEnglish,
    );
    ended.then(() => reject(new Error(printed)), reject);
  });
  return {
    url,
    dataDir: folder,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A Chromium whose microphone hears what a test says; of its own, because that takes flags of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { samplesOf, wavOf } from '../../../src/simulator/voice/audio.ts';
import { createFlite } from '../../../src/simulator/voice/flite.ts';
import { segmentsOf } from '../../../src/simulator/voice/segments.ts';
import { chromiumArguments, chromiumPath } from '../page/chromium-path.ts';

/** Chromium plays a file at this rate as it stands. */
const browserRateHz = 48_000;
const leadMs = 250;

export interface Speaking extends AsyncDisposable {
  readonly browser: Browser;
  /** What the microphone hears when it is opened next; resolves to how long that takes, in milliseconds. */
  prepare(words: string): Promise<number>;
}

export async function startSpeaking(): Promise<Speaking> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-speaking-'));
  const file = join(folder, 'said.wav');
  const flite = createFlite();
  await writeFile(file, wavOf(new Int16Array(browserRateHz), browserRateHz));
  const browser = await chromium.launch({
    ...(chromiumPath === null ? {} : { executablePath: chromiumPath }),
    args: [
      ...chromiumArguments,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${file}%noloop`,
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  return {
    browser,
    prepare: async words => {
      const { samples, rateHz } = samplesOf(await flite.speak(segmentsOf(words)));
      const times = browserRateHz / rateHz;
      const lead = (leadMs / 1_000) * browserRateHz;
      const said = new Int16Array(lead + samples.length * times);
      for (let at = lead; at < said.length; at += 1) said[at] = samples[Math.floor((at - lead) / times)] ?? 0;
      await writeFile(file, wavOf(said, browserRateHz));
      return (said.length / browserRateHz) * 1_000;
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await flite.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

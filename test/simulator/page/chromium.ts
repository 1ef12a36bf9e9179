/** The run's one Chromium, where there is one; it is started when the first test asks for it. */
import { inject } from 'vitest';
import { chromium, type Browser } from 'playwright-core';

export { chromiumPath } from './chromium-path.ts';

/** Connects to it; to be closed by who has connected, which leaves it to the others. */
export async function connectChromium(): Promise<Browser> {
  const door = inject('chromium');
  if (door === null) throw new Error('There is no Chromium on this machine.');
  const response = await fetch(door);
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return chromium.connect(answer);
}

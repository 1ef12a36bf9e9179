/**
 * One Chromium for the whole run, started when the first test asks for it: only a suite that needs it waits for it
 * (see `simulator/page/chromium.ts`).
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { chromiumArguments, chromiumPath } from './simulator/page/chromium-path.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the address of the browser is to be had; null where there is no browser. */
    chromium: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (chromiumPath === null) {
    project.provide('chromium', null);
    return () => Promise.resolve();
  }
  const executablePath = chromiumPath;
  let started: Promise<BrowserServer> | null = null;
  const door = createServer((_request, response) => {
    started ??= launch(executablePath);
    started.then(
      server => response.end(server.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  // A server on TCP has an address of this kind as long as it listens.
  const { port } = door.address() as AddressInfo;
  project.provide('chromium', `http://127.0.0.1:${port}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    await started?.then(
      server => server.close(),
      () => undefined,
    );
  };
}

async function launch(executablePath: string): Promise<BrowserServer> {
  const { chromium } = await import('playwright-core');
  return chromium.launchServer({ executablePath, host: '127.0.0.1', args: chromiumArguments });
}

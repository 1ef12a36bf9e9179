import nock from 'nock';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** The network is closed in every test: only a server on this machine can be reached. */
beforeAll(() => {
  // Files share a process, and the one before has put everything back.
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  nock.enableNetConnect(host => host.startsWith('127.0.0.1:'));
});

afterEach(() => {
  nock.cleanAll();
});

afterAll(() => {
  nock.restore();
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/folder.global.ts', 'test/postgres.global.ts', 'test/chromium.global.ts'],
    // What a file imports is read once for all of them; each leaves clocks, network and environment as they were.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});

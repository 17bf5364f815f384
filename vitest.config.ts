import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/beforeAllFiles.ts',
    setupFiles: 'test/afterEachFile.ts',
    testTimeout: 60_000,
    hookTimeout: 600_000,
    // How long something may take to come about on a busy machine; nothing is measured by it.
    expect: { poll: { timeout: 20_000 } },
  },
});

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Test files share workers, so that a worker loads Prism once. Vitest's default limits are too short on a busy machine: ten seconds for a
// hook, and one second for expect.poll.
const shared = { isolate: false, testTimeout: 30_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } }

// The Pact tests run in processes of their own, because Pact's native library reads the environment of its process. It does not run in
// vmThreads.
const pact = { ...shared, setupFiles: 'test/this-machine-only.ts', pool: 'forks', env: { PACT_DO_NOT_TRACK: 'true' } } as const

export default defineConfig({
  test: {
    // There is one worker more than there are cores, because some tests mostly wait.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...shared,
          name: 'sources',
          setupFiles: 'test/this-machine-only.ts',
          globalSetup: ['test/bundle-command.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [
            '**/node_modules/**',
            'test/packed/**',
            'test/packages/**',
            'test/kit/**',
            'test/pact/**',
            'test/interop/{unchanged,notify}/**',
            'test/mock-server/console/browser/**',
          ],
        },
      },
      // Needs Chromium.
      { test: { ...shared, name: 'console', include: ['test/mock-server/console/browser/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...shared,
          name: 'kit',
          include: ['test/kit/*.test.ts'],
          setupFiles: 'test/this-machine-only.ts',
          globalSetup: ['test/kit/setup.ts'],
        },
      },
      // The consumer tests write the pacts that the next project verifies. The tests in test/integrator import this package by its name.
      {
        resolve: { alias: { 'wechatpay-goldplan-mock/pact': join(import.meta.dirname, 'contracts/pact/index.ts') } },
        test: {
          ...pact,
          name: 'pact-consumer',
          include: ['test/pact/consumer/*.test.ts', 'test/integrator/*.test.js'],
          globalSetup: ['test/pact/consumer/delete-pacts.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...pact, name: 'pact', include: ['test/pact/*.test.ts'], sequence: { groupOrder: 2 } } },
      // Fetches packages of other languages, which takes minutes.
      { test: { ...shared, name: 'unchanged', include: ['test/interop/{unchanged,notify}/*.test.ts'] } },
      // These tests need the files that `npm run package` writes.
      { test: { ...shared, name: 'packages', include: ['test/packages/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...shared,
          name: 'packed',
          include: ['test/packed/*.test.ts'],
          globalSetup: ['test/packed/install-package.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
})

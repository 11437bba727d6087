import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Test files share workers, so that a worker loads Prism once. Vitest's own limits, ten seconds for a hook and one for expect.poll, are too
// short on a busy machine.
const shared = { isolate: false, testTimeout: 30_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } }

// Pact's native library does not run in vmThreads, and reads the environment of its process.
const pact = { ...shared, setupFiles: 'test/this-machine-only.ts', pool: 'forks', env: { PACT_DO_NOT_TRACK: 'true' } } as const

export default defineConfig({
  test: {
    // One more than the cores, because some tests mostly wait.
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
      // The consumer tests write the pacts that the next project verifies. The integrator's example imports us by the package's name.
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
      // Needs what npm run package writes.
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

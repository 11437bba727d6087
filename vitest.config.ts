import { defineConfig } from 'vitest/config'

// Nothing of ours keeps state in a module, so the files share workers, and Prism is loaded once in each.
const shared = { isolate: false, testTimeout: 30_000 }

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      { test: { ...shared, name: 'sources', include: ['test/**/*.test.ts'], exclude: ['test/packed/**', 'test/kit/**'] } },
      { test: { ...shared, name: 'kit', include: ['test/kit/*.test.ts'], globalSetup: ['test/kit/setup.ts'] } },
      { test: { ...shared, name: 'packed', include: ['test/packed/**/*.test.ts'], hookTimeout: 300_000 } },
    ],
  },
})

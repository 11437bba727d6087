import { defineConfig } from 'vitest/config'

// Nothing of ours keeps state in a module, so the files share workers, and Prism is loaded once in each.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, maxWorkers: '100%', isolate: false },
})

import { defineConfig } from 'vitest/config'

/** Runs the tests that `mutate.ts` puts into MUTATION_TESTS. */
export default defineConfig({
  test: { isolate: false, testTimeout: 30_000, include: process.env['MUTATION_TESTS']?.split(' ') ?? [] },
})

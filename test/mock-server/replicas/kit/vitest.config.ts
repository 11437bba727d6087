import { join } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'

/** Runs the tests in `test/kit/vitest.test.ts` against two servers that share one store. */
const config: ViteUserConfig = {
  test: { include: ['vitest.test.ts'], globalSetup: [join(import.meta.dirname, 'start-replicas.ts')], testTimeout: 30_000 },
}

export default config

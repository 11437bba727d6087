import { join } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'

/** Runs the tests of `test/kit` against two servers with one store. */
const config: ViteUserConfig = {
  test: { include: ['vitest.test.ts'], globalSetup: [join(import.meta.dirname, 'start-replicas.ts')], testTimeout: 30_000 },
}

export default config

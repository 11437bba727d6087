import type { TestProject } from 'vitest/node'
import { createMockServer } from '../../mock-server/index.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The URL of the mock server that was started for this run. */
    'wechatpay-goldplan-mock': string
  }
}

/**
 * A `globalSetup` for vitest. It starts one mock server for the whole run, on a free port, and stops it at the end. Add it to the vitest
 * configuration as `globalSetup: ['wechatpay-goldplan-mock/vitest/setup']`.
 *
 * @see https://vitest.dev/config/globalsetup
 * @example
 * ```ts
 * import { defineConfig } from 'vitest/config'
 *
 * export default defineConfig({ test: { globalSetup: ['wechatpay-goldplan-mock/vitest/setup'] } })
 * ```
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mock = await createMockServer()
  // The first call of the control API loads its OpenAPI document. Making that call here keeps the delay out of the tests.
  await mock.control.credentials()
  project.provide('wechatpay-goldplan-mock', mock.url)
  return () => mock.close()
}

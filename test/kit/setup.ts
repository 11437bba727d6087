import type { TestProject } from 'vitest/node'
import { createMockServer } from '../../mock-server/index.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the mock server of this run answers. */
    'wechatpay-goldplan-mock': string
  }
}

/**
 * A `globalSetup` of vitest: one mock server for the whole run, on a free port, stopped at its end. Name it in the configuration of vitest as
 * `globalSetup: ['wechatpay-goldplan-mock/vitest/setup']`.
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
  // Its first call reads a document: no test has to wait for that.
  await mock.control.credentials()
  project.provide('wechatpay-goldplan-mock', mock.url)
  return () => mock.close()
}

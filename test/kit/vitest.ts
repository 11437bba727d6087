import type { RunnerTestCase, TestAPI } from 'vitest'
import { createWechatpay, type Wechatpay } from '../../client/index.ts'
import type { components } from '../../contracts/control/index.ts'
import { ControlRefusal, createControl, type MerchantControl } from '../../contracts/index.ts'
import { type Exchanges, printedExchanges } from './failed-test.ts'
import type {} from './setup.ts'

/** The tenant of one test: a service provider (服务商) that only this test uses, with a client for it. */
export interface TestMerchant extends MerchantControl {
  /** The merchant ID (商户号). */
  readonly mchid: string
  /** The IDs, keys and certificates, for use with your own client. */
  readonly credentials: components['schemas']['Merchant']
  /** A client that signs its requests as this merchant. The client trusts the platform keys that existed when the merchant was created. */
  readonly wxpay: Wechatpay
  /** The options of `wxpay`, for creating another client. Keys are PEM text, which other SDKs accept too. */
  readonly clientOptions: {
    readonly mchid: string
    readonly serial: string
    readonly privateKey: string
    readonly certs: Readonly<Record<string, string>>
    readonly baseURL: string
  }
}

/** The fixtures of {@link test}. */
export interface GoldplanFixtures {
  /** The settings of the merchant; by default a service provider with the development key. */
  readonly merchantChoice: components['schemas']['MerchantChoice']
  /**
   * A new merchant, which is removed after the test. If the test fails, the merchant's requests are printed before the removal, together with the
   * requests that arrived during the test and name no known merchant.
   */
  readonly merchant: TestMerchant
}

// Vitest is an optional peer dependency. When it is missing, the error explains how to install it.
const { inject, test: base } = await import('vitest').catch((cause) => {
  throw new Error('wechatpay-goldplan-mock/vitest needs the package vitest: npm install --save-dev vitest', { cause })
})

/**
 * Vitest's `test` with a `merchant` fixture. `wechatpay-goldplan-mock/vitest/setup` starts one server for all tests. Each test has its own
 * merchant there, so tests can run in parallel.
 *
 * @see https://vitest.dev/guide/test-context
 * @example
 * ```ts
 * import { expect } from 'vitest'
 * import { test } from 'wechatpay-goldplan-mock/vitest'
 *
 * test('opens the gold plan', async ({ merchant }) => {
 *   await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1900000109', operation_type: 'OPEN' })
 *   expect((await merchant.subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
 * })
 * ```
 */
export const test: TestAPI<GoldplanFixtures> = base.extend<GoldplanFixtures>({
  merchantChoice: {},
  merchant: async ({ merchantChoice, task, onTestFinished }, use) => {
    const control = createControl(serverUrl())
    const since = new RealDate().toISOString()
    const credentials = await control.createMerchant(merchantChoice)
    const merchant = testMerchant(credentials, control.merchant(credentials.mchid))
    const end = endOf(merchant, { own: merchant.requests, unclaimed: () => control.unclaimedRequests({ since }) }, task)
    onTestFinished(end)
    await use(merchant)
    await end()
  },
})

/** Bound at import, so that it is the server's clock even if a test has fake timers. */
const RealDate = Date

/**
 * Returns a function that ends the use of a merchant. It must be called twice: in the teardown of the merchant's fixture and at the end of
 * the test. Either call may come first. If the test has failed, the function prints the requests, but only once.
 *
 * Only the second call removes the merchant. At the first call, a hook around the test may still need the merchant. Vitest may also not
 * have recorded yet that the teardown of another fixture failed.
 */
function endOf(merchant: TestMerchant, exchanges: Exchanges, task: RunnerTestCase): () => Promise<void> {
  const ends = { reached: 0, isPrinted: false }
  return async () => {
    ends.reached += 1
    if (!ends.isPrinted && task.result?.state === 'fail' && !task.fails) {
      ends.isPrinted = true
      const text = await printedExchanges(merchant.mchid, exchanges, task.concurrent ? task.name : undefined)
      if (text !== undefined) console.error(text)
    }
    if (ends.reached === 2) await merchant.remove().catch(ignoreMissing)
  }
}

function serverUrl(): string {
  const url = inject('wechatpay-goldplan-mock')
  if (url) return url
  throw new Error(
    "There is no mock server: add globalSetup: ['wechatpay-goldplan-mock/vitest/setup'] to the test options of your vitest.config",
  )
}

function testMerchant(credentials: components['schemas']['Merchant'], control: MerchantControl): TestMerchant {
  const { mchid, serial_no: serial, private_key: privateKey, base_url: baseURL } = credentials
  const clientOptions = { mchid, serial, privateKey, certs: certsOf(credentials), baseURL }
  return { ...control, mchid, credentials, clientOptions, wxpay: createWechatpay(clientOptions) }
}

function certsOf({ platform_certificates, platform_public_key }: components['schemas']['Merchant']): Record<string, string> {
  const certificates = platform_certificates.map(({ serial_no, certificate }) => [serial_no, certificate] as const)
  const publicKeys = platform_public_key ? [[platform_public_key.id, platform_public_key.public_key] as const] : []
  return Object.fromEntries([...certificates, ...publicKeys])
}

/** Throws the error, unless it says that the merchant does not exist. The test may already have removed the merchant. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof ControlRefusal && error.status === 404)) throw error
}

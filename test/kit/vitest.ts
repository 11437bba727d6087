import type { TestAPI } from 'vitest'
import { createWechatpay, type Wechatpay } from '../../client/index.ts'
import type { components } from '../../contracts/control/index.ts'
import { ControlRefusal, createControl, type MerchantControl } from '../../contracts/index.ts'
import type {} from './setup.ts'

/** A tenant of one test: a service provider (服务商) of its own, with a client that calls as it. */
export interface TestMerchant extends MerchantControl {
  /** Its merchant ID (商户号). */
  readonly mchid: string
  /** Its numbers, keys and certificates, for a client of one's own. */
  readonly credentials: components['schemas']['Merchant']
  /** A client that calls as it and believes the platform keys that it began with. */
  readonly wxpay: Wechatpay
  /** The options of that client, for another one; its keys are PEM text, as other SDKs want them, too. */
  readonly clientOptions: {
    readonly mchid: string
    readonly serial: string
    readonly privateKey: string
    readonly certs: Readonly<Record<string, string>>
    readonly baseURL: string
  }
}

/** What the fixtures of {@link test} are. */
export interface GoldplanFixtures {
  /** What the merchant is to be; a service provider with the shipped key by default. */
  readonly merchantChoice: components['schemas']['MerchantChoice']
  /** A fresh merchant, which is removed after the test. */
  readonly merchant: TestMerchant
}

// Vitest is there where this is imported, or the error says in one line that it is not.
const { inject, test: base } = await import('vitest').catch((cause) => {
  throw new Error('wechatpay-goldplan-mock/vitest needs the package vitest: npm install --save-dev vitest', { cause })
})

/**
 * The `test` of vitest with a fixture `merchant`: tests run in parallel, each with a merchant of its own, against the one server that
 * `wechatpay-goldplan-mock/vitest/setup` starts.
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
  merchant: async ({ merchantChoice }, use) => {
    const control = createControl(serverUrl())
    const credentials = await control.createMerchant(merchantChoice)
    const merchant = testMerchant(credentials, control.merchant(credentials.mchid))
    await use(merchant)
    await merchant.remove().catch(ignoreMissing)
  },
})

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

/** The test may have removed it. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof ControlRefusal && error.status === 404)) throw error
}

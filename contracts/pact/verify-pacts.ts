import { createControl } from '../control/index.ts'
import { openProviderGate } from './provider-gate.ts'
import { runVerifier, type VerificationOptions } from './run-verifier.ts'
import { PactVerificationError, reportOf, type VerificationReport } from './verification-report.ts'

/**
 * Verifies that a mock server answers as the pacts specify. It is stricter than Pact: it also fails when a provider state is unknown or can't be set
 * up, when an answer is unsigned or wrongly signed, and when nothing was verified.
 *
 * By default it signs every request again (see `signingFilter`), so a consumer in any language does not have to record Authorization.
 *
 * @throws {TypeError} When an option is missing or wrong; the message names what was given and what is wanted.
 * @throws {PactVerificationError} When an interaction failed or there was none; `report` has the details.
 * @see https://docs.pact.io/provider
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs'
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 * import { createWechatpay } from 'wechatpay-goldplan-mock/client'
 * import { interactionThatSucceeds, signedPact, verifyPacts } from 'wechatpay-goldplan-mock/pact'
 *
 * const dir = mkdtempSync('pacts-')
 * const pact = signedPact({ consumer: 'my-shop', dir })
 * await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
 *   const wxpay = createWechatpay({ ...pact.clientOptions, baseURL: url })
 *   await wxpay.v3.goldplan.merchants.closeAdvertisingShow.post({ sub_mchid: '1900000109' })
 * })
 *
 * await using mock = await createMockServer()
 * const { interactions } = await verifyPacts({ pacts: [dir], provider: mock })
 * console.log(interactions.map(({ description, result }) => `${description}: ${result}`))
 * ```
 */
export async function verifyPacts(options: VerificationOptions): Promise<VerificationReport> {
  checkOptions(options)
  const { provider, states: ownStates = {}, asRecorded } = options
  const { url, controlToken: token, credentials } = provider
  const merchant = createControl(url, token === undefined ? {} : { token }).merchant(credentials.mchid)
  await using gate = await openProviderGate({ url, merchant, subMchid: credentials.sub_mchids[0] ?? '', ownStates, asRecorded })
  const result = await runVerifier(options, gate)
  const report = reportOf(result, gate.log.records)
  if (report.problems.length > 0) throw new PactVerificationError(report)
  return report
}

function checkOptions({ pacts = [], broker, provider }: VerificationOptions): void {
  if (!URL.canParse(provider?.url))
    throw new TypeError(`provider.url must be the URL of a mock server; got ${JSON.stringify(provider?.url)}`)
  if (typeof provider.credentials?.mchid !== 'string')
    throw new TypeError('provider.credentials must be the credentials of a merchant on the mock server')
  if (pacts.length === 0 && !broker) throw new TypeError('Either pacts or broker must be given')
  if (broker && !URL.canParse(broker.url)) throw new TypeError(`broker.url must be a URL; got ${JSON.stringify(broker.url)}`)
  if (broker?.publish && !provider.version) throw new TypeError('provider.version is required to publish results')
}

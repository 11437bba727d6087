import { createControl } from '../control/index.ts'
import type { OwnStates } from './find-state.ts'
import { Verifier } from './load-pact.ts'
import { pactFiles } from './pact-files.ts'
import { PROVIDER } from './provider.ts'
import { openProviderGate, type ProviderGate } from './provider-gate.ts'
import { type RequestFilter, readBody, type SigningCredentials, signingFilter, stateOf } from './signing-filter.ts'
import { withProxyForOthers } from './system-proxy.ts'
import { type PactResult, PactVerificationError, reportOf, type VerificationReport } from './verification-report.ts'

type VerifierOptions = ConstructorParameters<typeof Verifier>[0]

/** Where pacts are fetched from, and where results go: a Pact Broker, or PactFlow. */
export interface BrokerOptions {
  readonly url: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
  /** Which of the consumers' versions; those of the main branch, and what is deployed or released, when left out. */
  readonly selectors?: NonNullable<VerifierOptions['consumerVersionSelectors']>
  /** Whether pacts that never passed may fail without failing the run. */
  readonly pending?: boolean
  /** Work in progress is verified, too, from this day on: `2026-01-31`. */
  readonly workInProgressSince?: string
  /** Tells the Broker what came of it; needs the version of the provider. */
  readonly publish?: boolean
  /** Where the run can be looked at. */
  readonly buildUrl?: string
}

/** The provider that is verified: a mock server of this package, with its control API. */
export interface ProviderOptions {
  readonly url: string
  /** The merchant that calls; it is reset for each interaction. */
  readonly credentials: SigningCredentials & { readonly sub_mchids: readonly string[] }
  /** The control token of a mock server on another machine. */
  readonly controlToken?: string
  /** Its name at the Broker; `wechatpay-goldplan` by default. */
  readonly name?: string
  readonly version?: string
  readonly branch?: string
}

/** What {@link verifyPacts} takes. */
export interface VerificationOptions {
  /** Pact files, folders of them, or URLs. They are verified whatever provider they name. */
  readonly pacts?: readonly string[]
  readonly broker?: BrokerOptions
  readonly provider: ProviderOptions
  /** Provider states of your own, by name; they go before the known ones. */
  readonly states?: OwnStates
  /** Signs nothing anew: every request goes out with the Authorization that the pact holds, while the clock stands at these seconds since 1970. */
  readonly asRecorded?: { readonly timestamp: number }
  /** What Pact logs beside its report, which goes to stdout; `error` by default. */
  readonly logLevel?: NonNullable<VerifierOptions['logLevel']>
}

/**
 * Verifies that a mock server answers as pacts say. What Pact lets pass fails here: a provider state that nobody knows or that can't be put
 * in place, an answer that is not signed or wrongly signed, and a run in which nothing was verified.
 *
 * Requests are signed anew by default ({@link signingFilter}), so a consumer of any language need not record Authorization.
 *
 * @throws {TypeError} When an option is not what is wanted.
 * @throws {PactVerificationError} When an interaction failed, or there was none; `report` says which and why.
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
  const result = await withProxyForOthers(() => runVerifier(options, gate))
  const report = reportOf(result, gate.passages.all)
  if (report.problems.length > 0) throw new PactVerificationError(report)
  return report
}

function checkOptions({ pacts = [], broker, provider }: VerificationOptions): void {
  if (!URL.canParse(provider?.url)) throw new TypeError(`provider.url must be that of a mock server; got ${JSON.stringify(provider?.url)}`)
  if (typeof provider.credentials?.mchid !== 'string')
    throw new TypeError('provider.credentials must be those of a merchant of the mock server')
  if (pacts.length === 0 && !broker) throw new TypeError('pacts or broker must say which pacts to verify')
  if (broker && !URL.canParse(broker.url)) throw new TypeError(`broker.url must be a URL; got ${JSON.stringify(broker.url)}`)
  if (broker?.publish && !provider.version) throw new TypeError('provider.version must be given to publish what came of it')
}

const NOTHING: PactResult = { result: true, errors: [], interactionResults: [] }

/** Pact tells of a failure by rejecting, with its result as the message. */
async function runVerifier(options: VerificationOptions, gate: ProviderGate): Promise<PactResult> {
  const files = await pactFiles(options.pacts ?? [])
  if (files.length === 0 && !options.broker) return NOTHING
  const text: unknown = await new Verifier(verifierOptions(options, files, gate)).verifyProvider().catch((error) => {
    if (isResult(error.message)) return error.message
    throw error
  })
  return JSON.parse(String(text))
}

function isResult(text: string): boolean {
  try {
    return 'interactionResults' in JSON.parse(text)
  } catch {
    return false
  }
}

function verifierOptions({ broker, provider, asRecorded, logLevel = 'error' }: VerificationOptions, files: string[], gate: ProviderGate) {
  return {
    logLevel,
    providerBaseUrl: gate.url,
    requestFilter: noting(gate, asRecorded ? undefined : signingFilter(provider.credentials)),
    ...(files.length > 0 && { pactUrls: files }),
    ...(broker && brokerOptions(broker, provider)),
  } satisfies VerifierOptions
}

function brokerOptions(broker: BrokerOptions, { name = PROVIDER, version, branch }: ProviderOptions): Partial<VerifierOptions> {
  const { url, username, password } = withoutSecrets(broker)
  const optional = {
    pactBrokerToken: broker.token,
    pactBrokerUsername: username,
    pactBrokerPassword: password,
    // Pact does not ask a Broker without any.
    consumerVersionSelectors: broker.selectors ?? [{ mainBranch: true }, { deployedOrReleased: true }],
    includeWipPactsSince: broker.workInProgressSince,
    buildUrl: broker.buildUrl,
    // Pact asks for a version even where this is false.
    publishVerificationResult: broker.publish || undefined,
    providerVersion: version,
    providerVersionBranch: branch,
  }
  return {
    provider: name,
    pactBrokerUrl: url,
    enablePending: broker.pending ?? false,
    failIfNoPactsFound: true,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  }
}

/** What is written into a URL is printed when it can't be reached. */
function withoutSecrets({ url: written, username, password }: BrokerOptions): Pick<BrokerOptions, 'url' | 'username' | 'password'> {
  const url = new URL(written)
  const given = { username: username ?? decodeURIComponent(url.username), password: password ?? decodeURIComponent(url.password) }
  if (url.username === '' && url.password === '') return { url: written, ...(username && { username }), ...(password && { password }) }
  url.username = ''
  url.password = ''
  return { url: url.href, ...given }
}

/** Pact lets a state pass that it has no handler for, or whose handler fails: so the gate gets them all. */
function noting(gate: ProviderGate, sign: RequestFilter | undefined): RequestFilter {
  return (request, response, next) => {
    const { action, state = '', params = {} } = stateOf(request)
    if (action === 'setup') gate.passages.begin(state === '' ? undefined : { name: state, parameters: params })
    if (action === 'teardown') gate.passages.end()
    if (sign) sign(request, response, next)
    else readBody(request).then(() => next(), next)
  }
}

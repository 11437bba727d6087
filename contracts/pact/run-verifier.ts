import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import type { OwnStates } from './find-state.ts'
import { Verifier } from './load-pact.ts'
import type { ProviderGate } from './provider-gate.ts'
import { PROVIDER } from './recorded.ts'
import { type RequestFilter, readBody, type SigningCredentials, signingFilter, stateOf } from './signing-filter.ts'
import type { PactResult } from './verification-report.ts'

type VerifierOptions = ConstructorParameters<typeof Verifier>[0]

/** The Pact Broker or PactFlow that pacts are fetched from and results are sent to. */
export interface BrokerOptions {
  readonly url: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
  /** The consumer versions to verify; by default those on the main branch and those deployed or released. */
  readonly selectors?: NonNullable<VerifierOptions['consumerVersionSelectors']>
  /** Enables pending pacts: a pact that has never passed may fail without failing the run. */
  readonly pending?: boolean
  /** Also verifies work-in-progress pacts since this date, such as `2026-01-31`. */
  readonly workInProgressSince?: string
  /** Publishes the results to the Broker; requires `provider.version`. */
  readonly publish?: boolean
  /** The URL of the CI run, published with the results. */
  readonly buildUrl?: string
}

/** The provider to verify: a mock server of this package, with its control API. */
export interface ProviderOptions {
  readonly url: string
  /** The merchant that sends the requests. It is reset before each interaction. */
  readonly credentials: SigningCredentials & { readonly sub_mchids: readonly string[] }
  /** The control token; needed for a mock server on another machine. */
  readonly controlToken?: string
  /** The provider's name at the Broker; `wechatpay-goldplan` by default. */
  readonly name?: string
  readonly version?: string
  readonly branch?: string
}

/** The options of `verifyPacts`. */
export interface VerificationOptions {
  /** Pact files, folders of pact files, or URLs. All are verified, whichever provider they name. */
  readonly pacts?: readonly string[]
  readonly broker?: BrokerOptions
  readonly provider: ProviderOptions
  /** Your own provider states by name. They take precedence over the built-in ones. */
  readonly states?: OwnStates
  /** Sends every request with the Authorization in the pact instead of signing it again, and stops the gateway's clock at `timestamp` (seconds since 1970). */
  readonly asRecorded?: { readonly timestamp: number }
  /** The log level of Pact; `error` by default. Pact's report always goes to stdout. */
  readonly logLevel?: NonNullable<VerifierOptions['logLevel']>
}

const NO_PACTS: PactResult = { result: true, errors: [], interactionResults: [] }

/** Runs Pact's verifier against the gate in front of the provider. */
export async function runVerifier(options: VerificationOptions, gate: ProviderGate): Promise<PactResult> {
  const files = await pactFiles(options.pacts ?? [])
  if (files.length === 0 && !options.broker) return NO_PACTS
  const verifier = new Verifier(verifierOptions(options, files, gate))
  // When an interaction fails, Pact rejects with an error whose message is the result as JSON.
  const text: unknown = await withoutLocalProxy(() => verifier.verifyProvider()).catch((error) => {
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
    requestFilter: recordingFilter(gate, asRecorded ? undefined : signingFilter(provider.credentials)),
    ...(files.length > 0 && { pactUrls: files }),
    ...(broker && brokerOptions(broker, provider)),
  } satisfies VerifierOptions
}

function brokerOptions(broker: BrokerOptions, { name = PROVIDER, version, branch }: ProviderOptions): Partial<VerifierOptions> {
  const { url, username, password } = withoutUserInfo(broker)
  const optional = {
    pactBrokerToken: broker.token,
    pactBrokerUsername: username,
    pactBrokerPassword: password,
    // Without selectors, Pact fetches nothing from the Broker.
    consumerVersionSelectors: broker.selectors ?? [{ mainBranch: true }, { deployedOrReleased: true }],
    includeWipPactsSince: broker.workInProgressSince,
    buildUrl: broker.buildUrl,
    // Pact requires a version when this option is present, even as false.
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

/** Moves the user name and password out of the URL, since Pact prints the URL when it can't reach the Broker. */
function withoutUserInfo({ url: original, username, password }: BrokerOptions): Pick<BrokerOptions, 'url' | 'username' | 'password'> {
  const url = new URL(original)
  const given = { username: username ?? decodeURIComponent(url.username), password: password ?? decodeURIComponent(url.password) }
  if (url.username === '' && url.password === '') return { url: original, ...(username && { username }), ...(password && { password }) }
  url.username = ''
  url.password = ''
  return { url: url.href, ...given }
}

/**
 * Tells the gate which states each interaction has; the gate sets them up. Pact's own state handlers don't serve, because Pact ignores a missing or
 * failing handler.
 */
function recordingFilter(gate: ProviderGate, sign: RequestFilter | undefined): RequestFilter {
  return (request, response, next) => {
    const { action, state = '', params = {} } = stateOf(request)
    if (action === 'setup') gate.log.begin(state === '' ? undefined : { name: state, parameters: params })
    if (action === 'teardown') gate.log.end()
    if (sign) sign(request, response, next)
    else readBody(request).then(() => next(), next)
  }
}

/**
 * The pact files at these paths, without duplicates. Folders are expanded here because Pact silently skips files that name another provider.
 *
 * @throws {Error} When a path does not exist, or is a JSON file that is not a pact, which Pact silently skips.
 */
async function pactFiles(paths: readonly string[]): Promise<string[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat()
  return [...new Map(files.map((file) => [isUrl(file) ? file : resolve(file), file])).values()]
}

function isUrl(path: string): boolean {
  return /^https?:\/\//.test(path)
}

async function filesAt(path: string): Promise<string[]> {
  if (isUrl(path)) return [path]
  const found = await stat(path).catch((cause) => {
    throw new Error(`There is no pact file at ${path} (没有此契约文件)`, { cause })
  })
  if (!found.isDirectory()) {
    if (await isPact(path)) return [path]
    throw new Error(`${path} is JSON but not a pact: it has no interactions (不是契约文件：没有 interactions)`)
  }
  const names = await readdir(path)
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(path, name))
  const kept = await Promise.all(files.map(isPact))
  return files.filter((_, index) => kept[index])
}

/** Whether a file is a pact. Returns true for a file that is not JSON, so that Pact reports what is wrong with it. */
async function isPact(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8')
  try {
    const { interactions, messages } = JSON.parse(text) ?? {}
    return Array.isArray(interactions ?? messages)
  } catch {
    return true
  }
}

const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const

/** All runs share the environment of the process: the first to start changes it, and the last to end restores it. */
const running = { count: 0, restore: () => {} }

/**
 * Keeps requests to this machine away from the system's proxy while `work` runs. Pact's own proxy uses `HTTP_PROXY` even for this machine and ignores
 * `NO_PROXY`. Pact's core may need the proxy to reach a Broker, and reads the lower-case names too.
 */
async function withoutLocalProxy<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running.count === 0) running.restore = setProxyForOthers()
  running.count += 1
  try {
    return await work()
  } finally {
    running.count -= 1
    if (running.count === 0) running.restore()
  }
}

/** Returns a function that restores the environment. */
function setProxyForOthers(): () => void {
  const before = PROXY_VARIABLES.map((name) => [name, process.env[name]] as const)
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy = HTTP_PROXY, https_proxy = HTTPS_PROXY, NO_PROXY, no_proxy = NO_PROXY } = process.env
  setVariables({ http_proxy, https_proxy, no_proxy: [no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',') })
  return () => setVariables(Object.fromEntries(before))
}

function setVariables(variables: Readonly<Record<string, string | undefined>>): void {
  for (const name of PROXY_VARIABLES) {
    const value = variables[name]
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

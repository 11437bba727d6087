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

/** The Pact Broker, or PactFlow, that pacts are fetched from and results are sent to. */
export interface BrokerOptions {
  readonly url: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
  /** Which consumer versions to verify; by default the main branch, and what is deployed or released. */
  readonly selectors?: NonNullable<VerifierOptions['consumerVersionSelectors']>
  /** Whether pacts that never passed may fail without failing the run. */
  readonly pending?: boolean
  /** Also verifies work in progress since this day: `2026-01-31`. */
  readonly workInProgressSince?: string
  /** Sends the results to the Broker; needs the version of the provider. */
  readonly publish?: boolean
  /** Where the run can be looked at. */
  readonly buildUrl?: string
}

/** The provider to verify: a mock server of this package, with its control API. */
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

/** What `verifyPacts` takes. */
export interface VerificationOptions {
  /** Pact files, folders of them, or URLs. All of them are verified, whatever provider they name. */
  readonly pacts?: readonly string[]
  readonly broker?: BrokerOptions
  readonly provider: ProviderOptions
  /** Your own provider states by name; they are looked up before the known ones. */
  readonly states?: OwnStates
  /** Signs nothing anew: every request is sent with the Authorization in the pact, and the clock stands at these seconds since 1970. */
  readonly asRecorded?: { readonly timestamp: number }
  /** What Pact logs beside its report, which goes to stdout; `error` by default. */
  readonly logLevel?: NonNullable<VerifierOptions['logLevel']>
}

const NOTHING: PactResult = { result: true, errors: [], interactionResults: [] }

/** Runs Pact's verifier against a gate, which stands in front of the provider. */
export async function runVerifier(options: VerificationOptions, gate: ProviderGate): Promise<PactResult> {
  const files = await pactFiles(options.pacts ?? [])
  if (files.length === 0 && !options.broker) return NOTHING
  const verifier = new Verifier(verifierOptions(options, files, gate))
  // Pact rejects when an interaction fails, with its result as the message.
  const text: unknown = await withoutProxyForThisMachine(() => verifier.verifyProvider()).catch((error) => {
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
    // Pact asks the Broker for nothing when there are no selectors.
    consumerVersionSelectors: broker.selectors ?? [{ mainBranch: true }, { deployedOrReleased: true }],
    includeWipPactsSince: broker.workInProgressSince,
    buildUrl: broker.buildUrl,
    // Pact wants a version when this is there, even if it is false.
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

/** Takes the name and the password out of the URL, since Pact prints the URL when it can't reach the Broker. */
function withoutSecrets({ url: written, username, password }: BrokerOptions): Pick<BrokerOptions, 'url' | 'username' | 'password'> {
  const url = new URL(written)
  const given = { username: username ?? decodeURIComponent(url.username), password: password ?? decodeURIComponent(url.password) }
  if (url.username === '' && url.password === '') return { url: written, ...(username && { username }), ...(password && { password }) }
  url.username = ''
  url.password = ''
  return { url: url.href, ...given }
}

/** Notes the states of each interaction at the gate, which puts them in place: Pact ignores a state without a handler, and a handler that fails. */
function noting(gate: ProviderGate, sign: RequestFilter | undefined): RequestFilter {
  return (request, response, next) => {
    const { action, state = '', params = {} } = stateOf(request)
    if (action === 'setup') gate.passages.begin(state === '' ? undefined : { name: state, parameters: params })
    if (action === 'teardown') gate.passages.end()
    if (sign) sign(request, response, next)
    else readBody(request).then(() => next(), next)
  }
}

/**
 * The pact files at these paths, each once. A folder stands for all pact files in it: Pact itself would skip those that name another provider,
 * without a word.
 *
 * @throws {Error} When there is nothing at a path, or JSON that is no pact, which Pact itself passes over.
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
    throw new Error(`${path} is JSON, but no pact: it has no interactions (不是契约文件：没有 interactions)`)
  }
  const names = await readdir(path)
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(path, name))
  const kept = await Promise.all(files.map(isPact))
  return files.filter((_, index) => kept[index])
}

/** Whether a file is a pact. A file that is not JSON counts as one: Pact itself says what is wrong with it. */
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

/** All runs share the environment of the process: the first to start changes it, the last to end puts it back. */
const running = { count: 0, putBack: () => {} }

/**
 * Runs something that uses the system's proxy for other machines only. Pact's own proxy sends even requests to this machine through
 * `HTTP_PROXY`, whatever `NO_PROXY` says. Pact's core, which may have to reach a Broker, also reads the lower-case names.
 */
async function withoutProxyForThisMachine<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running.count === 0) running.putBack = setProxyForOthers()
  running.count += 1
  try {
    return await work()
  } finally {
    running.count -= 1
    if (running.count === 0) running.putBack()
  }
}

/** Returns a function that puts the environment back as it was. */
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

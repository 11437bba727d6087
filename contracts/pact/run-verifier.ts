import { defined } from '../defined.ts'
import { printable } from '../printable.ts'
import { shownValue } from '../shown-value.ts'
import { type BrokerGate, openBrokerGate } from './broker-gate.ts'
import type { InteractionLog, InteractionRecord } from './interaction-log.ts'
import type { KnownPacts } from './known-pacts.ts'
import { loadVerifier } from './load-pact.ts'
import { findPacts, type PactPlaces } from './pact-files.ts'
import type { ProviderGate } from './provider-gate.ts'
import { PROVIDER } from './recorded.ts'
import { slowExpression } from './slow-expression.ts'
import { takeTurn, withVariables } from './take-turn.ts'
import type { BrokerOptions, ProviderOptions, VerificationOptions } from './verification-options.ts'
import type { PactResult } from './verification-report.ts'
import { DEFAULT_SELECTORS } from './why-no-pact.ts'

/** The result of Pact's core, and the problems with the Broker and with the URLs of pacts. */
export interface VerifierResult {
  readonly result: PactResult
  readonly problems: readonly string[]
  /** The pact files. */
  readonly files: readonly string[]
}

const NO_PACTS: PactResult = { result: true, errors: [], interactionResults: [] }

/** Runs Pact's verifier. It sends its requests to the gate, a server that passes them on to the provider. */
export async function runVerifier(options: VerificationOptions, gate: ProviderGate, pacts: KnownPacts): Promise<VerifierResult> {
  const places = await findPacts(options.pacts ?? [], pacts)
  const { broker: given, provider, consumers = [] } = options
  const broker = given && withoutUserInfo(given)
  if (places.files.length + places.urls.length === 0 && !broker) return { result: NO_PACTS, problems: [], files: [] }
  const name = provider.name ?? PROVIDER
  await using brokerGate = await openBrokerGate({
    broker,
    provider: name,
    version: provider,
    consumers,
    pacts,
    print: (line) => console.error(printable(line)),
  })
  const ofCore = verifierOptions({ ...options, ...(broker && { broker }) }, places, gate, brokerGate)
  const text = await takeTurn(() => verified(ofCore, options, gate.log, pacts))
  return { result: JSON.parse(brokerGate.realUrls(text)), problems: brokerGate.problems(), files: places.files }
}

/** Runs Pact's core, and returns its result as JSON. When an interaction fails, Pact rejects with an error whose message is the result. */
async function verified(
  verifierOptions: CoreOptions,
  filters: VerificationOptions,
  log: InteractionLog,
  pacts: KnownPacts,
): Promise<string> {
  const core = loadVerifier()
  // The log level is also set here, because the verifier logs more until it reads the level in its options.
  core.logLevel(verifierOptions.logLevel)
  return withVariables(variablesOf(filters), () => core.verifyPacts(verifierOptions)).catch((error) => {
    if (!isResult(error.message)) throw error
    // When Pact panics, it also rejects with a result, but this result reports success.
    return JSON.parse(error.message).result ? JSON.stringify(panicked(whenPanicked(log, pacts) ?? whileReading(filters))) : error.message
  })
}

const WHY_PANICKED =
  "Pact's core panicked, as its message on stderr says: it can't handle a value and gave no results (Pact 内核无法处理某个值，未给出结果)"

function panicked(when: string): PactResult {
  return { result: false, errors: [{ interaction: `${WHY_PANICKED}; ${when}` }], interactionResults: [] }
}

/**
 * Says what Pact was doing when it panicked before the first interaction. A filter can be the cause, because Pact's regular expressions
 * lack parts of JavaScript's syntax.
 */
function whileReading({ filterDescription, filterState }: VerificationOptions): string {
  const filters = [filterDescription, filterState].filter(Boolean).map(shownValue)
  if (filters.length === 0) return 'it was reading the pacts (读取契约时)'
  return `it was reading the pacts or the filter ${filters.join(' or ')}, whose syntax Pact may not know: https://docs.rs/regex/latest/regex/#syntax (读取契约或筛选表达式时)`
}

/**
 * Says which interaction Pact was handling when it panicked: the last one, because Pact handles one after the other. Returns `undefined`
 * when no interaction had begun.
 */
function whenPanicked({ records }: InteractionLog, pacts: KnownPacts): string | undefined {
  const last = records.at(-1)
  if (!last) return undefined
  const at = `interaction ${records.length}`
  if (last.request === undefined)
    return `it was preparing the request of ${at}, perhaps with a generator (准备第 ${records.length} 个请求时)`
  return `it was comparing the answer of ${at}, ${last.request}, ${compared(last, pacts)} (比较第 ${records.length} 个应答时)`
}

function compared({ request = '', answer }: InteractionRecord, { expressions }: KnownPacts): string {
  const ofRequest = expressions.filter((expression) => expression.request === request.replace(/\?.*/s, ''))
  const slow = answer && slowExpression(ofRequest.length > 0 ? ofRequest : expressions, answer)
  if (!slow) return 'perhaps with a regular expression that takes too many steps'
  return `perhaps with a regular expression that takes too many steps: ${shownValue(slow.regex)} at ${slow.place}`
}

function isResult(text: string): boolean {
  try {
    return 'interactionResults' in JSON.parse(text)
  } catch {
    return false
  }
}

type CoreOptions = Parameters<ReturnType<typeof loadVerifier>['verifyPacts']>[0]

/**
 * How long Pact waits for the gate, in milliseconds. The time limits of the gate are shorter, so that the gate reports an error first. Only
 * the gate's errors say what took too long.
 */
const TIMEOUT = 600_000

function verifierOptions(options: VerificationOptions, { files, urls }: PactPlaces, gate: ProviderGate, brokerGate: BrokerGate) {
  const { broker, provider, consumers = [], logLevel = 'error' } = options
  const named = [...files, ...urls.map(brokerGate.localUrl)]
  const isNamed = broker && urls.some((url) => new URL(url).host === new URL(broker.url).host)
  return {
    logLevel,
    timeout: TIMEOUT,
    providerBaseUrl: gate.url,
    providerStatesSetupUrl: gate.stateUrl,
    ...(named.length > 0 && { pactUrls: named }),
    ...(consumers.length > 0 && { consumerFilters: [...consumers] }),
    ...(broker && resultOptions(broker, provider)),
    ...(broker && !isNamed && selectionOptions(broker, provider, brokerGate)),
  } satisfies CoreOptions
}

/**
 * Returns the options about the provider's version and about publishing results. Without `publish`, the version itself is left out, so that
 * no environment variable can make Pact publish.
 */
function resultOptions({ publish, buildUrl }: BrokerOptions, { version, branch, tags = [] }: ProviderOptions): Partial<CoreOptions> {
  const identity = { providerVersionBranch: branch, ...(tags.length > 0 && { providerVersionTags: [...tags] }) }
  return defined({ ...identity, ...(publish && { publishVerificationResult: true, providerVersion: version, buildUrl }) })
}

function selectionOptions(broker: BrokerOptions, { name = PROVIDER }: ProviderOptions, gate: BrokerGate): Partial<CoreOptions> {
  return {
    provider: name,
    pactBrokerUrl: gate.localUrl(broker.url),
    enablePending: broker.pending ?? false,
    // Without selectors, Pact fetches nothing from the Broker.
    consumerVersionSelectors: broker.selectors ?? DEFAULT_SELECTORS,
    failIfNoPactsFound: true,
    ...defined({ includeWipPactsSince: broker.workInProgressSince }),
  }
}

/** Moves the user name and password from the URL to their own options, because the URL is printed when the Broker can't be reached. */
function withoutUserInfo({ url: original, ...others }: BrokerOptions): BrokerOptions {
  const url = new URL(original)
  if (url.username === '' && url.password === '') return { ...others, url: original }
  const given = { username: decoded(url.username), password: decoded(url.password) }
  url.username = ''
  url.password = ''
  return { ...given, ...others, url: url.href }
}

/** Decodes the percent-encoding in a part of a URL. A `%` that begins no valid escape stays, because a password may contain it. */
function decoded(part: string): string {
  return part.replace(/(?:%[\da-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      return escaped
    }
  })
}

/**
 * Returns the environment variables from which Pact's core takes filters. A variable is empty when this run has no such filter. The empty
 * value replaces a filter that the environment contains for another run. With that filter, this run would verify fewer interactions, and
 * could still publish a success.
 */
function variablesOf({ filterDescription = '', filterState = '' }: VerificationOptions): Readonly<Record<string, string>> {
  return { PACT_DESCRIPTION: filterDescription, PACT_PROVIDER_STATE: filterState, PACT_PROVIDER_NO_STATE: '' }
}

import { createControl } from '../control/index.ts'
import { defined } from '../defined.ts'
import { filterProblem } from '../filter-problem.ts'
import { printable } from '../printable.ts'
import { requireOptions } from '../require-options.ts'
import { selectorProblem } from '../selector-problem.ts'
import { shownValue } from '../shown-value.ts'
import { withoutPasswords } from '../without-passwords.ts'
import { createCallers } from './callers.ts'
import { createKnownPacts } from './known-pacts.ts'
import { missingValues } from './missing-values.ts'
import { openProviderGate } from './provider-gate.ts'
import { runVerifier } from './run-verifier.ts'
import type { BrokerOptions, VerificationOptions } from './verification-options.ts'
import { PactVerificationError, reportOf, type VerificationReport } from './verification-report.ts'

/**
 * Verifies that a mock server answers as the pacts specify. `verifyPacts` is stricter than Pact: it also fails when a provider state is
 * unknown or can't be set up, when the signature of an answer is missing or wrong, and when nothing was verified.
 *
 * By default `verifyPacts` signs requests again, so consumers do not have to record Authorization.
 *
 * @throws {TypeError} When an option is missing or wrong; the message says what is wanted.
 * @throws {Error} When a path does not lead to a pact, or when Pact or the mock server can't handle a part of a pact.
 * @throws {PactVerificationError} When an interaction failed, when nothing was verified, or when there was another problem with the pacts
 *   or the Broker. The `report` of the error has the details.
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
  const control = createControl(url, { timeout: CONTROL_TIMEOUT, ...defined({ token }) })
  const pacts = createKnownPacts(options.consumers)
  await using callers = createCallers(control, credentials.mchid)
  const subMchid = credentials.sub_mchids[0] ?? ''
  await using gate = await openProviderGate({
    url,
    callers,
    subMchid,
    ownStates,
    asRecorded,
    needsValues: () => pacts.takers.length > 0,
    print,
  })
  const { result, problems, files } = await runVerifier(options, gate, pacts)
  const { consumers } = pacts
  const report = reportOf(result, gate.log.records, {
    problems,
    files,
    wanted: wantedOf(options),
    wantedConsumers: options.consumers ?? [],
    consumers,
    allowsPending: allowsPending(options),
  })
  const ended = report.interactions.filter((_, index) => gate.log.records[index]?.failure === undefined)
  missingValues(pacts.takers, ended, gate.returned).forEach(print)
  if (report.problems.length > 0) throw new PactVerificationError(report)
  return report
}

function print(text: string): void {
  console.log(text.split('\n').map(printable).join('\n'))
}

/** How long each call of the control API may take, in milliseconds. */
const CONTROL_TIMEOUT = 30_000

/** Whether pending pacts may fail without failing the run. The Broker marks work in progress as pending. */
function allowsPending({ broker }: VerificationOptions): boolean {
  return Boolean(broker?.pending || broker?.workInProgressSince)
}

/** Describes the filters of a run in words. The report shows these words when nothing was verified. */
function wantedOf({ consumers = [], filterDescription, filterState }: VerificationOptions): readonly string[] {
  return [
    ...(consumers.length === 0 ? [] : [`the consumer ${consumers.map((name) => JSON.stringify(name)).join(' or ')}`]),
    ...(filterDescription === undefined ? [] : [`a description like ${JSON.stringify(filterDescription)}`]),
    ...(filterState === undefined ? [] : [`a provider state like ${JSON.stringify(filterState)}`]),
  ]
}

function checkOptions(options: VerificationOptions): void {
  requireOptions(options, 'verifyPacts', OPTIONS)
  const { pacts = [], broker, provider, states, consumers, filterDescription, filterState } = options
  if (!URL.canParse(provider?.url)) throw new TypeError(`provider.url must be the URL of a mock server; got ${shownUrl(provider?.url)}`)
  if (typeof provider.credentials?.mchid !== 'string')
    throw new TypeError('provider.credentials must be the credentials of a merchant on the mock server')
  if (pacts.length === 0 && !broker) throw new TypeError('Either pacts or broker must be given')
  checkPlaces(pacts)
  checkStates(states)
  checkConsumers(consumers)
  checkFilter('filterDescription', filterDescription)
  checkFilter('filterState', filterState)
  if (!broker) return
  requireOptions(broker, 'broker', BROKER_OPTIONS)
  if (!URL.canParse(broker.url)) throw new TypeError(`broker.url must be a URL; got ${shownUrl(broker.url)}`)
  checkSelectors(broker.selectors)
  if (broker.publish && !provider.version) throw new TypeError('provider.version is required to publish results')
  if (broker.publish && (filterDescription ?? filterState) !== undefined)
    throw new TypeError('broker.publish needs whole pacts: leave out filterDescription and filterState')
  if ((broker.pending || broker.workInProgressSince) && !provider.branch && !provider.tags?.length)
    throw new TypeError('provider.branch or provider.tags is required for broker.pending and broker.workInProgressSince')
}

const OPTIONS = [
  'pacts',
  'broker',
  'provider',
  'consumers',
  'filterDescription',
  'filterState',
  'states',
  'asRecorded',
  'logLevel',
] satisfies (keyof VerificationOptions)[]

const BROKER_OPTIONS = [
  'url',
  'token',
  'username',
  'password',
  'ca',
  'selectors',
  'pending',
  'workInProgressSince',
  'publish',
  'buildUrl',
] satisfies (keyof BrokerOptions)[]

function shownUrl(url: unknown): string {
  return withoutPasswords(shownValue(url))
}

function checkPlaces(pacts: unknown): void {
  const isRight = Array.isArray(pacts) && pacts.every((place) => typeof place === 'string')
  if (!isRight) throw new TypeError(`pacts must be a list of paths and URLs; got ${shownValue(pacts)} (须为路径和网址的列表)`)
}

function checkStates(states: VerificationOptions['states'] = {}): void {
  const [name, other] = Object.entries(states).find(([, setUp]) => typeof setUp !== 'function') ?? []
  if (name !== undefined)
    throw new TypeError(`states must be an object of functions; ${shownValue(name)} is ${shownValue(other)} (须为由函数组成的对象)`)
}

function checkConsumers(consumers: unknown): void {
  const isRight = Array.isArray(consumers) && consumers.every((name) => typeof name === 'string' && name !== '')
  if (consumers !== undefined && !isRight)
    throw new TypeError(`consumers must be a list of names; got ${shownValue(consumers)} (须为名称列表)`)
}

function checkFilter(option: string, filter: string | undefined): void {
  const problem = filter === undefined ? undefined : filterProblem(filter)
  if (problem) throw new TypeError(`${option}: ${problem} Got ${shownValue(filter)}`)
}

function checkSelectors(selectors: unknown): void {
  if (selectors === undefined) return
  if (!Array.isArray(selectors) || selectors.length === 0)
    throw new TypeError(`broker.selectors must be a list of at least one selector; got ${shownValue(selectors)}`)
  const problem = selectors.map(selectorProblem).find(Boolean)
  if (problem) throw new TypeError(`broker.selectors: ${problem}`)
}

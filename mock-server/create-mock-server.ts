import { createServer, type RequestListener } from 'node:http'
import { operationFiles } from '../contracts/documents.ts'
import { ApiError, type Control, randomNonce } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'
import { REQUEST_BYTES_LIMIT } from '../contracts/request-headers.ts'
import { answer, type Gateway } from './answer.ts'
import { isConsole } from './console/console-request.ts'
import { answerControl, controlBodyLimit } from './control/answer-control.ts'
import { readTenant } from './control/change-tenant.ts'
import { notWritten } from './control/control-error.ts'
import type { ControlContext } from './control/control-handler.ts'
import { isControl } from './control/control-path.ts'
import type { ExplainPaste } from './control/explain-paste.ts'
import { forStateFile } from './control/for-state-file.ts'
import { credentialsOf, type MockCredentials, type OpenDoors } from './control/merchant-resource.ts'
import { controlOfProcess } from './control/own-control.ts'
import { seedMerchants } from './control/seed-merchants.ts'
import { createDiagnoses } from './diagnosis/diagnoses.ts'
import { trackConnections } from './edge/connections.ts'
import { createApp } from './edge/create-app.ts'
import type { Exchange, HttpAnswer, HttpRequest } from './edge/http-exchange.ts'
import { limitConnections } from './edge/limit-connections.ts'
import { baseUrl, listen, stop } from './edge/listen.ts'
import { createOwedAnswers } from './edge/owed-answers.ts'
import { refuseUnparsable } from './edge/refuse-unparsable.ts'
import { createUnparsedBytes } from './edge/unparsed-bytes.ts'
import { createRequestIds } from './gateway/request-id.ts'
import { JOURNAL_BYTES } from './journal/memory-journal.ts'
import { countExchange, createMetrics } from './metrics/metrics.ts'
import { timedStore } from './metrics/timed-store.ts'
import { checkedNonce, checkedNow, checkOptions, type MockServerOptions } from './mock-server-options.ts'
import { checkNode } from './node-version.ts'
import { readAllowedHosts } from './notifications/allowed-hosts.ts'
import { lazyNotifier } from './notifications/lazy-notifier.ts'
import type { NotifierParts } from './notifications/make-attempts.ts'
import { readMappings } from './notifications/mapped-url.ts'
import { notifyAfterCall } from './notifications/notify-after-call.ts'
import { openStore } from './open-store.ts'
import { openApi } from './openapi/index.ts'
import { keepInFile } from './store/keep-in-file.ts'
import { reportSeldom } from './store/report-seldom.ts'
import type { Store } from './store/store.ts'
import { StoreAway } from './store/store-away.ts'
import { createCertificateKeys } from './tenant/certificates.ts'
import { tenantTime } from './tenant/clock.ts'
import { createIssuer } from './tenant/issue-certificate.ts'
import { createCertificateMaker } from './tenant/make-tenant.ts'
import { loadPlatformKeys } from './tenant/platform.ts'

/** A running mock server. */
export interface MockServer extends AsyncDisposable {
  /** The base URL, such as `http://127.0.0.1:54321`. */
  readonly url: string
  /** What a client needs to call it. */
  readonly credentials: MockCredentials
  /** The same server as a request listener, for supertest. */
  readonly app: RequestListener
  /** Sets up the server and reads what it received, without the network. */
  readonly control: Control
  /**
   * Stops the server: accepts no more connections, answers the requests that have come or are arriving, which may take ten seconds, and closes its
   * connections.
   *
   * @throws {Error} When changes can't be written to the state file.
   */
  close(): Promise<void>
}

/**
 * Starts a mock server; `index.ts` says more.
 *
 * @param explain Explains pasted requests; a part of the command, which this file can't import.
 */
export async function createMockServer(options: MockServerOptions = {}, explain?: ExplainPaste): Promise<MockServer> {
  checkNode()
  checkOptions(options)
  const { stateFile } = options
  const { now = Date.now, nonce = randomNonce } = options
  const checked = { now: checkedNow(now), nonce: checkedNonce(nonce) }
  const given = { ...options, ...guardedCallbacks(options), ...checked, ...(explain && { explain }) }
  if (stateFile === undefined) return startServer(given)
  // Loaded on demand, because most servers have no state file.
  const [{ stateFilePath }, { lockStateFile }] = await Promise.all([
    import('./store/state-file-path.ts'),
    import('./store/lock-state-file.ts'),
  ])
  const path = await stateFilePath(stateFile)
  const unlock = await lockStateFile(path)
  return startServer({ ...given, stateFile: path }, unlock).catch(async (error) => {
    await unlock()
    throw error
  })
}

/**
 * Returns the credentials that a server with these options has, without starting it.
 *
 * @throws {TypeError} When an option is wrong.
 * @throws {Error} When the state file can't be used.
 */
export async function plannedCredentials(options: MockServerOptions): Promise<MockCredentials> {
  checkOptions(options)
  const { port = 0, host = '127.0.0.1' } = options
  const given = { ...options, ...guardedCallbacks(options), stopping: NEVER }
  const { context } = await openInside(given, { url: baseUrl(host, port), doors: undefined })
  context.diagnoses.stop()
  const credentials = credentialsOf(await readTenant(context.ownMchid, context.store), context)
  await context.store.close()
  return credentials
}

/** The functions of a user that the server calls. */
type Callbacks = Required<Pick<MockServerOptions, 'onExchange' | 'onDiagnosis' | 'onNotification' | 'onFailure'>>

/** The options, and what else is passed in. */
type Given = MockServerOptions & Callbacks & { readonly explain?: ExplainPaste }

/** @param unlock Lets another server use the state file. */
async function startServer(options: Given, unlock?: () => Promise<void>): Promise<MockServer> {
  const { port = 0, host = '127.0.0.1', now = Date.now } = options
  const onFailure = reportSeldom(options.onFailure, () => performance.now())
  // Known only after the server listens; the control API reads them later.
  const place: Place = { url: '', doors: undefined }
  const stopping = new AbortController()
  const { gateway, context, kept } = await openInside({ ...options, onFailure, stopping: stopping.signal }, place)
  const onExchange = (exchange: Exchange) => {
    countExchange(exchange, context.metrics)
    options.onExchange(exchange)
  }
  const answerAny = async (request: HttpRequest) => {
    // Loaded on demand, because most servers are never looked at.
    if (options.console !== false && isConsole(request)) return (await import('./console/answer-console.ts')).answerConsole(request.target)
    return isControl(request.target) ? answerControl(request, context) : answer(request, gateway)
  }
  const connections = { owed: createOwedAnswers(), unparsed: createUnparsedBytes() }
  const app = createApp({ answer: answerAny, bodyLimit, now, onExchange, onFailure, stopping: stopping.signal, ...connections })
  // The edge answers a request without Host itself.
  const server = createServer({ requireHostHeader: false }, app)
  refuseUnparsable(server, connections, now, () => place.doors?.tlsPort, onExchange)
  limitConnections(server, (message) => onExchange(closedUnread(now(), message)))
  const tracked = trackConnections(server, connections.owed)
  place.url = await listen(server, port, host).catch(closing(context.store))
  const doors = await options.doors?.(server).catch(async (error) => {
    await stop(server, tracked).finally(context.store.close)
    throw error
  })
  place.doors = doors
  let endTakeOver = () => {}
  const close = once(async () => {
    stopping.abort()
    endTakeOver()
    const answered = stop(server, tracked)
    await Promise.all([answered, doors?.close(answered)])
    context.diagnoses.stop()
    await context.notifier.stop().then(kept?.end).finally(context.store.close).finally(unlock)
  })
  // The file is saved only after the server listens, so that a second server on the same port does not touch it.
  await kept?.save().catch(async (error) => {
    await close().catch(() => undefined)
    throw error
  })
  if (options.stateFile !== undefined) await resumeNotifications(context)
  if (options.store !== undefined) {
    // Loaded on demand, because most servers share no store.
    const { takeOver } = await import('./notifications/take-over.ts')
    endTakeOver = takeOver(context)
  }
  const credentials = credentialsOf(await readTenant(context.ownMchid, context.store), context)
  return { url: place.url, credentials, app, control: controlOfProcess(context), close, [Symbol.asyncDispose]: close }
}

/** What is reported of a connection that the server closed before it read anything. */
function closedUnread(time: number, message: string): Exchange {
  return { time, method: '-', target: '-', status: 503, code: undefined, wire: 'close', error: { field: null, message }, milliseconds: 0 }
}

/** Lets the notifications that were pending when the state file was written be sent when they are due. */
async function resumeNotifications({ store, notifier, now, onFailure }: ControlContext): Promise<void> {
  for (const mchid of await store.mchids()) {
    const { clock } = await readTenant(mchid, store)
    void notifier.catchUp(mchid, tenantTime(clock, now()).business).catch(onFailure)
  }
}

/** Returns a rejection handler that closes the store first, because its connections would keep the process alive. */
function closing({ close }: Pick<Store, 'close'>) {
  return async (error: unknown): Promise<never> => {
    await close()
    throw error
  }
}

/** A server that is never started never stops. */
const NEVER = new AbortController().signal

/** Where the server is. */
interface Place {
  url: string
  doors: OpenDoors | undefined
}

/** Creates everything behind the edge: the gateway and the control API on one store, which may be kept in a state file. */
async function openInside(options: Given & Pick<Parts, 'stopping'>, place: Place) {
  const { stateFile, stateSync = false, journalLimit = JOURNAL_LIMIT, journalBytes = JOURNAL_BYTES } = options
  const { onNotification, onFailure } = options
  const parts = { ...(await openParts(options, place)), send: sendsNothing }
  const opened = await openStore(options.store, { entries: journalLimit, bytes: journalBytes, ownBytes: journalBytes / OWN_SHARE })
  // The time of a store in the memory of this process tells nothing.
  const store = options.store === undefined ? opened : timedStore(opened, parts.metrics)
  const diagnoses = createDiagnoses(store.journal, onFailure)
  const rules = { allow: readAllowedHosts(options.notifyAllow ?? []), mappings: readMappings(options.notifyMap ?? {}), isControl }
  const notifier = lazyNotifier(() => ({ ...parts, store: kept ?? store, rules, onAttempt: onNotification }) satisfies NotifierParts)
  const notify = notifyAfterCall(notifier, onNotification)
  const populated = await populate(options, { ...parts, store, diagnoses, notifier, notify }).catch(closing(store))
  const kept = stateFile === undefined ? undefined : keepInFile(store, stateFile, forStateFile, onFailure, stateSync)
  const whole = { ...populated, store: kept ?? store }
  const settledOr = (error: () => Error) => (kept && stateSync ? { settled: () => kept.settled().catch(throws(error)) } : {})
  const gateway = { ...whole, ...settledOr(() => new ApiError('SYSTEM_ERROR')) }
  const context = { ...whole, ...settledOr(notWritten), send: (request: HttpRequest) => answer(request, gateway) }
  return { gateway, context, kept }
}

/** No request is sent before the merchants are there. */
async function sendsNothing(_request: HttpRequest): Promise<HttpAnswer> {
  throw new Error('The server is not ready to take requests')
}

/** The callbacks of a user. None of them can end the server: an error of `onFailure` itself is printed, and that of another goes to `onFailure`. */
function guardedCallbacks({ onFailure = printFailure, ...options }: MockServerOptions): Callbacks {
  const report = guarded(onFailure, printFailure)
  return {
    onFailure: report,
    onExchange: guarded(options.onExchange, report),
    onDiagnosis: guarded(options.onDiagnosis, report),
    onNotification: guarded(options.onNotification, report),
  }
}

function guarded<Told>(tell: (told: Told) => void = () => undefined, onError: (error: unknown) => void): (told: Told) => void {
  return async (told) => {
    try {
      // A function that returns nothing may be asynchronous, and reject.
      await tell(told)
    } catch (error) {
      onError(error)
    }
  }
}

/** Returns a rejection handler that throws this error instead of the original one, which is already in the log. */
function throws(error: () => Error) {
  return (): never => {
    throw error()
  }
}

/** The parts that stay the same while a server runs. */
type Parts = Omit<ControlContext, 'store' | 'diagnoses' | 'notifier' | 'send' | 'ownMchid'> &
  Omit<Gateway, 'store' | 'diagnoses' | 'notify'>

async function openParts(options: Given & Pick<Parts, 'stopping'>, place: Place): Promise<Parts> {
  const {
    now = Date.now,
    nonce = randomNonce,
    host = '127.0.0.1',
    strict = false,
    controlToken,
    publicUrl,
    allowHosts = [],
    onDiagnosis,
    onFailure,
    stopping,
    explain,
  } = options
  return {
    controlApi: openControl,
    api: await openProducts(),
    platformKeys: await loadPlatformKeys(),
    certificateKeys: createCertificateKeys(),
    certificates: createCertificateMaker(createIssuer()),
    requestId: createRequestIds(),
    metrics: createMetrics(() => performance.now()),
    now,
    nonce,
    // Without stateSync, answers don't wait for the state file.
    settled: async () => undefined,
    url: () => place.url,
    doors: () => place.doors,
    publicUrl,
    host,
    allowHosts,
    strict,
    token: controlToken,
    explain,
    onDiagnosis,
    onFailure,
    stopping,
  }
}

/** Creates the configured merchants and restores the state file. */
async function populate<Empty extends Omit<ControlContext, 'ownMchid'>>(
  { merchant = {}, merchants = [], stateFile }: MockServerOptions,
  empty: Empty,
): Promise<Empty & ControlContext> {
  const context = { ...empty, ownMchid: '' }
  const ownMchid = await seedMerchants([merchant, ...merchants], context, controlOfProcess(context))
  if (stateFile !== undefined) {
    // Loaded on demand, because most servers have no state file.
    const { restoreState } = await import('./control/restore-state.ts')
    await restoreState(stateFile, context)
  }
  return { ...context, ownMchid }
}

function printFailure(error: unknown): void {
  console.error(error instanceof StoreAway ? error.message : error)
}

const JOURNAL_LIMIT = 1_000

/** One merchant may fill a quarter of the journal, so that its long bodies don't push out what the others sent. */
const OWN_SHARE = 4

function bodyLimit(target: string): number {
  return isControl(target) ? controlBodyLimit(target) : REQUEST_BYTES_LIMIT
}

// The documents never change, so a process reads them once for all its servers.
const openProducts = once(() => openApi(operationFiles.products))
const openControl = once(() => openApi(operationFiles.control))

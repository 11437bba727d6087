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
import { createApp } from './edge/create-app.ts'
import type { Exchange, HttpAnswer, HttpRequest } from './edge/http-exchange.ts'
import { limitConnections } from './edge/limit-connections.ts'
import { baseUrl, listen, stop } from './edge/listen.ts'
import { createOwedAnswers } from './edge/owed-answers.ts'
import { refuseUnparsable } from './edge/refuse-unparsable.ts'
import { createUnparsedBytes } from './edge/unparsed-bytes.ts'
import { createRequestIds } from './gateway/request-id.ts'
import { createMemoryJournal, JOURNAL_BYTES } from './journal/memory-journal.ts'
import { checkedNonce, checkedNow, checkOptions, type MockServerOptions } from './mock-server-options.ts'
import { checkNode } from './node-version.ts'
import { lazyNotifier } from './notifications/lazy-notifier.ts'
import type { NotifierParts } from './notifications/make-attempts.ts'
import { readMappings } from './notifications/mapped-url.ts'
import { notifyAfterCall } from './notifications/notify-after-call.ts'
import { openApi } from './openapi/index.ts'
import { keepInFile } from './store/keep-in-file.ts'
import { createMemoryStore } from './store/memory-store.ts'
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
   * Stops the server and closes its connections.
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
  const given = { ...options, now: checkedNow(now), nonce: checkedNonce(nonce), ...(explain && { explain }) }
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
  const { port = 0, host = '127.0.0.1', onFailure = printFailure } = options
  const { context } = await openInside({ ...options, onFailure }, { url: baseUrl(host, port), doors: undefined })
  context.diagnoses.stop()
  return credentialsOf(await readTenant(context.ownMchid, context.store), context)
}

/** The options, and what else is passed in. */
type Given = MockServerOptions & { readonly explain?: ExplainPaste }

/** @param unlock Lets another server use the state file. */
async function startServer(options: Given, unlock?: () => Promise<void>): Promise<MockServer> {
  const { port = 0, host = '127.0.0.1', now = Date.now, onExchange = () => undefined, onFailure = printFailure } = options
  // Known only after the server listens; the control API reads them later.
  const place: Place = { url: '', doors: undefined }
  const { gateway, context, kept } = await openInside({ ...options, onFailure }, place)
  const answerAny = async (request: HttpRequest) => {
    // Loaded on demand, because most servers are never looked at.
    if (options.console !== false && isConsole(request)) return (await import('./console/answer-console.ts')).answerConsole(request.target)
    return isControl(request.target) ? answerControl(request, context) : answer(request, gateway)
  }
  const connections = { owed: createOwedAnswers(), unparsed: createUnparsedBytes() }
  const app = createApp({ answer: answerAny, bodyLimit, now, onExchange, onFailure, ...connections })
  // The edge answers a request without Host itself.
  const server = createServer({ requireHostHeader: false }, app)
  refuseUnparsable(server, connections, now, () => place.doors?.tlsPort, onExchange)
  limitConnections(server, (message) => onExchange(closedUnread(now(), message)))
  place.url = await listen(server, port, host)
  const doors = await options.doors?.(server).catch(async (error) => {
    await stop(server)
    throw error
  })
  place.doors = doors
  const close = async () => {
    context.diagnoses.stop()
    await Promise.all([doors?.close(), context.notifier.stop()])
    await stop(server).then(kept?.end).finally(unlock)
  }
  // The file is saved only after the server listens, so that a second server on the same port does not touch it.
  await kept?.save().catch(async (error) => {
    await close().catch(() => undefined)
    throw error
  })
  if (options.stateFile !== undefined) await resumeNotifications(context)
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

/** Where the server is. */
interface Place {
  url: string
  doors: OpenDoors | undefined
}

/** Creates everything behind the edge: the gateway and the control API on one store, which may be kept in a state file. */
async function openInside(options: Given & Pick<Parts, 'onFailure'>, place: Place) {
  const { stateFile, stateSync = false, journalLimit = JOURNAL_LIMIT, journalBytes = JOURNAL_BYTES, onFailure } = options
  const store = createMemoryStore(createMemoryJournal(journalLimit, journalBytes, journalBytes / OWN_SHARE))
  const parts = { ...(await openParts(options, place)), send: sendsNothing }
  const diagnoses = createDiagnoses(store.journal, onFailure)
  const onNotification = reporter(options.onNotification, onFailure)
  const rules = { allow: options.notifyAllow ?? [], mappings: readMappings(options.notifyMap ?? {}), isControl }
  const notifier = lazyNotifier(() => ({ ...parts, store: kept ?? store, rules, onAttempt: onNotification }) satisfies NotifierParts)
  const notify = notifyAfterCall(notifier, onNotification)
  const populated = await populate(options, { ...parts, store, diagnoses, notifier, notify })
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

/** Returns a function that reports the error of a user's function, so that it does not end the schedule of a notification. */
function reporter<Report>(tell: (report: Report) => void = () => undefined, onFailure: Parts['onFailure']): (report: Report) => void {
  return (report) => {
    try {
      tell(report)
    } catch (error) {
      onFailure(error)
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

async function openParts(options: Given & Pick<Parts, 'onFailure'>, place: Place): Promise<Parts> {
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
    explain,
  } = options
  return {
    controlApi: openControl,
    api: await openProducts(),
    platformKeys: await loadPlatformKeys(),
    certificateKeys: createCertificateKeys(),
    certificates: createCertificateMaker(createIssuer()),
    requestId: createRequestIds(),
    nextMchid: countUp(FIRST_MCHID),
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
    onDiagnosis: onDiagnosis ?? (() => undefined),
    onFailure,
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

function countUp(first: number): () => string {
  let next = first
  return () => String(next++)
}

function printFailure(error: unknown): void {
  console.error(error)
}

/** The first merchant ID for merchants created without one. */
const FIRST_MCHID = 1_900_010_000
const JOURNAL_LIMIT = 1_000

/** One merchant may fill a quarter of the journal, so that its long bodies don't push out what the others sent. */
const OWN_SHARE = 4

function bodyLimit(target: string): number {
  return isControl(target) ? controlBodyLimit(target) : REQUEST_BYTES_LIMIT
}

// The documents never change, so a process reads them once for all its servers.
const openProducts = once(() => openApi(operationFiles.products))
const openControl = once(() => openApi(operationFiles.control))

import { createServer, type RequestListener } from 'node:http'
import { type Control, randomNonce } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'
import { REQUEST_BYTES_LIMIT } from '../contracts/request-headers.ts'
import { answer } from './answer.ts'
import { isConsole } from './console/console-request.ts'
import { answerControl } from './control/answer-control.ts'
import { readTenant } from './control/change-tenant.ts'
import type { ControlContext } from './control/control-handler.ts'
import { controlBodyLimit, isControl } from './control/control-path.ts'
import { credentialsOf, type MockCredentials } from './control/merchant-resource.ts'
import { controlOfProcess } from './control/own-control.ts'
import { seedMerchants } from './control/seed-merchants.ts'
import { trackConnections } from './edge/connections.ts'
import { createApp } from './edge/create-app.ts'
import { createDroppedBytes } from './edge/dropped-bytes.ts'
import type { Exchange, HttpRequest } from './edge/http-exchange.ts'
import { limitConnections } from './edge/limit-connections.ts'
import { baseUrl, listen, stop } from './edge/listen.ts'
import { createOwedAnswers, limitOwed } from './edge/owed-answers.ts'
import { refuseUnparsable } from './edge/refuse-unparsable.ts'
import { createUnparsedBytes } from './edge/unparsed-bytes.ts'
import { guardedCallbacks } from './guarded-callbacks.ts'
import { countExchange } from './metrics/metrics.ts'
import { checkedNonce, checkedNow, checkOptions, type MockServerOptions } from './mock-server-options.ts'
import { checkNode } from './node-version.ts'
import { closing, type Extra, type Given, openInside, type Place } from './open-inside.ts'
import type { StateFileLock } from './store/lock-state-file.ts'
import { reportSeldom } from './store/report-seldom.ts'
import { tenantTime } from './tenant/clock.ts'

/** A running mock server. */
export interface MockServer extends AsyncDisposable {
  /** The base URL, such as `http://127.0.0.1:54321`. */
  readonly url: string
  /** What a client needs to call the server. */
  readonly credentials: MockCredentials
  /** The same server as a request listener, for supertest or your own server. Nothing else may read the body of a request first. */
  readonly app: RequestListener
  /** Sets up the server and reads what it received, without the network. */
  readonly control: Control
  /**
   * Stops the server: accepts no more connections, answers requests for up to ten seconds, and closes its connections.
   *
   * @throws {Error} When changes can't be written to the state file.
   */
  close(): Promise<void>
}

/**
 * Starts a mock server; `index.ts` has the documentation.
 *
 * @param extra Functions from the folder `command`. The caller passes them, because this file must not import from that folder.
 */
export async function createMockServer(options: MockServerOptions = {}, extra: Extra = {}): Promise<MockServer> {
  checkNode()
  checkOptions(options)
  const { stateFile } = options
  const { now = Date.now, nonce = randomNonce } = options
  const checked = { now: checkedNow(now), nonce: checkedNonce(nonce) }
  const given = { ...options, ...guardedCallbacks(options), ...checked, ...extra }
  if (stateFile === undefined) return startServer(given)
  // Loaded on demand, for a fast start.
  const [{ stateFilePath }, { lockStateFile }] = await Promise.all([
    import('./store/state-file-path.ts'),
    import('./store/lock-state-file.ts'),
  ])
  const path = await stateFilePath(stateFile)
  const lock = await lockStateFile(path)
  return startServer({ ...given, stateFile: path }, lock).catch(async (error) => {
    await lock.release()
    throw error
  })
}

/**
 * Returns the credentials that a server with these options would have, without starting the server.
 *
 * @throws {TypeError} When an option is wrong.
 * @throws {Error} When the state file or the store can't be used.
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

async function startServer(options: Given, lock?: StateFileLock): Promise<MockServer> {
  const { port = 0, host = '127.0.0.1', now = Date.now } = options
  const onFailure = reportSeldom(options.onFailure, () => performance.now())
  // `url` and `doors` are set once the server listens.
  const place: Place = { url: '', doors: undefined }
  const stopping = new AbortController()
  const { gateway, context, kept } = await openInside({ ...options, onFailure, stopping: stopping.signal, lock }, place)
  const onExchange = (exchange: Exchange) => {
    countExchange(exchange, context.metrics)
    options.onExchange(exchange)
  }
  let opening: ReturnType<NonNullable<Given['doors']>> | undefined
  const answerAny = async (request: HttpRequest) => {
    // Every request waits until the proxy and the TLS port are open. A client may ask for their addresses, or whether the server is ready.
    await opening?.catch(() => undefined)
    // Loaded on demand, for a fast start.
    if (options.console !== false && isConsole(request)) return (await import('./console/answer-console.ts')).answerConsole(request.target)
    return isControl(request.target) ? answerControl(request, context) : answer(request, gateway)
  }
  const owed = createOwedAnswers()
  const connections = { owed, unparsed: createUnparsedBytes(), dropped: createDroppedBytes(owed) }
  const app = createApp({ answer: answerAny, bodyLimit, now, onExchange, onFailure, stopping: stopping.signal, ...connections })
  // `app` itself answers a request without a Host header.
  const server = createServer({ requireHostHeader: false }, app)
  connections.dropped.follow(server)
  refuseUnparsable(server, connections, now, () => place.doors?.tlsPort, onExchange)
  limitOwed(server, owed, (message) => onExchange(closedUnread(now(), message)))
  limitConnections(server, (message) => onExchange(closedUnread(now(), message)))
  const tracked = trackConnections(server, owed)
  place.url = await listen(server, port, host).catch(closing(context.store))
  opening = options.doors?.(server).then((open) => {
    place.doors = open
    return open
  })
  const doors = await opening?.catch(async (error) => {
    await stop(server, tracked).finally(context.store.close)
    throw error
  })
  let endSharing = () => {}
  const close = once(async () => {
    stopping.abort()
    endSharing()
    const answered = stop(server, tracked)
    await Promise.all([answered, doors?.close(answered)])
    context.diagnoses.stop()
    await context.notifier.stop().then(kept?.end).finally(context.store.close).finally(lock?.release)
  })
  try {
    // The state is first saved only now that the server listens. A server whose port is taken must not touch the state file.
    await kept?.save()
    if (options.stateFile !== undefined) await resumeNotifications(context)
    if (options.store !== undefined) endSharing = await beginSharing(options, context)
    const credentials = credentialsOf(await readTenant(context.ownMchid, context.store), context)
    return { url: place.url, credentials, app, control: controlOfProcess(context), close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
}

/**
 * Starts two tasks for a store that servers share. One sends the overdue notifications of a server that has stopped. The other creates the
 * configured merchants again when the store has lost its data.
 *
 * @returns A function that ends both tasks.
 */
async function beginSharing({ merchant = {}, merchants = [] }: Given, context: ControlContext): Promise<() => void> {
  // Loaded on demand, for a fast start.
  const [{ takeOver }, { seedAgain }] = await Promise.all([import('./notifications/take-over.ts'), import('./control/seed-again.ts')])
  const seed = () => seedMerchants([merchant, ...merchants], context, controlOfProcess(context))
  const ends = [takeOver(context), seedAgain(seed, context)]
  return () => {
    for (const end of ends) end()
  }
}

/** The exchange that is reported when the server closes a connection because of a limit. */
function closedUnread(time: number, message: string): Exchange {
  return { time, method: '-', target: '-', status: 503, code: undefined, wire: 'close', error: { field: null, message }, milliseconds: 0 }
}

/** Resumes the notifications that were pending when the state file was written. */
async function resumeNotifications({ store, notifier, now, onFailure }: ControlContext): Promise<void> {
  for (const mchid of await store.mchids()) {
    const { clock } = await readTenant(mchid, store)
    void notifier.catchUp(mchid, tenantTime(clock, now()).business).catch(onFailure)
  }
}

/** A signal that never aborts, for a server that is not started. */
const NEVER = new AbortController().signal

function bodyLimit(target: string): number {
  return isControl(target) ? controlBodyLimit(target) : REQUEST_BYTES_LIMIT
}

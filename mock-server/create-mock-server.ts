import { createServer, type RequestListener } from 'node:http'
import { documents, randomNonce } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'
import { answer, type Gateway } from './answer.ts'
import { answerControl, type Control, isControl } from './control/answer-control.ts'
import { credentialsOf, type MockCredentials } from './control/credentials.ts'
import { createApp } from './edge/create-app.ts'
import type { Exchange, HttpRequest } from './edge/http-exchange.ts'
import { listen, stop } from './edge/listen.ts'
import { refuseUnparsable } from './edge/refuse-unparsable.ts'
import { createRequestIds } from './gateway/request-id.ts'
import { createMemoryStore, type Store } from './goldplan/store.ts'
import { newSubMerchant } from './goldplan/sub-merchant.ts'
import { createMerchants, type Merchant } from './merchant/merchant.ts'
import { completeMerchant, loadMerchant, type OwnMerchant } from './merchant/own-merchant.ts'
import { openDocument } from './openapi-document.ts'

/** What {@link createMockServer} takes; all of it optional. */
export interface MockServerOptions {
  /** The port to listen on; 0, the default, for any free one. */
  readonly port?: number
  /** The address to listen on; `127.0.0.1` by default. */
  readonly host?: string
  /** The clock: milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /** Gives the random string of each answer; random by default. */
  readonly nonce?: () => string
  /** The service provider to play WeChat Pay for; that of the shipped development keys by default. */
  readonly merchant?: OwnMerchant
  /** Told of every exchange when its answer has been handed to the network. */
  readonly onExchange?: (exchange: Exchange) => void
  /** Told of every bug of the mock server itself, which is answered with 500; prints it by default. */
  readonly onFailure?: (error: unknown) => void
}

/** A mock server that listens. */
export interface MockServer extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:54321`. */
  readonly url: string
  /** What a client needs to call it. */
  readonly credentials: MockCredentials
  /** The same server as a request listener, for supertest. */
  readonly app: RequestListener
  /** Stops it and cuts its connections. */
  close(): Promise<void>
}

/**
 * Starts a mock server of the WeChat Pay gold plan (点金计划) in this process.
 *
 * @throws {TypeError} When an option is not what is wanted; says what was given.
 * @throws {Error} When the port is taken (`code` `EADDRINUSE`).
 * @example
 * ```ts
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 *
 * await using mock = await createMockServer()
 * console.log(mock.url, mock.credentials.mchid)
 * ```
 */
export async function createMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  checkOptions(options)
  const { port = 0, host = '127.0.0.1', now = Date.now, onExchange = () => undefined, onFailure = printFailure } = options
  const own = completeMerchant(options.merchant)
  const merchant = await loadMerchant(own)
  const gateway = await createGateway(options, own, merchant)
  const at = (url: string) => credentialsOf(own, merchant, gateway.document, url)
  // Set once it is known: the control API answers with it from then on.
  let credentials = at('')
  const control: Control = { document: await openControl(), host, credentials: () => credentials }
  const answerAny = (request: HttpRequest) => (isControl(request) ? answerControl(request, control) : answer(request, gateway))
  const app = createApp(answerAny, now, onExchange, onFailure)
  const server = createServer(app)
  refuseUnparsable(server, now, onExchange)
  const url = await listen(server, port, host)
  credentials = at(url)
  const close = () => stop(server)
  return { url, credentials, app, close, [Symbol.asyncDispose]: close }
}

function printFailure(error: unknown): void {
  console.error(error)
}

// The documents never change: however many servers a process makes, they are read once.
const openGoldplan = once(() => openDocument(documents.goldplan))
const openControl = once(() => openDocument(documents.control))

async function createGateway(options: MockServerOptions, own: Required<OwnMerchant>, merchant: Merchant): Promise<Gateway> {
  const { now = Date.now, nonce = randomNonce, onFailure = printFailure } = options
  return {
    document: await openGoldplan(),
    merchants: createMerchants([merchant], now),
    store: await seedStore(own),
    now,
    nonce,
    requestId: createRequestIds(),
    onFailure,
  }
}

async function seedStore({ mchid, subMchids }: Required<OwnMerchant>): Promise<Store> {
  const store = createMemoryStore()
  for (const subMchid of subMchids) await store.swap(mchid, undefined, newSubMerchant(subMchid))
  return store
}

const OPTION_TYPES: Readonly<Record<keyof MockServerOptions, string>> = {
  port: 'number',
  host: 'string',
  now: 'function',
  nonce: 'function',
  merchant: 'object',
  onExchange: 'function',
  onFailure: 'function',
}

function checkOptions(options: MockServerOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const wanted = OPTION_TYPES[name as keyof MockServerOptions]
    if (!wanted) throw new TypeError(`createMockServer has no option ${name}; it has ${Object.keys(OPTION_TYPES).join(', ')}`)
    if (value !== undefined && typeof value !== wanted) throw new TypeError(`${name} must be a ${wanted}; got ${JSON.stringify(value)}`)
  }
  const { port = 0, host, merchant } = options
  if (host === '') throw new TypeError('host must name an address to listen on; got ""')
  if (merchant === null) throw new TypeError('merchant must be an object; got null')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError(`port must be a whole number from 0 to 65535; got ${port}`)
}

import { errorMessage, messageOfCause } from '../error-message.ts'
import { losslessJson } from '../lossless-json.ts'
import { isTooDeep, NESTING_LIMIT } from '../nesting.ts'
import { shownValue } from '../shown-value.ts'
import { withoutPasswords } from '../without-passwords.ts'
import type { components, operations } from './control.openapi.d.ts'
import { type MerchantControl, merchantControl, queryString } from './merchant-control.ts'
import { readAnswer } from './read-answer.ts'
import type { RequestQuery } from './wait-for-request.ts'

type Schemas = components['schemas']

/** Selects merchants from the list. */
export type MerchantQuery = NonNullable<operations['listMerchants']['parameters']['query']>

/** A client for the control API of a mock server. It sets up the server's state and reads the requests that the server received. */
export interface Control {
  /** Creates a merchant: a service provider (服务商) with its own merchant ID, certificate and state. */
  createMerchant(choice?: Schemas['MerchantChoice']): Promise<Schemas['Merchant']>
  /** The merchants in the order in which they were created, without their keys. Returns the first 100 unless the query asks for others. */
  merchants(query?: MerchantQuery): Promise<Schemas['ListedMerchant'][]>
  /** Returns the controls of one merchant. Sends no request. */
  merchant(mchid: string): MerchantControl
  /** The credentials of the first merchant that the server was started with; a client needs them to send calls as this merchant. */
  credentials(): Promise<Schemas['Credentials']>
  /** The requests that belong to no known merchant, newest first. */
  unclaimedRequests(query?: RequestQuery): Promise<Schemas['JournalEntry'][]>
  /** One of the requests that belong to no known merchant, with up to 65,536 bytes of its body and of the answer's body. */
  unclaimedRequest(id: number): Promise<Schemas['JournalEntry']>
  /**
   * Resets the merchants that the server was started with, and removes all others, including those from a state file. Also deletes the requests that
   * belong to no known merchant.
   */
  reset(): Promise<void>
}

/**
 * Thrown when the control API refuses a request. Its code is `UNKNOWN` when the answer has no code, for example because another server
 * answered.
 */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal'
  readonly status: number
  readonly code: string
  /** More about the error, such as the value that was refused. */
  readonly detail: unknown

  /** @param body The parsed JSON of the answer, if it has any. */
  constructor(asked: string, status: number, body: Partial<Schemas['Error']> | null | undefined) {
    super(
      typeof body?.message !== 'string' || status < 300
        ? `${asked} got ${status} ${body === undefined ? 'without JSON' : `with ${shownValue(body)}`}, which is not an answer of a control API${proxyHint('. ')}`
        : `${asked} was refused with ${status}: ${body.message}`,
    )
    this.status = status
    this.code = body?.code ?? 'UNKNOWN'
    this.detail = body?.detail
  }
}

/**
 * Returns a hint if a proxy may have got the request; otherwise an empty text. With NODE_USE_ENV_PROXY, `fetch` sends even requests for
 * this machine to the proxy. The proxy then looks for the server on its own machine.
 */
function proxyHint(before: string): string {
  const { NODE_USE_ENV_PROXY, HTTP_PROXY, http_proxy = HTTP_PROXY } = process.env
  if (NODE_USE_ENV_PROXY !== '1' || !http_proxy) return ''
  return `${before}With NODE_USE_ENV_PROXY, NO_PROXY must have the host of the mock server, or the proxy in HTTP_PROXY gets the request`
}

/** Sends one request to a control API and returns the status and the parsed body of the answer. */
export type SendControl = (method: string, target: string, body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>

/**
 * Creates a client for the control API of a mock server in another process.
 *
 * @param url The URL of the server, such as `http://127.0.0.1:8920`.
 * @param options `token`: the control token; needed for a server on another machine. `timeout`: how long a request may take, in
 * milliseconds. Even with a longer `timeout` or none, an answer has to begin within five minutes, which is Node's limit for `fetch`. The
 * body of the answer has to end within another five minutes, without a pause of more than 30 seconds.
 * @throws {TypeError} When `url` is not a URL, or has a user name or password.
 * @example
 * ```ts
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 * import { createControl } from 'wechatpay-goldplan-mock/contracts'
 *
 * await using mock = await createMockServer()
 * const control = createControl(mock.url)
 * const { mchid } = await control.createMerchant()
 * await control.merchant(mchid).addFault({ example: 'SYSTEM_ERROR' })
 * ```
 */
export function createControl(url: string, options: { readonly token?: string; readonly timeout?: number } = {}): Control {
  if (!URL.canParse(url)) throw new TypeError(`url must be the URL of a mock server; got ${withoutPasswords(shownValue(url))}`)
  const { username, password } = new URL(url)
  if (username !== '' || password !== '')
    throw new TypeError(`url must have no user name and no password; got ${withoutPasswords(shownValue(url))}`)
  const authorization = options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }
  const { timeout } = options
  return controlOver(async (method, target, body) => {
    const to = new URL(target, url)
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const headers = { ...authorization, 'Content-Type': 'application/json', ...OWN_CONNECTION }
    const signal = timeout === undefined ? null : AbortSignal.timeout(timeout)
    // Redirects are not followed, because `fetch` would turn a redirected POST into a GET. The answer to that GET would look like success,
    // although nothing was changed.
    const response = await realFetch(to, { method, headers, ...init, signal, redirect: 'manual' }).catch((cause) => {
      const why = signal?.aborted ? inTime(timeout) : ` (${messageOfCause(cause)})`
      throw new Error(`${method} ${to} got no answer${why}: is the mock server running there?${proxyHint(' ')}`, { cause })
    })
    const text = await readAnswer(response).catch((cause) => {
      const why = signal?.aborted ? `did not end${inTime(timeout)}` : errorMessage(cause)
      throw new Error(`The answer to ${method} ${to} ${why}: is the mock server running there?`, { cause })
    })
    return { status: response.status, body: text === '' ? undefined : parsed(text) }
  })
}

/** The `fetch` from the time of import. A test may later replace the global `fetch` for the code that it tests. */
const realFetch = globalThis.fetch

/**
 * Gives each call its own connection. To reuse a connection, `fetch` waits for `setImmediate`, which never runs when a test has fake
 * timers.
 */
const OWN_CONNECTION = { Connection: 'close' }

function inTime(timeout = 0): string {
  return ` within ${timeout / 1000} s`
}

/** Creates a client that sends its requests to the control API with `send`. */
export function controlOver(send: SendControl): Control {
  async function ask<Answer>(method: string, target: string, body?: unknown, list?: string): Promise<Answer> {
    checkPath(method, target)
    // Without this check, JSON.stringify would throw its own error for a circular or very deep body.
    if (isTooDeep(body)) throw tooDeep(`${method} ${target}`)
    checkBody(body, `${method} ${target}`)
    const answer = await send(method, target, body)
    const isDone = answer.status === 204 || (answer.status >= 200 && answer.status <= 299 && isAnswer(answer.body, list))
    if (!isDone) throw new ControlRefusal(`${method} ${target}`, answer.status, answer.body as Partial<Schemas['Error']> | null | undefined)
    return answer.body as Answer
  }
  const unclaimedRequests = async (query?: RequestQuery) =>
    (await ask<Schemas['Requests']>('GET', `/__mock/requests${queryString(query)}`, undefined, 'requests')).requests
  return {
    createMerchant: (choice) => ask('POST', '/__mock/merchants', choice),
    merchant: (mchid) => merchantControl(`/__mock/merchants/${encodeURIComponent(mchid)}`, ask, unclaimedRequests),
    credentials: () => ask('GET', '/__mock/credentials'),
    merchants: async (query) =>
      (await ask<Schemas['Merchants']>('GET', `/__mock/merchants${queryString(query)}`, undefined, 'merchants')).merchants,
    unclaimedRequests,
    unclaimedRequest: (id) => ask('GET', `/__mock/requests/${id}`),
    reset: () => ask('POST', '/__mock/reset'),
  }
}

/** Whether a body can come from a control API. Another server may answer every request with JSON. */
function isAnswer(body: unknown, list: string | undefined): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  return list === undefined || Array.isArray((body as Record<string, unknown>)[list])
}

/**
 * Refuses an ID such as `..`. A URL would drop this ID and the segment before it, so a request to reset one merchant would reset the
 * server.
 *
 * @throws {TypeError} When a URL made from the target would have another path.
 */
function checkPath(method: string, target: string): void {
  const [path = ''] = target.split('?')
  if (new URL(path, 'http://mock').pathname !== path) throw new TypeError(`${method} ${path} has an ID that is not one segment of a path`)
}

/**
 * Refuses a body that JSON would change, such as a body with a field that is `undefined`. JSON leaves out such a field, and the server then
 * uses its default: a fault whose operation is `undefined` would act on all operations.
 *
 * @throws {TypeError} When {@link losslessJson} refuses a part of the body.
 */
function checkBody(body: unknown, asked: string): void {
  try {
    losslessJson(body, { isUndefinedRefused: true })
  } catch (cause) {
    throw new TypeError(`The body of ${asked} can't be sent as JSON: ${errorMessage(cause)}`, { cause })
  }
}

/** Creates a refusal like the one that the server sends for a body with too many levels. It does not quote the body, which may be circular. */
function tooDeep(asked: string): ControlRefusal {
  const wanted = `have at most ${NESTING_LIMIT} levels`
  return new ControlRefusal(asked, 400, {
    code: 'INVALID_REQUEST',
    message: `/body must ${wanted}; got more`,
    detail: { field: '/body', seen: 'more', wanted },
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

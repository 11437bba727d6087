import { isTooDeep, NESTING_LIMIT } from '../nesting.ts'
import { shownValue } from '../shown-value.ts'
import type { components, operations } from './control.openapi.d.ts'
import { type ReadRequests, type RequestQuery, waitForRequest } from './wait-for-request.ts'

type Schemas = components['schemas']

/** A scripted result to add. */
export type FaultChoice = Schemas['FaultChoice']
/** A scripted result, with its ID and the number of calls that it matched and changed. */
export type Fault = Schemas['Fault']
/** One request in the journal. */
export type JournalEntry = Schemas['JournalEntry']
/** How far the move from the platform certificate to the public key is. */
export type Migration = Schemas['Migration']
/** The state of a merchant, without its keys and journal. */
export type Snapshot = Schemas['Snapshot']
/** The record of a sub-merchant (特约商户). */
export type SubMerchantRecord = Schemas['SubMerchant']

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
  /** The credentials that a client needs to call as the merchant the server was started with. */
  credentials(): Promise<Schemas['Credentials']>
  /** The requests that belong to no known merchant, newest first. */
  unclaimedRequests(query?: RequestQuery): Promise<Schemas['JournalEntry'][]>
  /** One of the requests that belong to no known merchant, with up to 65,536 bytes of its body and of the answer's body. */
  unclaimedRequest(id: number): Promise<Schemas['JournalEntry']>
  /** Resets the server to its state at the start. */
  reset(): Promise<void>
}

/** The controls of one merchant. */
export interface MerchantControl {
  read(): Promise<Schemas['Merchant']>
  /** Changes conditions of the service provider, such as its type or whether it is punished. */
  change(conditions: Schemas['MerchantConditions']): Promise<Schemas['Merchant']>
  remove(): Promise<void>
  /** Resets the merchant to its initial state, with an empty journal and no faults. */
  reset(): Promise<void>
  subMerchants(): Promise<Schemas['SubMerchant'][]>
  /** The record of a sub-merchant (特约商户). */
  subMerchant(subMchid: string): Promise<Schemas['SubMerchant']>
  /** Replaces the record of a sub-merchant. Fields left out have the values of a new sub-merchant. */
  putSubMerchant(subMchid: string, record?: Schemas['SubMerchantChoice']): Promise<Schemas['SubMerchant']>
  removeSubMerchant(subMchid: string): Promise<void>
  /** The requests received from this merchant, newest first, with up to 4,096 bytes of each body. */
  requests(query?: RequestQuery): Promise<Schemas['JournalEntry'][]>
  /** One of the requests received from this merchant, with up to 65,536 bytes of its body and of the answer's body. */
  request(id: number): Promise<Schemas['JournalEntry']>
  /**
   * Waits for a request that matches the query and returns the newest one.
   *
   * A request that is already in the journal counts. To wait for the next one, call `clearRequests()` first.
   *
   * @param timeout How long to wait, in milliseconds; 3,000 by default.
   * @throws {Error} When no matching request arrives in that time; the message lists up to ten requests that were received instead.
   */
  waitForRequest(query?: RequestQuery, timeout?: number): Promise<Schemas['JournalEntry']>
  clearRequests(): Promise<void>
  /** Scripts a result. Several faults of one kind are used one after another, in the order in which they were added. */
  addFault(fault: Schemas['FaultChoice']): Promise<Schemas['Fault']>
  faults(): Promise<Schemas['Fault'][]>
  clearFaults(): Promise<void>
  clock(): Promise<Schemas['Clock']>
  setClock(change: Schemas['ClockChange']): Promise<Schemas['Clock']>
  platform(): Promise<Schemas['Platform']>
  /** Sets which platform certificates and public key exist and which of them sign. */
  setPlatform(change: Schemas['PlatformChange']): Promise<Schemas['Platform']>
  /**
   * Starts the move to the WeChat Pay public key: over seven days of the merchant's business time, the public key signs more and more callbacks.
   *
   * @throws {ControlRefusal} 409 when the merchant has no public key or no platform certificate, or when two certificates share the signing.
   */
  startMigration(): Promise<Migration>
  /** How far the move is, and which calls do not name the public key. */
  migration(): Promise<Migration>
  /** Rolls the move back: the platform certificate signs everything again. */
  rollBackMigration(): Promise<Schemas['Platform']>
  /**
   * Revokes the platform certificate (作废平台证书): from then on only the public key signs.
   *
   * @throws {ControlRefusal} 409 while the public key does not sign every callback, or calls of the last seven days did not name it; the message says
   * what is missing.
   */
  finishMigration(): Promise<Schemas['Platform']>
  certificate(): Promise<Schemas['Certificate']>
  /** Renews, revokes or expires the merchant's certificate. */
  setCertificate(change: Schemas['CertificateChange']): Promise<Schemas['Certificate']>
  snapshot(): Promise<Schemas['Snapshot']>
  restore(snapshot: Schemas['SnapshotChoice']): Promise<Schemas['Snapshot']>
}

/** Thrown when the control API refuses a request. */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal'
  readonly status: number
  readonly code: string
  /** More about the error, such as the value that was refused. */
  readonly detail: unknown

  constructor(asked: string, status: number, body: Partial<Schemas['Error']>) {
    super(`${asked} was refused with ${status}: ${body.message ?? 'the answer does not come from a control API'}`)
    this.status = status
    this.code = body.code ?? 'UNKNOWN'
    this.detail = body.detail
  }
}

/** Sends one request to a control API and returns the status and the parsed body of the answer. */
export type SendControl = (method: string, target: string, body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>

/**
 * Creates a client for the control API of a mock server in another process.
 *
 * @param url The URL of the server, such as `http://127.0.0.1:8920`.
 * @param options `token`: the control token; needed for a server on another machine.
 * @throws {TypeError} When `url` is not a URL.
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
export function createControl(url: string, options: { readonly token?: string } = {}): Control {
  if (!URL.canParse(url)) throw new TypeError(`url must be the URL of a mock server; got ${shownValue(url)}`)
  const authorization = options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }
  return controlOver(async (method, target, body) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const headers = { ...authorization, 'Content-Type': 'application/json' }
    const response = await fetch(new URL(target, url), { method, headers, ...init }).catch((cause) => {
      throw new Error(`${method} ${new URL(target, url)} got no answer: is the mock server running there?`, { cause })
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : parsed(text) }
  })
}

/** Creates a client for the control API that sends its requests with `send`. */
export function controlOver(send: SendControl): Control {
  async function ask<Answer>(method: string, target: string, body?: unknown): Promise<Answer> {
    // Without this check, JSON.stringify fails on a circular or very deep body with its own error.
    if (isTooDeep(body)) throw tooDeep(`${method} ${target}`)
    const answer = await send(method, target, body)
    const isDone = answer.status === 204 || (answer.status >= 200 && answer.status <= 299 && answer.body !== undefined)
    if (!isDone) throw new ControlRefusal(`${method} ${target}`, answer.status, answer.body ?? {})
    return answer.body as Answer
  }
  const unclaimedRequests = async (query?: RequestQuery) =>
    (await ask<Schemas['Requests']>('GET', `/__mock/requests${queryString(query)}`)).requests
  return {
    createMerchant: (choice) => ask('POST', '/__mock/merchants', choice),
    merchant: (mchid) => merchantControl(`/__mock/merchants/${encodeURIComponent(mchid)}`, ask, unclaimedRequests),
    credentials: () => ask('GET', '/__mock/credentials'),
    merchants: async (query) => (await ask<Schemas['Merchants']>('GET', `/__mock/merchants${queryString(query)}`)).merchants,
    unclaimedRequests,
    unclaimedRequest: (id) => ask('GET', `/__mock/requests/${id}`),
    reset: () => ask('POST', '/__mock/reset'),
  }
}

/** Creates the same refusal that the server answers when a body has too many levels. */
function tooDeep(asked: string): ControlRefusal {
  const wanted = `have at most ${NESTING_LIMIT} levels`
  return new ControlRefusal(asked, 400, {
    code: 'INVALID_REQUEST',
    message: `/body must ${wanted}; got more`,
    detail: { field: '/body', seen: 'more', wanted },
  })
}

type Ask = <Answer>(method: string, target: string, body?: unknown) => Promise<Answer>

function merchantControl(base: string, ask: Ask, unclaimed: ReadRequests): MerchantControl {
  const subMerchant = (subMchid: string) => `${base}/sub_merchants/${encodeURIComponent(subMchid)}`
  const requests = async (query?: RequestQuery) => (await ask<Schemas['Requests']>('GET', `${base}/requests${queryString(query)}`)).requests
  return {
    read: () => ask('GET', base),
    change: (conditions) => ask('PATCH', base, conditions),
    remove: () => ask('DELETE', base),
    reset: () => ask('POST', `${base}/reset`),
    subMerchants: async () => (await ask<Schemas['SubMerchants']>('GET', `${base}/sub_merchants`)).sub_merchants,
    subMerchant: (subMchid) => ask('GET', subMerchant(subMchid)),
    putSubMerchant: (subMchid, record) => ask('PUT', subMerchant(subMchid), record),
    removeSubMerchant: (subMchid) => ask('DELETE', subMerchant(subMchid)),
    requests,
    request: (id) => ask('GET', `${base}/requests/${id}`),
    waitForRequest: (query, timeout) => waitForRequest(requests, unclaimed, query, timeout),
    clearRequests: () => ask('DELETE', `${base}/requests`),
    addFault: (fault) => ask('POST', `${base}/faults`, fault),
    faults: async () => (await ask<Schemas['Faults']>('GET', `${base}/faults`)).faults,
    clearFaults: () => ask('DELETE', `${base}/faults`),
    clock: () => ask('GET', `${base}/clock`),
    setClock: (change) => ask('PUT', `${base}/clock`, change),
    platform: () => ask('GET', `${base}/platform`),
    setPlatform: (change) => ask('PUT', `${base}/platform`, change),
    startMigration: () => ask('POST', `${base}/platform/migration`),
    migration: () => ask('GET', `${base}/platform/migration`),
    rollBackMigration: () => ask('DELETE', `${base}/platform/migration`),
    finishMigration: () => ask('POST', `${base}/platform/migration/finish`),
    certificate: () => ask('GET', `${base}/certificate`),
    setCertificate: (change) => ask('PUT', `${base}/certificate`, change),
    snapshot: () => ask('GET', `${base}/snapshot`),
    restore: (snapshot) => ask('PUT', `${base}/snapshot`, snapshot),
  }
}

function queryString(query: RequestQuery | MerchantQuery = {}): string {
  const entries = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]))
  return entries.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(entries))}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

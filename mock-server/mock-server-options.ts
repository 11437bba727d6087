import type { Server } from 'node:http'
import { isIPv6 } from 'node:net'
import { requireOptions } from '../contracts/require-options.ts'
import { shownValue } from '../contracts/shown-value.ts'
import { withoutPasswords } from '../contracts/without-passwords.ts'
import type { OpenDoors } from './control/merchant-resource.ts'
import type { DiagnosedEntry } from './diagnosis/diagnose-refusal.ts'
import type { Exchange } from './edge/http-exchange.ts'
import { isHost } from './notifications/allowed-hosts.ts'
import type { DeliveryReport } from './notifications/make-attempts.ts'
import type { UnsentNotification } from './notifications/notify-after-call.ts'
import type { Store } from './store/store.ts'
import { isRedisUrl } from './store/store-place.ts'
import type { OwnMerchant } from './tenant/own-merchant.ts'

/** The options of `createMockServer`. */
export interface MockServerOptions {
  /** The port to listen on; 0, the default, takes any free port. */
  readonly port?: number
  /** The address to listen on; `127.0.0.1` by default. */
  readonly host?: string
  /** The clock: milliseconds since 1970, from 0 to 8,640,000,000,000,000; `Date.now` by default. */
  readonly now?: () => number
  /** Returns the random string (应答随机串) of an answer, in visible ASCII characters. By default, each answer has a new random string. */
  readonly nonce?: () => string
  /** The service provider (服务商) whose calls are answered. By default, it has the development keys that ship with this package. */
  readonly merchant?: OwnMerchant
  /** More service providers. */
  readonly merchants?: readonly OwnMerchant[]
  /**
   * Whether serial numbers of certificates have to be in upper case, as WeChat Pay documents. With `false`, the default, lower case is
   * accepted with a warning.
   */
  readonly strict?: boolean
  /**
   * The token with which other machines may call the control API: they send it as `Authorization: Bearer`. Without this option, other
   * machines may only send health and readiness probes.
   */
  readonly controlToken?: string
  /**
   * The URL that the control API gives to clients as `base_url`; by default, the server's own address. Set it when clients reach the server
   * through another address, such as `https://mock.example`.
   */
  readonly publicUrl?: string
  /** More host names, without ports, by which this machine may call the control API; none by default. */
  readonly allowHosts?: readonly string[]
  /** Hosts besides this machine that notifications may be sent to: names and IP addresses, without ports; none by default. */
  readonly notifyAllow?: readonly string[]
  /**
   * Maps public URLs to local URLs, such as `{ 'https://www.example.com': 'http://127.0.0.1:3000' }`. A notification for the public URL, or
   * for a URL below it, is sent to the local URL. The rest of the path and the query are kept.
   */
  readonly notifyMap?: Readonly<Record<string, string>>
  /** Whether a browser that opens the server's address gets the console page; `true` by default. */
  readonly console?: boolean
  /** How many requests the journal keeps for each service provider; 1,000 by default. */
  readonly journalLimit?: number
  /** How many bytes the journals together may hold; 16 MB by default. */
  readonly journalBytes?: number
  /**
   * A file that keeps the state over a restart. It is read at the start, and written soon after a change and at the end. The server does
   * not start while another server uses the file.
   */
  readonly stateFile?: string
  /**
   * Whether the server writes the changes of a request to the state file before it answers the request; `false` by default. With `true`,
   * the changes are kept even if the server is killed. Needs `stateFile`.
   */
  readonly stateSync?: boolean
  /**
   * The URL of a Redis that several servers share (`redis://` or `rediss://`, needs the package `@redis/client`), or your own store. By
   * default, the state is in the memory of this process. Merchants that are already in the store keep their state.
   */
  readonly store?: string | Store
  /**
   * Opens other ways into the server, such as TLS. The server calls this function once it listens. When the server stops, it calls `close`
   * of the result with a promise. The promise resolves once the requests that came through these ways are answered.
   */
  readonly doors?: (server: Server) => Promise<OpenDoors & { close(answered: Promise<void>): Promise<void> }>
  /** Called when an answer has been handed to the network, and when the server closes a connection because of a limit. */
  readonly onExchange?: (exchange: Exchange) => void
  /**
   * Called with the journal entry of a request when its diagnosis is complete. A request gets a diagnosis when its signature, a header or
   * an encrypted field was refused, or when its path is almost that of an operation.
   */
  readonly onDiagnosis?: (entry: DiagnosedEntry) => void
  /** Called after an attempt to deliver a notification, and when a call asks for a notification that can't be sent. */
  readonly onNotification?: (report: DeliveryReport | UnsentNotification) => void
  /**
   * Called with an error that no client caused, such as a bug, a store that can't be used, a state file that can't be written, or an error
   * of another callback. By default, prints the error.
   */
  readonly onFailure?: (error: unknown) => void
}

const OPTION_TYPES: Readonly<Record<keyof MockServerOptions, string>> = {
  port: 'number',
  host: 'string',
  now: 'function',
  nonce: 'function',
  merchant: 'object',
  merchants: 'object',
  strict: 'boolean',
  controlToken: 'string',
  publicUrl: 'string',
  allowHosts: 'object',
  notifyAllow: 'object',
  notifyMap: 'object',
  console: 'boolean',
  journalLimit: 'number',
  journalBytes: 'number',
  stateFile: 'string',
  stateSync: 'boolean',
  store: 'string or object',
  doors: 'function',
  onExchange: 'function',
  onDiagnosis: 'function',
  onNotification: 'function',
  onFailure: 'function',
}

/**
 * Checks the options. Does not check the options of the merchants, nor what `now` and `nonce` return.
 *
 * @throws {TypeError} When an option is unknown or wrong; the message says what is expected.
 */
export function checkOptions(options: MockServerOptions): void {
  requireOptions(options, 'createMockServer', Object.keys(OPTION_TYPES))
  for (const [name, value] of Object.entries(options)) {
    const wanted = OPTION_TYPES[name as keyof MockServerOptions]
    if (value !== undefined && !wanted.split(' or ').includes(typeof value))
      throw new TypeError(`${name} must be ${wanted === 'object' ? 'an' : 'a'} ${wanted}; got ${shownOption(name, value)}`)
  }
  if (options.stateSync && options.stateFile === undefined) throw new TypeError('stateSync needs stateFile, the file to write; got none')
  for (const [name, { holds, wanted }] of Object.entries(RULES)) {
    const value = options[name as keyof MockServerOptions]
    if (value !== undefined && !holds(value)) throw new TypeError(`${name} must ${wanted}; got ${shownOption(name, value)}`)
  }
  if (options.store !== undefined) checkShared(options)
}

/** Refuses options that can't be combined with a shared store. */
function checkShared({ stateFile, merchants = [] }: MockServerOptions): void {
  if (stateFile !== undefined) throw new TypeError('store and stateFile are two places for the state: give one of them')
  const unnamed = merchants.findIndex(({ mchid }) => mchid === undefined)
  if (unnamed >= 0)
    throw new TypeError(
      `merchants[${unnamed}].mchid must be given with a store, because without it every start would make another merchant; got undefined`,
    )
}

/** Writes a wrong value for a message. Hides the token, the store and the passwords in URLs, because the message may get into a log. */
function shownOption(name: string, value: unknown): string {
  return name === 'controlToken' || name === 'store' ? 'another value' : withoutPasswords(shownValue(value))
}

const RULES: Readonly<Record<string, { readonly holds: (value: unknown) => boolean; readonly wanted: string }>> = {
  port: { holds: (port) => isWhole(port, 0, 65_535), wanted: 'be a whole number from 0 to 65535' },
  host: {
    holds: (host) => host !== '' && !lacksInterface(String(host)),
    wanted: 'name an address to listen on; a link-local address needs its interface, as in fe80::1%eth0',
  },
  merchant: { holds: isObject, wanted: 'be an object' },
  merchants: { holds: (merchants) => Array.isArray(merchants) && merchants.every(isObject), wanted: 'be an array of objects' },
  controlToken: { holds: (token) => /^[\x21-\x7e]+$/.test(String(token)), wanted: 'be one or more visible ASCII characters' },
  publicUrl: { holds: isOrigin, wanted: 'be http:// or https:// and a host, without a path' },
  allowHosts: {
    holds: (names) => areTexts(names) && Object(names).every((name: string) => /^[a-z\d.-]+$/i.test(name)),
    wanted: 'be an array of host names with letters, digits, hyphens and dots, without ports',
  },
  notifyAllow: {
    holds: (hosts) => areTexts(hosts) && Object(hosts).every(isHost),
    wanted: 'be an array of host names and IP addresses, without ports',
  },
  notifyMap: {
    holds: (map) => isObject(map) && areTexts(Object.values(Object(map))),
    wanted: 'be an object that maps public URLs to local ones',
  },
  journalLimit: { holds: (limit) => isWhole(limit, 0, 1_000_000), wanted: 'be a whole number from 0 to 1000000' },
  journalBytes: { holds: (bytes) => isWhole(bytes, 0, 1e12), wanted: 'be a whole number from 0 to 1000000000000' },
  stateFile: { holds: (file) => file !== '', wanted: 'name a file' },
  store: {
    holds: isStore,
    wanted: 'be redis:// or rediss:// and a host, with %25 for a % in the password, or an object with the methods of a store',
  },
}

/** Whether an address is link-local (fe80::/10) and does not name an interface. */
function lacksInterface(host: string): boolean {
  return isIPv6(host) && /^fe[89ab][\da-f]:/i.test(host) && !host.includes('%')
}

/** Whether a value is the URL of a server without a path, as `publicUrl` must be. */
export function isOrigin(url: unknown): boolean {
  return /^https?:\/\/[^\s/?#@]+$/.test(String(url)) && URL.canParse(String(url))
}

function isWhole(value: unknown, from: number, to: number): boolean {
  return Number.isInteger(value) && Number(value) >= from && Number(value) <= to
}

function isStore(store: unknown): boolean {
  if (typeof store !== 'string') return isObject(store) && typeof Object(store).swap === 'function'
  return isRedisUrl(store)
}

function areTexts(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => typeof value === 'string')
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The latest time that a date can have, in milliseconds since 1970. */
const LAST_TIME = 8_640_000_000_000_000

/**
 * Wraps the option `now` in a check, so that only valid times get into the answers and the state.
 *
 * @returns A clock that throws a `TypeError` when `now` does not return a time.
 * @throws {TypeError} When the first call of `now` does not return a time.
 */
export function checkedNow(now: () => number): () => number {
  const checked = () => {
    const time: unknown = now()
    if (typeof time === 'number' && time >= 0 && time <= LAST_TIME) return time
    throw new TypeError(`now must return milliseconds since 1970, from 0 to ${LAST_TIME}; got ${shownValue(time)}`)
  }
  checked()
  return checked
}

/**
 * Wraps the option `nonce` in a check, because the values of `nonce` become headers. Does not call `nonce` at the start, because a test may
 * expect its first value in the first answer.
 *
 * @returns A function that throws a `TypeError` when `nonce` does not return visible ASCII characters.
 */
export function checkedNonce(nonce: () => string): () => string {
  return () => {
    const drawn: unknown = nonce()
    if (typeof drawn === 'string' && /^[\x21-\x7e]+$/.test(drawn)) return drawn
    throw new TypeError(`nonce must return visible ASCII characters; got ${shownValue(drawn)}`)
  }
}

import { Buffer } from 'node:buffer'
import { types } from 'node:util'
import {
  assertApiV3Key,
  decryptResource,
  diagnoseNotification,
  type KeyMaterial,
  type PlatformKeys,
  ResponseVerificationError,
  shownInError,
  verifyResponse,
} from '../contracts/index.ts'
import { requireOptions } from '../contracts/require-options.ts'
import { readCerts } from './check-certs.ts'
import { NotificationError } from './notification-error.ts'
import { type Notification, parseNotification, parseResource, SHOWN_CHARACTERS } from './parse-notification.ts'
import { trustedKeys } from './trusted-keys.ts'

/** A notification (回调通知) as a handler received it. */
export interface ReceivedNotification {
  /**
   * The headers, such as `request.headers` of Node.js, Express or Fastify, or a `Headers` object. The letter case of the names does not
   * matter.
   */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> | Iterable<readonly [string, string]>
  /** The body as received, before anything parses it. */
  readonly body: string | Uint8Array
}

/** The options of {@link readNotification}: the keys that it verifies and decrypts with, the clock, and whether it diagnoses errors. */
export interface NotificationOptions {
  /**
   * The platform keys to trust, by serial number of a platform certificate or by WeChat Pay public-key ID (`PUB_KEY_ID_…`), as for
   * `createWechatpay`. While a merchant migrates to the public key, WeChat Pay signs some notifications with a certificate and others with
   * the public key.
   */
  readonly certs: Readonly<Record<string, KeyMaterial>>
  /** The APIv3 key (APIv3密钥) of the service provider: 32 characters. */
  readonly apiV3Key: string
  /** Returns the time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /**
   * Whether an error lists the mistakes that explain it; `true` by default. Pass `false` in production: a diagnosis takes up to about 70
   * milliseconds of processor time, which anybody can waste with wrong notifications.
   */
  readonly diagnose?: boolean
}

/**
 * Verifies the signature of a WeChat Pay notification over the bytes received, then decrypts its resource. Answer the notification with 200 or 204
 * when the promise resolves, and with 401 when the promise rejects with a {@link NotificationError}. After a 401, WeChat Pay sends the notification
 * again, even if it was a signature probe (签名探测流量).
 *
 * @param received The headers and the raw body. If your framework parses JSON, turn that off for notifications. In Express,
 * use `express.raw({ type: () => true })`.
 * @returns The notification with its decrypted resource. You name the type of the resource; it is not checked.
 * @throws {NotificationError} With the check that failed: `headers`, `timestamp`, `serial`, `signature`, `body` or `ciphertext`.
 * @throws {TypeError} When the headers are not an object, a map or pairs, the body is missing or was parsed, or an option is not valid.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012071382
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { readNotification } from 'wechatpay-goldplan-mock/client'
 * import { developmentKeys, vectors } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { platform, apiV3Key } = developmentKeys
 * const certs = { [platform.serial]: platform.certificate }
 * const [{ headers, body, now }] = JSON.parse(await readFile(vectors.notifications, 'utf8')).notifications
 * const { event_type, resource } = await readNotification({ headers, body }, { certs, apiV3Key, now: () => now * 1000 })
 * console.log(event_type, resource['out_trade_no']) // TRANSACTION.SUCCESS 1217752501201407033233368018
 * ```
 */
export async function readNotification<Resource = Record<string, unknown>>(
  received: ReceivedNotification,
  options: NotificationOptions,
): Promise<Notification<Resource>> {
  requireOptions(options, 'readNotification')
  const { apiV3Key, now = Date.now, diagnose = true } = options
  assertApiV3Key(apiV3Key, 'apiV3Key')
  const { keys, named } = trustedKeys(readCerts(options.certs))
  const headers = readHeaders(received.headers)
  const body = readBody(received.body)
  try {
    return await open<Resource>(headers, body, { keys, now }, apiV3Key)
  } catch (error) {
    if (!(error instanceof NotificationError) || !diagnose) throw error
    const circumstances = { keys: named, now: now(), apiV3Key }
    const { mistakes } = await diagnoseNotification({ headers: Object.fromEntries(headers), body }, circumstances)
    throw new NotificationError(error.check, error.seen, error.explanation, mistakes, error.cause)
  }
}

type Headers = ReadonlyMap<string, readonly string[]>

async function open<Resource>(headers: Headers, body: Uint8Array, platform: PlatformKeys, apiV3Key: string) {
  // If a signature header came twice, its values are joined, so that the verification fails.
  const header = (name: string) => headers.get(name)?.join(', ')
  await verifyResponse({ header, body }, platform).catch((error) => {
    throw error instanceof ResponseVerificationError ? new NotificationError(error.check, error.seen, error.explanation) : error
  })
  const { encrypted, ...notification } = parseNotification(body)
  const text = await decryptResource(encrypted, apiV3Key).catch((cause) => {
    throw new NotificationError('ciphertext', encrypted.ciphertext.slice(0, SHOWN_CHARACTERS), NOT_DECRYPTED, [], cause)
  })
  return { ...notification, resource: parseResource(text) as Resource }
}

const NOT_DECRYPTED = 'its resource was not encrypted with this APIv3 key (APIv3密钥), or was changed afterwards'

function readBody(body: unknown): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body)
  if (types.isUint8Array(body)) return body
  throw new TypeError(`${BODY_WANTED}; got ${body === undefined ? 'nothing' : shownInError(body)}`)
}

const BODY_WANTED =
  'body must be the raw body, as bytes or text, because the signature is over the bytes received: read it before anything parses it, in Express with express.raw({ type: () => true })'

function readHeaders(headers: unknown): Headers {
  if (typeof headers !== 'object' || headers === null || (Array.isArray(headers) && !headers.every(Array.isArray)))
    throw new TypeError(`headers must be an object, a map or pairs with the headers received; got ${shownInError(headers)}`)
  const entries: Iterable<[string, unknown]> = Symbol.iterator in headers ? (headers as Map<string, unknown>) : Object.entries(headers)
  const read = new Map<string, string[]>()
  for (const [name, value] of entries) {
    const values = [value].flat().filter((one) => one !== undefined && one !== null)
    const key = name.toLowerCase()
    read.set(key, [...(read.get(key) ?? []), ...values.map(String)])
  }
  return read
}

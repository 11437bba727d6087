import { ApiError } from '../api-error.ts'

/** The authentication scheme (认证类型): RSA-2048 with SHA-256, PKCS#1 v1.5. */
export const SCHEME = 'WECHATPAY2-SHA256-RSA2048'

/** The credentials (认证信息) of a request: the five fields of its Authorization header. */
export interface Credentials {
  /** The merchant ID (商户号) of the merchant that signed. */
  readonly mchid: string
  /** The serial number of that merchant's API certificate: 40 upper-case hexadecimal digits. */
  readonly serial: string
  readonly nonce: string
  /** Whole seconds since 1970, as decimal digits. */
  readonly timestamp: string
  /** Base64 of 256 bytes. */
  readonly signature: string
}

const WIRE_NAMES = {
  mchid: 'mchid',
  serial: 'serial_no',
  nonce: 'nonce_str',
  timestamp: 'timestamp',
  signature: 'signature',
} as const satisfies Record<keyof Credentials, string>

/** The names of the five fields on the wire. */
export const FIELD_NAMES: readonly string[] = Object.values(WIRE_NAMES)

/**
 * Writes an Authorization header.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 * @example
 * ```ts
 * import { formatAuthorization } from 'wechatpay-goldplan-mock/contracts'
 *
 * const credentials = { mchid: '1900000100', serial: '6D6F', nonce: '593BEC0C', timestamp: '1554208460', signature: 'uOVR' }
 * console.log(formatAuthorization(credentials)) // WECHATPAY2-SHA256-RSA2048 mchid="1900000100",serial_no="6D6F",…
 * ```
 */
export function formatAuthorization(credentials: Credentials): string {
  const fields = Object.entries(WIRE_NAMES).map(([name, wireName]) => `${wireName}="${credentials[name as keyof Credentials]}"`)
  return `${SCHEME} ${fields.join(',')}`
}

/**
 * Reads an Authorization header. The fields may be in any order; spaces after a comma are accepted.
 *
 * @param header The value of the header; `undefined` when the request has no Authorization header.
 * @throws {ApiError} `SIGN_ERROR_AUTHORIZATION_SCHEME` when the scheme is not {@link SCHEME}. `SIGN_ERROR_AUTHORIZATION_FORMAT` when the
 *   header is missing or malformed. A timestamp with a leading zero is malformed, too.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 * @example
 * ```ts
 * import { parseAuthorization } from 'wechatpay-goldplan-mock/contracts'
 *
 * const header = 'WECHATPAY2-SHA256-RSA2048 timestamp="1",nonce_str="n",mchid="1900000100",serial_no="6D6F",signature="uOVR"'
 * console.log(parseAuthorization(header).mchid) // 1900000100
 * ```
 */
export function parseAuthorization(header: string | undefined): Credentials {
  const fields = parseFields(afterScheme(header ?? ''))
  const credentials: Record<keyof Credentials, string | undefined> = {
    mchid: fields.get(WIRE_NAMES.mchid),
    serial: fields.get(WIRE_NAMES.serial),
    nonce: fields.get(WIRE_NAMES.nonce),
    timestamp: fields.get(WIRE_NAMES.timestamp),
    signature: fields.get(WIRE_NAMES.signature),
  }
  if (fields.size !== FIELD_NAMES.length || !isComplete(credentials)) throw new ApiError('SIGN_ERROR_AUTHORIZATION_FORMAT')
  return credentials
}

function isComplete(credentials: Record<keyof Credentials, string | undefined>): credentials is Record<keyof Credentials, string> {
  return Object.values(credentials).every((value) => value !== undefined) && isTimestamp(credentials.timestamp ?? '')
}

/** Whether a text is a number of whole seconds: decimal digits without a leading zero. */
export function isTimestamp(text: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(text)
}

function afterScheme(header: string): string {
  if (header.startsWith(`${SCHEME} `)) return header.slice(SCHEME.length + 1)
  const otherScheme = /^[\w!#$%&'*+.^`|~-]+(?= |$)/.exec(header)?.[0]
  throw new ApiError(otherScheme && otherScheme !== SCHEME ? 'SIGN_ERROR_AUTHORIZATION_SCHEME' : 'SIGN_ERROR_AUTHORIZATION_FORMAT')
}

function parseFields(list: string): Map<string, string> {
  const fields = new Map<string, string>()
  const next = /([a-z_]+)="([^"]+)"(?:, *(?=[a-z_])|$)/y
  let end = 0
  for (let field = next.exec(list); field; field = next.exec(list)) {
    const [, name = '', value = ''] = field
    if (fields.has(name)) break
    fields.set(name, value)
    end = next.lastIndex
  }
  if (end !== list.length) throw new ApiError('SIGN_ERROR_AUTHORIZATION_FORMAT')
  return fields
}

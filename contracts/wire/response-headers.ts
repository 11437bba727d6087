import { SCHEME } from './authorization.ts'

/** The four `Wechatpay-…` headers of an answer: its signature and the values needed to verify it. */
export interface ResponseSignature {
  /** Whole seconds since 1970, as decimal digits. */
  readonly timestamp: string
  readonly nonce: string
  /** Names the key that signed: the serial number of its platform certificate, or the ID of the WeChat Pay public key. */
  readonly serial: string
  /** Base64 of 256 bytes. */
  readonly signature: string
}

const HEADERS = {
  nonce: 'Wechatpay-Nonce',
  signature: 'Wechatpay-Signature',
  timestamp: 'Wechatpay-Timestamp',
  serial: 'Wechatpay-Serial',
} as const satisfies Record<keyof ResponseSignature, string>

/**
 * Writes the headers of a signed answer, including `Wechatpay-Signature-Type`, which the Python SDK wechatpayv3 requires.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 * @example
 * ```ts
 * import { formatResponseHeaders } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(formatResponseHeaders({ timestamp: '1722850421', nonce: 'd824', serial: '6D6F', signature: 'uOVR' }))
 * ```
 */
export function formatResponseHeaders({ timestamp, nonce, serial, signature }: ResponseSignature): Record<string, string> {
  return {
    [HEADERS.nonce]: nonce,
    [HEADERS.signature]: signature,
    [HEADERS.timestamp]: timestamp,
    [HEADERS.serial]: serial,
    'Wechatpay-Signature-Type': SCHEME,
  }
}

/**
 * Reads the four headers of a signed answer. A missing header becomes an empty string.
 *
 * @param header Returns the value of the header with this lower-case name.
 * @example
 * ```ts
 * import { readResponseHeaders } from 'wechatpay-goldplan-mock/contracts'
 *
 * const headers = new Headers({ 'Wechatpay-Serial': '6D6F' })
 * console.log(readResponseHeaders((name) => headers.get(name)).serial) // 6D6F
 * ```
 */
export function readResponseHeaders(header: (name: string) => string | null | undefined): ResponseSignature {
  const values = Object.entries(HEADERS).map(([name, wireName]) => [name, header(wireName.toLowerCase()) ?? ''])
  return Object.fromEntries(values) as Record<keyof ResponseSignature, string>
}

/** Returns the wire names of the headers that are missing or empty. */
export function missingResponseHeaders(signature: ResponseSignature): string[] {
  return Object.entries(HEADERS).flatMap(([name, header]) => (signature[name as keyof ResponseSignature] ? [] : [header]))
}

import { Buffer } from 'node:buffer'

/** The parts of a request that its signature covers. */
export interface RequestMessageParts {
  /** The method as sent: `POST`. */
  readonly method: string
  /** Absolute path and query as sent, without the host: `/v3/certificates?algorithm_type=RSA`. */
  readonly target: string
  /** Whole seconds since 1970, as sent in Authorization. */
  readonly timestamp: string | number
  /** `nonce_str` of Authorization. */
  readonly nonce: string
  /** The bytes sent, or the part `meta` of an upload. */
  readonly body?: string | Uint8Array
}

/** The parts of a response that its signature covers. */
export interface ResponseMessageParts {
  /** Whole seconds since 1970: `Wechatpay-Timestamp`. */
  readonly timestamp: string | number
  /** `Wechatpay-Nonce`. */
  readonly nonce: string
  /** The bytes received; leave it out for 204. */
  readonly body?: string | Uint8Array
}

/**
 * Builds the signature message (待签名串) that a merchant signs: method, target, timestamp, nonce and body, each followed by a line feed.
 *
 * @returns The bytes to sign.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 * @example
 * ```ts
 * import { requestMessage } from 'wechatpay-goldplan-mock/contracts'
 *
 * const message = requestMessage({ method: 'GET', target: '/v3/certificates', timestamp: 1554208460, nonce: '593BEC0C' })
 * console.log(String(message)) // GET\n/v3/certificates\n1554208460\n593BEC0C\n\n
 * ```
 */
export function requestMessage({ method, target, timestamp, nonce, body = '' }: RequestMessageParts): Buffer<ArrayBuffer> {
  return message([method, target, timestamp, nonce], body)
}

/**
 * Builds the signature message (验签名串) that WeChat Pay signs: timestamp, nonce and body, each followed by a line feed.
 *
 * @returns The bytes to verify.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 * @example
 * ```ts
 * import { responseMessage } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(String(responseMessage({ timestamp: 1722850421, nonce: 'd824f2e0', body: '{}' }))) // 1722850421\nd824f2e0\n{}\n
 * ```
 */
export function responseMessage({ timestamp, nonce, body = '' }: ResponseMessageParts): Buffer<ArrayBuffer> {
  return message([timestamp, nonce], body)
}

function message(lines: readonly (string | number)[], body: string | Uint8Array): Buffer<ArrayBuffer> {
  // Node decodes header values and targets as latin1, so encoding them as latin1 restores the bytes received.
  const head = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1')
  return Buffer.concat([head, Buffer.from(body), Buffer.from('\n')])
}

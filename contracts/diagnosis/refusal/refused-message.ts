import { Buffer } from 'node:buffer'
import { shownValue } from '../../shown-value.ts'

/** What a 401 of WeChat Pay says about the signature message that the gateway built: `sign_information` in the `detail` of the answer. */
export interface SignInformation {
  readonly method: string
  readonly url: string
  /** The length of the whole message in bytes. */
  readonly sign_message_length: number
  /** The message with only the first 8 bytes of its body. */
  readonly truncated_sign_message: string
}

/** The signature message (待签名串) that the gateway built from a refused request, as far as the refusal shows it. */
export interface RefusedMessage {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly nonce: string
  /** The first 8 bytes of the body; a character that is cut there becomes U+FFFD. */
  readonly bodyStart: string
  /** The length of the body in bytes; `undefined` when the length of the message contradicts its text, because the refusal was changed. */
  readonly bodyBytes: number | undefined
  /** The length of the whole message in bytes. */
  readonly length: number
}

/** The number of bytes of a body that a refusal shows. */
export const SHOWN_BODY_BYTES = 8

/**
 * Reads what a refusal says about the signature message that the gateway built.
 *
 * @throws {Error} When `truncated_sign_message` does not have the five lines of a message, because the refusal was changed on its way here.
 * @see https://developers.weixin.qq.com/community/pay/doc/00004839bf4710761b8fd15dc51000
 */
export function refusedMessage({ sign_message_length: length, truncated_sign_message: text }: SignInformation): RefusedMessage {
  const [, method, target, timestamp, nonce, rest] = /^([^\n]*)\n([^\n]*)\n(\d*)\n([^\n]*)\n(.*)$/s.exec(text) ?? []
  if (method === undefined || target === undefined || timestamp === undefined || nonce === undefined || rest === undefined)
    throw new Error(
      `truncated_sign_message must have five lines: method, URL, timestamp (digits), random string and body; got ${shownValue(text)}`,
    )
  // The line feed at the end may be missing, because logs trim it.
  const bodyStart = rest.replace(/\n$/, '')
  const head = headBytes({ method, target, timestamp, nonce })
  const bodyBytes = length - head - 1
  return { method, target, timestamp, nonce, bodyStart, length, bodyBytes: fits(bodyStart, bodyBytes) ? bodyBytes : undefined }
}

/** The length of the four lines before the body, in bytes. */
export function headBytes({ method, target, timestamp, nonce }: Pick<RefusedMessage, 'method' | 'target' | 'timestamp' | 'nonce'>): number {
  return Buffer.byteLength([method, target, timestamp, nonce, ''].join('\n'))
}

/** Whether a body of `bytes` bytes can begin with `start`. */
function fits(start: string, bytes: number): boolean {
  const shown = Math.min(bytes, SHOWN_BODY_BYTES)
  return start.includes('\uFFFD') ? bytes > 0 : Buffer.byteLength(start) === shown
}

/** Returns the signature message as far as it is known, with an ellipsis where the body is cut. */
export function shownMessage({ method, target, timestamp, nonce, bodyStart, bodyBytes = 0 }: RefusedMessage): string {
  return [method, target, timestamp, nonce, `${bodyStart}${bodyBytes > SHOWN_BODY_BYTES ? '…' : ''}`, ''].join('\n')
}

import { Buffer } from 'node:buffer'

/** Why a Content-Length is too small: it counts characters instead of bytes, or the reason is unknown. */
export type LengthFault = 'characters' | 'too small'

/**
 * Tells whether the bytes after a request belong to its body. They do when the Content-Length of the request is too small.
 *
 * @param body The body, read up to its Content-Length.
 * @param following The bytes that follow the body on the connection and are not a request.
 * @returns How the Content-Length is wrong; `undefined` when nothing shows that these bytes belong to the body.
 */
export function restOfBody(body: Uint8Array, following: Uint8Array): LengthFault | undefined {
  if (following.length === 0) return undefined
  const whole = textOf(Buffer.concat([body, following]))
  if (whole === undefined) return undefined
  // Java, JavaScript and C# count UTF-16 units; Python's `len`, PHP's `mb_strlen` and Go's `RuneCountInString` count code points.
  if (whole.length === body.length || [...whole].length === body.length) return 'characters'
  // If no body was read, the bytes that follow count as the body only if they are a JSON object. Other JSON, such as a number, may be
  // there by chance.
  return isJson(whole) && !isJson(textOf(body)) && (body.length > 0 || /^\s*\{/.test(whole)) ? 'too small' : undefined
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function isJson(text: string | undefined): boolean {
  if (text === undefined) return false
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''))
    return true
  } catch {
    return false
  }
}

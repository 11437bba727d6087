import { Buffer } from 'node:buffer'

/**
 * The text of a target for people. Node has one character for each byte received; here bytes of UTF-8 become characters, and other bytes are
 * percent-encoded.
 */
export function targetText(target: string): string {
  const bytes = Buffer.from(target, 'latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return target.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
  }
}

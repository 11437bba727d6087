import { Buffer } from 'node:buffer'

/**
 * Returns the target of a request (its path and query) as readable text. In the target that Node gives, each character stands for one
 * received byte. If the bytes are UTF-8, they are decoded. Otherwise, each byte that is not ASCII is percent-encoded.
 */
export function targetText(target: string): string {
  const bytes = Buffer.from(target, 'latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return target.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
  }
}

import { Buffer } from 'node:buffer'

/**
 * A target as text for people. Node gives a target with one character for each received byte. If these bytes are UTF-8, they are decoded;
 * otherwise, bytes that are not ASCII are percent-encoded.
 */
export function targetText(target: string): string {
  const bytes = Buffer.from(target, 'latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return target.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
  }
}

import { Buffer } from 'node:buffer'

/** Bytes under a name as text where that is the very bytes, else in base64 under a name that says so. */
export function textOrBase64(name: string, bytes: Buffer): Record<string, string> {
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? { [name]: text } : { [`${name}_base64`]: bytes.toString('base64') }
}

import { Buffer } from 'node:buffer'

/** Returns bytes as text in the field `name` if they are valid UTF-8, otherwise in base64 in the field `name_base64`. */
export function textOrBase64(name: string, bytes: Buffer): Record<string, string> {
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? { [name]: text } : { [`${name}_base64`]: bytes.toString('base64') }
}

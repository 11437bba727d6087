import { isJsonObject, type Json } from '../json-text.ts'

/** The first encrypted part of a body. */
export interface EncryptedPart {
  readonly algorithm: string
  readonly ciphertext: string
  readonly nonce: string
  /** `undefined` when the field is missing or `null`. */
  readonly associatedData: string | undefined
  readonly originalType: string
  /** Whether the part was a text with JSON in it. */
  readonly isText: boolean
}

/** Finds the first encrypted part: the resource of a notification, the body itself, or a certificate. */
export function encryptedPart(body: Uint8Array): EncryptedPart | undefined {
  const json = parse(new TextDecoder().decode(body))
  if (!isJsonObject(json)) return undefined
  const [first] = Array.isArray(json['data']) ? (json['data'] as Json[]) : []
  for (const candidate of [json['resource'], json, isJsonObject(first) ? first['encrypt_certificate'] : undefined]) {
    const part = typeof candidate === 'string' ? parse(candidate) : candidate
    if (!isJsonObject(part) || typeof part['ciphertext'] !== 'string') continue
    const text = (name: string) => (typeof part[name] === 'string' ? (part[name] as string) : undefined)
    return {
      algorithm: text('algorithm') ?? 'AEAD_AES_256_GCM',
      ciphertext: part['ciphertext'],
      nonce: text('nonce') ?? '',
      associatedData: text('associated_data'),
      originalType: text('original_type') ?? '',
      isText: typeof candidate === 'string',
    }
  }
  return undefined
}

/** Parses JSON; `undefined` when the text is not JSON. */
export function parse(text: string): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

import { missingNotificationFields } from '../../notification-fields.ts'
import { isJsonObject, type Json } from '../json-text.ts'

/** The first encrypted part of a body. */
export interface EncryptedPart {
  /** Empty when the field is missing or not a string. */
  readonly algorithm: string
  readonly ciphertext: string
  /** Empty when the field is missing or not a string. */
  readonly nonce: string
  /** `undefined` when the field is missing or not a string. */
  readonly associatedData: string | undefined
  /** Empty when the field is missing or not a string. */
  readonly originalType: string
  /** Whether the part is a string that contains JSON, instead of an object. */
  readonly isText: boolean
  /** The required fields that are missing in a notification; empty for an answer. */
  readonly missing: readonly string[]
}

/**
 * Finds the first encrypted part of a body: its field `resource`, the body itself, or the first certificate in its list `data`.
 *
 * @param isNotification Whether the body is that of a notification. If so, the encrypted part can only be `resource`.
 */
export function encryptedPart(body: Uint8Array, isNotification: boolean): EncryptedPart | undefined {
  const json = parse(new TextDecoder().decode(body))
  if (!isJsonObject(json)) return undefined
  const [first] = Array.isArray(json['data']) ? (json['data'] as Json[]) : []
  const others = isNotification ? [] : [json, isJsonObject(first) ? first['encrypt_certificate'] : undefined]
  for (const candidate of [json['resource'], ...others]) {
    const part = typeof candidate === 'string' ? parse(candidate) : candidate
    if (!isJsonObject(part) || typeof part['ciphertext'] !== 'string') continue
    const text = (name: string) => (typeof part[name] === 'string' ? (part[name] as string) : undefined)
    return {
      algorithm: text('algorithm') ?? '',
      ciphertext: part['ciphertext'],
      nonce: text('nonce') ?? '',
      associatedData: text('associated_data'),
      originalType: text('original_type') ?? '',
      isText: typeof candidate === 'string',
      missing: isNotification ? missingNotificationFields(json, part) : [],
    }
  }
  return undefined
}

/** Parses JSON that may begin with a byte order mark; `undefined` when the text is not JSON. */
export function parse(text: string): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

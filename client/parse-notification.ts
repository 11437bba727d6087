import type { EncryptedResource } from '../contracts/index.ts'
import { missingNotificationFields } from '../contracts/notification-fields.ts'
import { NotificationError } from './notification-error.ts'

/** A notification that was verified and decrypted. */
export interface Notification<Resource = Record<string, unknown>> {
  /** A repeated delivery has the same ID. If your handler has seen this ID before, answer with success and do nothing else. */
  readonly id: string
  /** The event, such as `TRANSACTION.SUCCESS`. */
  readonly event_type: string
  /** When the notification was created, in RFC 3339 with an offset. A repeated delivery has the same time. */
  readonly create_time: string
  readonly summary: string
  /** The decrypted resource. */
  readonly resource: Resource
}

/** A verified notification whose resource is still encrypted. */
export interface ParsedNotification extends Omit<Notification, 'resource'> {
  readonly encrypted: Pick<EncryptedResource, 'nonce' | 'associated_data' | 'ciphertext'>
}

/**
 * Reads the body of a notification that was verified.
 *
 * @throws {NotificationError} When the body is not a notification, or its resource is not encrypted with AEAD_AES_256_GCM.
 */
export function parseNotification(body: Uint8Array): ParsedNotification {
  const text = new TextDecoder().decode(body)
  const notification = objectIn(parsed(text, 'its body is not JSON'))
  const resource = objectIn(notification['resource'])
  const missing = missingNotificationFields(notification, resource)
  if (missing.length > 0) throw unreadable(text, `its body has no text for ${missing.join(', ')}`)
  const { id, event_type, create_time, summary } = notification
  const { algorithm, nonce, associated_data, ciphertext } = resource
  if (algorithm !== ALGORITHM)
    throw new NotificationError('ciphertext', String(algorithm), `its algorithm is ${algorithm}, not ${ALGORITHM}`)
  // Some events have no associated data.
  const encrypted = { nonce, ciphertext, associated_data: associated_data ?? '' } as ParsedNotification['encrypted']
  return { id, event_type, create_time, summary, encrypted } as ParsedNotification
}

const ALGORITHM = 'AEAD_AES_256_GCM'

/**
 * Reads a resource that was decrypted.
 *
 * @throws {NotificationError} When the resource is not a JSON object.
 */
export function parseResource(text: string): unknown {
  const resource = parsed(text, NO_OBJECT)
  if (typeof resource !== 'object' || resource === null || Array.isArray(resource)) throw unreadable(text, NO_OBJECT)
  return resource
}

const NO_OBJECT = 'its decrypted resource is not a JSON object'

function parsed(text: string, explanation: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(text, explanation, cause)
  }
}

function unreadable(text: string, explanation: string, cause?: unknown): NotificationError {
  return new NotificationError('body', text.slice(0, SHOWN_CHARACTERS), explanation, [], cause)
}

/** How many characters of a body, a ciphertext or a decrypted resource `NotificationError.seen` shows. */
export const SHOWN_CHARACTERS = 80

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

import { Buffer } from 'node:buffer'
import { encryptResource, type ResourceSealing } from '../../contracts/index.ts'
import type { SignedMessage } from '../gateway/sign-message.ts'

/** The content of a notification (回调通知), before its resource is encrypted and the notification is signed. */
export interface NotificationContent {
  readonly id: string
  /** When the notification was created, in RFC 3339 with Beijing's offset. A retry has the same time. */
  readonly create_time: string
  readonly event_type: string
  readonly original_type: string
  readonly summary: string
  readonly associated_data: string
  /** The resource as plain JSON. */
  readonly resource: unknown
}

/** The values with which the resource is encrypted. */
export interface ContentSealing extends Pick<ResourceSealing, 'apiV3Key' | 'nonce'> {
  /** Associated data for the encryption only. The notification still states its normal associated data, so it can't be decrypted. */
  readonly otherAssociatedData?: string
}

/**
 * Writes a notification that is not signed yet. Members and headers have the same order as in captured notifications.
 *
 * @see https://github.com/wechatpay-apiv3/wechatpay-go/issues/28
 */
export async function writeNotification(content: NotificationContent, sealing: ContentSealing): Promise<SignedMessage> {
  const { id, create_time, event_type, summary } = content
  const resource = await sealedResource(content, sealing)
  const body = Buffer.from(JSON.stringify({ id, create_time, resource_type: 'encrypt-resource', event_type, summary, resource }))
  const headers = {
    'User-Agent': 'Mozilla/4.0',
    Accept: '*/*',
    'Content-Type': 'application/json',
    Pragma: 'no-cache',
    'Cache-Control': 'no-cache',
    'Content-Length': String(body.length),
  }
  return { headers, body }
}

async function sealedResource(
  { original_type, associated_data, resource }: NotificationContent,
  { otherAssociatedData = associated_data, ...key }: ContentSealing,
) {
  const sealing = { ...key, associatedData: otherAssociatedData }
  const { algorithm, ciphertext, nonce } = await encryptResource(JSON.stringify(resource), sealing)
  return { original_type, algorithm, ciphertext, associated_data, nonce }
}

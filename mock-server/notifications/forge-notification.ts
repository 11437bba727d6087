import { type SignatureFault, signAs, type WrongSigning } from '../faults/sign-scripted.ts'
import type { SignedMessage } from '../gateway/sign-message.ts'
import { WRONG_API_V3_KEY } from '../tenant/resource-sealing.ts'
import { type ContentSealing, type NotificationContent, writeNotification } from './write-notification.ts'

/** A way to make a notification that a handler has to refuse. */
export type Forgery = Exclude<SignatureFault, 'certificate'> | 'wrong_key' | 'other_associated_data'

/**
 * Writes and signs a notification. If a forgery is named, the notification is wrong in that way.
 *
 * @param forgery What is wrong with the notification; `undefined` for a correct notification.
 */
export async function signedNotification(
  content: NotificationContent,
  sealing: ContentSealing,
  signing: WrongSigning,
  forgery?: Forgery,
): Promise<SignedMessage> {
  if (forgery === 'wrong_key') return signAs(await writeNotification(content, { ...sealing, apiV3Key: WRONG_API_V3_KEY }), signing)
  if (forgery === 'other_associated_data')
    return signAs(await writeNotification(content, { ...sealing, otherAssociatedData: OTHER_ASSOCIATED_DATA }), signing)
  return signAs(await writeNotification(content, sealing), signing, forgery)
}

/** Wrong associated data: no event has it in its template. */
const OTHER_ASSOCIATED_DATA = 'other'

import { type SignatureFault, signAs, type WrongSigning } from '../faults/sign-scripted.ts'
import type { SignedMessage } from '../gateway/sign-message.ts'
import { type ContentSealing, type NotificationContent, writeNotification } from './write-notification.ts'

/** A way to make a notification that a handler has to refuse. */
export type Forgery = Exclude<SignatureFault, 'certificate'> | 'wrong_key' | 'other_associated_data'

/** No merchant has this APIv3 key. */
const WRONG_KEY = '0'.repeat(32)

/**
 * Writes and signs a notification, wrongly if a forgery is named.
 *
 * @param forgery What is wrong; `undefined` for a notification that is right.
 */
export async function signedNotification(
  content: NotificationContent,
  sealing: ContentSealing,
  signing: WrongSigning,
  forgery?: Forgery,
): Promise<SignedMessage> {
  if (forgery === 'wrong_key') return signAs(await writeNotification(content, { ...sealing, apiV3Key: WRONG_KEY }), signing)
  if (forgery === 'other_associated_data')
    return signAs(await writeNotification(content, { ...sealing, otherAssociatedData: OTHER_ASSOCIATED_DATA }), signing)
  return signAs(await writeNotification(content, sealing), signing, forgery)
}

/** No event has these. */
const OTHER_ASSOCIATED_DATA = 'other'

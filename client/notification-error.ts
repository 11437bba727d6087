import type { ResponseCheck, ResponseVerificationError } from '../contracts/index.ts'

/**
 * The check that failed. `ciphertext` means that the resource can't be decrypted. `body` means that the body or the decrypted resource has
 * invalid content. All other checks are about the signature.
 */
export type NotificationCheck = ResponseCheck | 'ciphertext' | 'body'

/** Thrown when a notification can't be trusted or read. Answer the notification with 401. */
export class NotificationError extends Error {
  override readonly name = 'NotificationError'
  readonly check: NotificationCheck
  /**
   * The value that failed, such as the names of the missing headers, the serial number, the signature or the first 80 characters of the
   * body. Do not send this value or the error's message back, because anyone may have sent the notification.
   */
  readonly seen: string
  /** Why the check failed, in a few words. */
  readonly explanation: string
  /**
   * The mistakes that explain the failure, as `diagnoseNotification` finds them. The list is empty when no known mistake explains the
   * failure. With the option `diagnose: false`, the list is always empty.
   */
  readonly mistakes: ResponseVerificationError['mistakes']

  constructor(check: NotificationCheck, seen: string, explanation: string, mistakes: NotificationError['mistakes'] = [], cause?: unknown) {
    const [first] = mistakes
    const why = first ? `. ${first.message} ${first.fix}` : ''
    super(`The notification can't be ${check === 'body' ? 'read' : 'trusted'}: ${explanation}${why}`, { cause })
    this.check = check
    this.seen = seen
    this.explanation = explanation
    this.mistakes = mistakes
  }
}

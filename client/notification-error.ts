import type { ResponseCheck, ResponseVerificationError } from '../contracts/index.ts'

/**
 * The check that failed: `headers`, `timestamp`, `serial` and `signature` are about the signature, `ciphertext` is about the encryption of the
 * resource, and `body` is about what the body or the decrypted resource contains.
 */
export type NotificationCheck = ResponseCheck | 'ciphertext' | 'body'

/**
 * Thrown when a notification can't be trusted or read. `check` names the check that failed; `seen` is the value that failed. Answer the notification
 * with 401.
 */
export class NotificationError extends Error {
  override readonly name = 'NotificationError'
  readonly check: NotificationCheck
  /**
   * The value that failed: the names of the missing headers, the timestamp, the serial number, the signature, the algorithm, or the first 80
   * characters of the ciphertext, the body or the decrypted resource. The sender chose this value, and anyone can be the sender, so do not send the
   * value or the message back.
   */
  readonly seen: string
  /** Why the check failed, in a few words. */
  readonly explanation: string
  /**
   * The mistakes that explain the failure, as `diagnoseNotification` finds them: each has a message and a fix in English and Chinese. The list
   * is empty when no known mistake explains the failure, and with the option `diagnose: false`.
   */
  readonly mistakes: ResponseVerificationError['mistakes']

  constructor(check: NotificationCheck, seen: string, explanation: string, mistakes: NotificationError['mistakes'] = [], cause?: unknown) {
    const [first] = mistakes
    const why = first ? `. ${first.message} ${first.fix}` : ''
    super(`The notification can't be trusted: ${explanation}${why}`, { cause })
    this.check = check
    this.seen = seen
    this.explanation = explanation
    this.mistakes = mistakes
  }
}

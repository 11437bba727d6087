import type { components } from '../../control/index.ts'
import type { DescribedMistake } from '../mistake.ts'

/** An answer or a notification (回调) of WeChat Pay, in the form in which a merchant's program has it. */
export interface ReceivedMessage {
  /** The headers by name, in any letter case. A header that was received more than once has a list of values. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body in the form in which the program has it: bytes, text, or a parsed value. A parsed value is converted to compact JSON. */
  readonly body: Uint8Array | string | object
}

/** A key with the name under which the program keeps it. */
export interface NamedKey {
  /** The serial number of a certificate, or the ID of a WeChat Pay public key. */
  readonly serial: string
  /** A certificate or a public key, in PEM. */
  readonly pem: string
}

/** What a diagnosis knows besides the answer or notification. */
export interface ReceivedCircumstances {
  /**
   * The keys with which the program verifies. The diagnosis tries at most 28 keys of `keys` and `otherKeys` together. After them, it tries
   * the four keys that this package ships.
   */
  readonly keys: readonly NamedKey[]
  /** Wrong keys that the program may have used by mistake, such as the merchant's own certificate. */
  readonly otherKeys?: readonly NamedKey[]
  /** The program's clock when it verified, in milliseconds since 1970. Without this time, every timestamp in seconds counts as fresh. */
  readonly now?: number
  /** The text that the program verified (验签名串), to find mistakes in its lines. */
  readonly message?: Uint8Array
  /** Other answers or notifications of the same program. It may have used their values by mistake. */
  readonly others?: readonly ReceivedMessage[]
  /** The APIv3 key (APIv3密钥) with which the program decrypts. Without it, nothing is decrypted. */
  readonly apiV3Key?: string | Uint8Array
}

/** The step that fails: reading the headers, checking the time, finding the key, verifying, reading the body, or decrypting. */
export type ReceivedCheck = 'headers' | 'timestamp' | 'serial' | 'signature' | 'body' | 'ciphertext'

/** Whether an answer or notification can be verified and decrypted, and if not, why. */
export interface ReceivedDiagnosis {
  readonly verdict: 'valid' | 'invalid'
  /** The first step that fails; `null` when all succeed. */
  readonly check: ReceivedCheck | null
  /** The mistakes that explain the failure; empty when no known mistake does. */
  readonly mistakes: readonly DescribedMistake[]
  /** What is certain in addition to the mistakes. */
  readonly certain: readonly components['schemas']['Finding'][]
  /** The first 8,192 bytes of the message (验签名串) that WeChat Pay signed; `null` when it could not be found. */
  readonly signed: string | null
  /** The name of the key that made the signature; `null` when it is unknown. */
  readonly signed_by: string | null
}

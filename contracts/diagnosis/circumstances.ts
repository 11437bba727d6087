import type { components } from '../control/index.ts'
import type { BodyPart } from '../wire/signed-body.ts'

/** What a diagnosis knows besides the request. */
export interface Circumstances {
  /** The gateway's clock, milliseconds since 1970. Without it, every ten-digit timestamp counts as fresh. */
  readonly now?: number
  /** The keys that may have signed the request, the newest first. At most {@link KEY_LIMIT} are tried. */
  readonly keys: readonly KnownKey[]
  /**
   * Whether `keys` has every key that merchants may sign with. If `false`, a well-formed merchant ID or serial number is not a mistake only
   * because it is not in `keys`. `true` by default.
   */
  readonly hasAllKeys?: boolean
  /** Whether the request's body is known. If `false`, its `body` is empty, and the diagnosis ignores mistakes in the body. `true` by default. */
  readonly hasBody?: boolean
  /** Whether to pause between slices of work, so that this process can do something else. `true` by default. */
  readonly pauses?: boolean
  /** Bodies of earlier requests of the same merchant, the latest first. */
  readonly previousBodies?: readonly Uint8Array[]
  /** The Host header of the request. */
  readonly host?: string
  /** The merchant IDs of the known sub-merchants. With them, the diagnosis recognises a request that sends the ID of a sub-merchant as `mchid`. */
  readonly subMchids?: readonly string[]
}

/** The circumstances of a request and, if it is an upload, the form that was sent. */
export interface SentCircumstances extends Circumstances {
  /** `undefined` when the body is not `multipart/form-data`. */
  readonly form?: SentForm | undefined
}

export interface SentForm {
  readonly whole: Uint8Array
  readonly parts: readonly BodyPart[]
}

/** A key that may have signed a request. */
export interface KnownKey {
  /** The ID of the merchant that owns the key; `null` for a platform key. */
  readonly mchid: string | null
  /** The serial number of its certificate, or the ID of a WeChat Pay public key. */
  readonly serial: string
  /** A certificate or a public key, in PEM. */
  readonly pem: string
  /** The status of its certificate; `valid` by default. */
  readonly status?: components['schemas']['CertificateStatus']
}

/** The largest number of keys that a diagnosis tries. */
export const KEY_LIMIT: number = 32

/** What a client did wrong in a request, as far as the request shows (签名诊断). */
export type Diagnosis = components['schemas']['Diagnosis']

/** Creates a diagnosis with these mistakes that says nothing about a signature. */
export function plainDiagnosis(mistakes: Diagnosis['mistakes'], certain: Diagnosis['certain'] = []): Diagnosis {
  return { mistakes, same_as: [], key: null, hash: null, signed: null, certain }
}

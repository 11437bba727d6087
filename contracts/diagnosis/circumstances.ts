import type { components } from '../control/index.ts'

/** What is known beside a request when its signature is diagnosed. */
export interface Circumstances {
  /** The gateway's clock, milliseconds since 1970; when it is left out, no timestamp is too old. */
  readonly now?: number
  /** The keys that may have signed, the most recent first; {@link KEY_LIMIT} of them are tried. */
  readonly keys: readonly KnownKey[]
  /** Bodies that the same merchant sent before, the latest first. */
  readonly previousBodies?: readonly Uint8Array[]
  /** The Host header of the request. */
  readonly host?: string
  /** The sub-merchants that are known: their numbers are none to sign with. */
  readonly subMchids?: readonly string[]
}

/** A key that may have signed a request. */
export interface KnownKey {
  /** The merchant that it is of; `null` for one of the platform. */
  readonly mchid: string | null
  /** The serial number of its certificate, or the ID of the WeChat Pay public key. */
  readonly serial: string
  /** A certificate or a public key in PEM. */
  readonly pem: string
  /** Whether its certificate holds; that it does, when left out. */
  readonly status?: components['schemas']['CertificateStatus']
}

/** How many keys are tried. */
export const KEY_LIMIT: number = 32

/** What a client did wrong when it signed a request, as far as its signature tells (签名诊断). */
export type Diagnosis = components['schemas']['Diagnosis']

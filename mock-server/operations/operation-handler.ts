import type { Verified } from '../../contracts/index.ts'
import type { Operation } from '../openapi/index.ts'
import type { CertificateRecord, Fault, JournalEntry, Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { PlatformKeys } from '../tenant/platform.ts'

declare const validated: unique symbol
/** A validated request. */
export interface Call {
  readonly operation: Operation
  /** The JSON body, parsed, with its encrypted fields decrypted; `undefined` when the operation takes no body. */
  readonly body: unknown
  readonly [validated]: true
}

/** A notification (回调通知) that a call causes. The other fields of the notification come from the template for the event type. */
export interface CausedNotification {
  /** The `notify_url` of the call. */
  readonly url: string
  readonly event_type: string
  /** The resource before it is encrypted. */
  readonly resource: unknown
  /** The serial number or ID of the platform key that signs the notification. */
  readonly serial: string
}

/** What an operation needs besides the call. */
export interface OperationContext {
  /** The merchant that sent the call. */
  readonly tenant: Verified<Tenant>
  /** The merchant certificate whose private key signed the request. Its public key encrypts fields of the answer. */
  readonly certificate: CertificateRecord
  /** The serial number or ID of the platform key that signs the answer. */
  readonly signerSerial: string
  /** The time on the merchant's clock, in milliseconds since 1970. Business rules use this time. */
  readonly now: number
  readonly store: Store
  readonly platformKeys: PlatformKeys
  readonly nonce: () => string
  /** Schedules a notification. Does not throw when the `notify_url` is refused, because the call succeeds all the same. */
  readonly notify: (caused: CausedNotification) => Promise<void>
  /** The reason why a client can't use the listed platform certificates; `undefined` unless a test scripted one. */
  readonly unusable?: NonNullable<Fault['certificates']>
}

/** The result of a call before serialisation. */
export interface Outcome {
  readonly status: number
  readonly body?: unknown
  /** The error code (错误码); `undefined` on success. */
  readonly code?: string
  /** The name of the error example in the OpenAPI document; `undefined` on success, and for a status that a test scripted. */
  readonly example?: string
  /** The wrong field, as a JSON pointer that begins with the part of the request, such as `/body/sub_mchid`. */
  readonly field?: string
  /** The values that the wrong field may have. */
  readonly allowed?: readonly string[]
  readonly change?: NonNullable<JournalEntry['change']>
  readonly location?: string
  /** Whether the body is sent as text instead of JSON. */
  readonly verbatim?: boolean
  /** The number after the dash in the Request-ID; by default 0, which means success. */
  readonly requestIdCode?: number
}

/**
 * Carries out an operation.
 *
 * @throws {ApiError} When a business rule refuses the call.
 */
export type OperationHandler = (call: Call, context: OperationContext) => Promise<Outcome>

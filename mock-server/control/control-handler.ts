import type { operations } from '../../contracts/control/index.ts'
import type { Diagnoses } from '../diagnosis/diagnoses.ts'
import type { HttpAnswer, HttpRequest } from '../edge/http-exchange.ts'
import type { Family } from '../metrics/exposition.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { Api } from '../openapi/index.ts'
import type { Store } from '../store/store.ts'
import type { CertificateMaker } from '../tenant/make-tenant.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import type { ExplainPaste } from './explain-paste.ts'
import type { OpenDoors } from './merchant-resource.ts'

export type ControlOperationId = keyof operations

/** What the control API needs. */
export interface ControlContext {
  /** The document of the control API, read on first use. */
  readonly controlApi: () => Promise<Api>
  readonly api: Api
  readonly store: Store
  /**
   * Resolves when all changes so far are in the state file. Rejects with a 503 when they can't be written. Without the option `stateSync`,
   * resolves at once.
   */
  readonly settled: () => Promise<void>
  readonly platformKeys: PlatformKeys
  readonly certificates: CertificateMaker
  readonly diagnoses: Diagnoses
  readonly notifier: Notifier
  readonly metrics: Metrics
  /** The metrics of all processes of the server. */
  readonly allMetrics: () => Promise<readonly Family[]>
  /** Sends a request to the gateway, as if it came from outside. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>
  /** Receives an error that the client did not cause, such as a bug or a store that can't be used. */
  readonly onFailure: (error: unknown) => void
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The ID of the merchant whose credentials `/__mock/credentials` returns. */
  readonly ownMchid: string
  /** The base URL of the server. */
  readonly url: () => string
  /** The server's ports for TLS and SOCKS, with its CA certificate. Returns `undefined` until the server listens. */
  readonly doors: () => OpenDoors | undefined
  /** The `base_url` in the credentials, instead of {@link url}. */
  readonly publicUrl: string | undefined
  /** Host names, besides those of this machine, under which programs on this machine may call the control API. */
  readonly allowHosts: readonly string[]
  /** The host name or address that the server was configured to listen on. */
  readonly host: string
  /** Explains requests that a user pastes as text. */
  readonly explain: ExplainPaste | undefined
  /** The token with which other machines may call the control API. */
  readonly token: string | undefined
}

type Json<Message> = Message extends { content: { 'application/json': infer Body } } ? Body : undefined
type Parameters<Operation, Place extends string> = Operation extends { parameters: { [P in Place]?: infer Values } }
  ? NonNullable<Values>
  : never

/** A validated request to the control API. */
export interface ControlInput<Id extends ControlOperationId> {
  readonly path: Readonly<Parameters<operations[Id], 'path'>>
  readonly query: Readonly<Partial<Record<keyof Parameters<operations[Id], 'query'>, string>>>
  readonly body: operations[Id] extends { requestBody?: infer Body } ? Json<NonNullable<Body>> | Missing<operations[Id]> : undefined
}

type Missing<Operation> = Operation extends { requestBody: unknown } ? never : undefined

type SuccessBody<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses]: Status extends 200 | 201 | 204 ? Json<Responses[Status]> : never }[keyof Responses]
  : never

type ControlHandler<Id extends ControlOperationId> = (
  input: ControlInput<Id>,
  context: ControlContext,
) => Promise<SuccessBody<operations[Id]>>

export type ControlHandlers<Ids extends ControlOperationId> = { readonly [Id in Ids]: ControlHandler<Id> }

import type { components } from '../../contracts/control/index.ts'

/** A request as the edge received it. */
export interface HttpRequest {
  readonly method: string
  /** Absolute path and query as received; never rebuilt. */
  readonly target: string
  /** By lower-case name; a header sent twice is joined by a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The bytes received; `undefined` when they are too many, or encoded (`Content-Encoding`). */
  readonly body: Uint8Array | undefined
  readonly connection: { readonly remoteAddress: string; readonly localAddress: string; readonly localPort: number }
}

/** An answer as the edge sends it. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
  /** The error code (错误码) for the log; `undefined` on success and when there is no body. */
  readonly code: string | undefined
  /** How it goes over the wire, when that is not the ordinary way. */
  readonly delivery?: Delivery
}

/** How an answer goes over the wire. */
export interface Delivery {
  /** How long it waits, in milliseconds. */
  readonly delay: number
  /** What happens to it in the place of being sent. */
  readonly wire: WireFault | undefined
}

/** What may happen to an answer on the wire. */
export type WireFault = NonNullable<components['schemas']['Fault']['wire']>

/** One request and its answer, as the log line shows them. */
export interface Exchange {
  /** Milliseconds since 1970 when the request had arrived. */
  readonly time: number
  readonly method: string
  readonly target: string
  readonly status: number
  readonly code: string | undefined
  /** What happened to the answer in the place of being sent; `undefined` when it was sent. */
  readonly wire?: WireFault | undefined
  /** From the request's last byte received to the answer's first byte sent. */
  readonly milliseconds: number
}

import type { components } from '../../contracts/control/index.ts'

/** A request as the edge received it. */
export interface HttpRequest {
  readonly method: string
  /** The path and query, unchanged because they are signed. If a client sends a whole URL, `target` is only the part after the host. */
  readonly target: string
  /** The values of the headers, by name in lower case. A comma joins the values of a repeated header. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The bytes received; `undefined` when the body is too large or encoded, such as with gzip. */
  readonly body: Uint8Array | undefined
  /** The bytes of the body that came after `body`. They exist only if Content-Length is smaller than the whole body. */
  readonly rest?: Uint8Array
  readonly connection: { readonly remoteAddress: string; readonly localAddress: string; readonly localPort: number }
}

/** An answer as the edge sends it. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
  /** The error code (错误码) in the body, for the log. */
  readonly code: string | undefined
  /** A stream that is sent instead of the body. It ends early if the client goes away or the server stops. HEAD gets only the headers. */
  readonly stream?: AsyncIterableIterator<string, undefined>
  readonly delivery?: Delivery
  /** What the log and the journal show besides the answer. */
  readonly reasons?: Reasons
}

/** The reasons behind an answer, for the log and the journal. */
export interface Reasons {
  /** The operation that the request asked for. It may belong to the control API. */
  readonly operation?: string
  /** The merchant that the request claims to come from. */
  readonly mchid?: string
  readonly requestId?: string
  /** The message of an error, and the field that it is about. */
  readonly error?: NonNullable<JournalEntry['error']>
  /** The key that signed the answer, and why this key was used. */
  readonly signer?: NonNullable<JournalEntry['signer']>
  /** What the server accepted although WeChat Pay may refuse it. */
  readonly warnings?: readonly string[]
}

type JournalEntry = components['schemas']['JournalEntry']

interface Delivery {
  /** The delay in milliseconds. */
  readonly delay: number
  /** The fault that breaks the connection or changes the form of the answer. */
  readonly wire: WireFault | undefined
}

/** A scripted fault of the connection or of the form of an answer. */
export type WireFault = NonNullable<components['schemas']['Fault']['wire']>

/** One request and its answer, as the log line shows them. */
export interface Exchange extends Reasons {
  /** When the server began to answer the request, in milliseconds since 1970. */
  readonly time: number
  /** The method and the target are `-` when the server could not read the request. */
  readonly method: string
  readonly target: string
  readonly status: number
  readonly code: string | undefined
  /** The fault that broke the connection or changed the form of the answer. After a limit closed the connection, the value is `close`. */
  readonly wire?: WireFault | undefined
  /** How long the server took to answer, including a delay by a fault. The time of a stream is counted until its end. */
  readonly milliseconds: number
}

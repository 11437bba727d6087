import type { Duplex } from 'node:stream'
import { restOfBody } from '../../contracts/index.ts'
import { bytesAfter, type ParserError } from '../../contracts/parser-error.ts'

/** The bytes at which the HTTP parser failed, by connection. */
export interface UnparsedBytes {
  /** Keeps the error of the parser, with the bytes that it refused. */
  readonly add: (socket: Duplex, error: ParserError) => void
  /** Returns the rest of a body, which was cut off because its Content-Length is too small; `undefined` when no rest is found. */
  readonly takeRest: (socket: Duplex, body: Uint8Array) => Uint8Array | undefined
  /** Whether the refused bytes of a connection turned out to be the rest of a body. */
  readonly wereRest: (socket: Duplex) => boolean
  /** Keeps the body of a refused request, because the rest of it may come after the answer. */
  readonly keep: (socket: Duplex, body: Uint8Array | undefined) => void
  /** Whether the refused bytes of a connection are the rest of a body that was kept. */
  readonly areLateRest: (socket: Duplex) => boolean
}

/** The longest body that is kept, in bytes. The gateway's own limit is the same. */
const KEPT_LIMIT = 65_536

export function createUnparsedBytes(): UnparsedBytes {
  const errors = new WeakMap<Duplex, ParserError>()
  const rests = new WeakSet<Duplex>()
  const kept = new WeakMap<Duplex, Uint8Array>()
  return {
    add: (socket, error) => errors.set(socket, error),
    takeRest(socket, body) {
      const error = errors.get(socket)
      const rest = error && bytesAfter(body, error)
      if (rest === undefined || restOfBody(body, rest) === undefined) return undefined
      // A request without a body may be right as it is, so these bytes get their own line in the log.
      if (body.length > 0) rests.add(socket)
      return rest
    },
    wereRest: (socket) => rests.has(socket),
    keep(socket, body) {
      if (body && body.length <= KEPT_LIMIT) kept.set(socket, body)
      else kept.delete(socket)
    },
    areLateRest(socket) {
      const [body, rest] = [kept.get(socket), errors.get(socket)?.rawPacket]
      return body !== undefined && body.length > 0 && rest !== undefined && restOfBody(body, rest) !== undefined
    },
  }
}

import type { Duplex } from 'node:stream'
import { restOfBody } from '../../contracts/index.ts'
import { bytesAfter, type ParserError } from '../../contracts/parser-error.ts'

/**
 * The bytes that the HTTP parser refused, by connection. They may be the rest of a body. If the Content-Length of a body is too small, the
 * parser takes the rest of the body for the next request.
 */
export interface UnparsedBytes {
  /** Keeps an error of the parser. The error contains the bytes that the parser refused. */
  readonly add: (socket: Duplex, error: ParserError) => void
  /** Returns the refused bytes if they are the rest of this body, and `undefined` if not. */
  readonly takeRest: (socket: Duplex, body: Uint8Array) => Uint8Array | undefined
  /** Whether `takeRest` returned the refused bytes of a connection as the rest of a body that was not empty. */
  readonly wereRest: (socket: Duplex) => boolean
  /** Keeps the body of a refused request, because the rest of this body may come after the answer. With `undefined`, no body is kept. */
  readonly keep: (socket: Duplex, body: Uint8Array | undefined) => void
  /** Whether the refused bytes of a connection are the rest of the body that `keep` received. */
  readonly areLateRest: (socket: Duplex) => boolean
}

/** The longest body that is kept, in bytes. The gateway itself refuses longer bodies. */
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
      // The refused bytes of a connection in `rests` get no line in the log. Bytes after an empty body get a line, because the request
      // before them may be right.
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

import type { Duplex } from 'node:stream'

/**
 * How long a refused connection stays open, so that a client that is still sending can read the refusal. nginx's `lingering_timeout` has
 * the same default.
 */
const LINGERING_MILLISECONDS = 5_000

/** Ends the server's side of a connection. The connection closes when the client has also ended its side, or after five seconds. */
export function closeLater(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), LINGERING_MILLISECONDS).unref()
  socket.once('close', () => clearTimeout(timer)).end()
}

import { connect } from 'node:net'

/** What a client received after it sent the bytes of a request. */
export interface Exchanged {
  readonly received: string
  /** Whether the server closed the connection in time. */
  readonly isClosed: boolean
}

/**
 * Sends bytes over a new connection, and reads until the server closes it.
 *
 * @param patience After how many milliseconds the client closes the connection.
 * @param isHalfClosed Whether the client closes its side after the request.
 */
export async function exchange(url: string, bytes: Uint8Array, patience: number, isHalfClosed = false): Promise<Exchanged> {
  const { hostname, port } = new URL(url)
  const chunks: Buffer[] = []
  let isClosed = true
  const socket = connect({ port: Number(port), host: hostname, noDelay: true })
  const giveUp = setTimeout(() => {
    isClosed = false
    socket.destroy()
  }, patience)
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server may refuse and close before it has read everything.
  socket.on('error', () => undefined)
  if (isHalfClosed) socket.end(bytes)
  else socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve))
  clearTimeout(giveUp)
  return { received: Buffer.concat(chunks).toString('latin1'), isClosed }
}

import { Buffer } from 'node:buffer'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { HttpAnswer, WireFault } from './http-exchange.ts'

/** No HTTP: the first bytes of a TLS alert, and noise. */
const GARBAGE = Buffer.from('1503010002022800ff8a3b1c', 'hex')

const WIRE: Readonly<Record<WireFault, (response: ServerResponse, answer: HttpAnswer) => void>> = {
  reset: ({ req: { socket } }) => void socket.resetAndDestroy(),
  close: ({ req: { socket } }) => void socket.destroy(),
  close_mid_body: cutInTheMiddle,
  silent: () => undefined,
  garbage: ({ req: { socket } }) => void socket.end(GARBAGE),
}

/** Sends an answer in its own time and way; a client that went away meanwhile gets nothing. */
export async function deliver(response: ServerResponse, answer: HttpAnswer): Promise<void> {
  const { delay = 0, wire } = answer.delivery ?? {}
  // The request's: a response behind another one on the same connection has none yet, and before Node 24 is not told when it closes.
  const { socket } = response.req
  if (delay > 0) await wait(socket, delay)
  if (socket.destroyed) return
  if (wire) WIRE[wire](response, answer)
  else response.writeHead(answer.status, answer.headers).end(answer.body)
}

/** Ends early when the connection does. */
async function wait(socket: Socket, milliseconds: number): Promise<void> {
  if (socket.destroyed) return
  const gone = new AbortController()
  const abort = () => gone.abort()
  socket.once('close', abort)
  await setTimeout(milliseconds, undefined, { signal: gone.signal }).catch(() => undefined)
  socket.off('close', abort)
}

/** An answer without a body is cut in the middle of its head. */
function cutInTheMiddle(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  // Of the request: the response has none while an answer before it is still to be sent.
  const { socket } = response.req
  if (body.length > 0) response.writeHead(status, headers).write(body.subarray(0, Math.ceil(body.length / 2)), () => socket.destroy())
  else socket.write(`HTTP/1.1 ${status} `, () => socket.destroy())
}

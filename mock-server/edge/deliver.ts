import { Buffer } from 'node:buffer'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { HttpAnswer, WireFault } from './http-exchange.ts'
import { KEEP_ALIVE_MILLISECONDS } from './listen.ts'
import { type OwedAnswers, whenSent } from './owed-answers.ts'

/** These bytes are not HTTP: a TLS alert, then noise. */
const GARBAGE = Buffer.from('1503010002022800ff8a3b1c', 'hex')

const WIRE: Readonly<Record<WireFault, (response: ServerResponse, answer: HttpAnswer, stopping: AbortSignal) => void>> = {
  reset: ({ req: { socket } }) => reset(socket),
  close: ({ req: { socket } }) => void socket.destroy(),
  close_mid_body: cutInTheMiddle,
  silent: untilClientEnds,
  garbage: ({ req: { socket } }) => void socket.end(GARBAGE),
  doubled_headers: (response, answer) => send(response, answer, Object.entries(answer.headers).map(doubledIfSigned)),
  gzip: compressed,
  no_content: noContent,
}

/**
 * Sends an answer after its delay, and with its wire fault. If the client ends its side of the connection, the answer is sent at once: only
 * sending shows whether the client still reads.
 *
 * @param owed The answers that each connection is still waiting for. A wire fault waits until the earlier answers on its connection are
 * sent.
 * @param stopping Aborted when the server begins to stop. From then on, the last answer on a connection closes the connection, and streams
 * end.
 * @returns Whether the client ended its side of the connection before the end of the delay.
 */
export async function deliver(response: ServerResponse, answer: HttpAnswer, owed: OwedAnswers, stopping: AbortSignal): Promise<boolean> {
  const { delay = 0 } = answer.delivery ?? {}
  const hasLeft = delay > 0 && (await endsWithin(response.req.socket, delay))
  await sendInTurn(response, answer, owed, stopping)
  return hasLeft
}

async function sendInTurn(response: ServerResponse, answer: HttpAnswer, owed: OwedAnswers, stopping: AbortSignal): Promise<void> {
  const { wire } = answer.delivery ?? {}
  // The socket comes from the request, because a response that waits for an earlier response has no socket yet. Before Node 24, such a
  // response gets no close event either.
  const { socket } = response.req
  const earlier = wire && earlierThan(response, owed)
  if (earlier) await whenSent(earlier)
  if (!socket.writable) return answer.stream?.return?.().then(() => undefined)
  if (stopping.aborted && isLast(response, owed)) response.shouldKeepAlive = false
  if (answer.stream) return sendStream(response, answer, answer.stream, stopping)
  if (wire) WIRE[wire](response, answer, stopping)
  else send(response, answer)
}

/**
 * Writes the status and the headers. The connection headers come right after the Content-Length, as the gateway sends them; Node would put them last.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 */
function writeHead(response: ServerResponse, { status }: HttpAnswer, entries: readonly Header[]): ServerResponse {
  const kept = { Connection: 'keep-alive', 'Keep-Alive': `timeout=${KEEP_ALIVE_MILLISECONDS / 1000}` }
  const connection = Object.entries(response.shouldKeepAlive ? kept : { Connection: 'close' })
  const isAfter = entries.findIndex(([name]) => name === 'Content-Length') + 1
  return response.writeHead(status, Object.fromEntries(entries.toSpliced(isAfter || entries.length, 0, ...connection)))
}

/** A header. An array of values is sent as several headers of the same name. */
type Header = readonly [name: string, value: string | string[]]

function send(response: ServerResponse, answer: HttpAnswer, headers: readonly Header[] = Object.entries(answer.headers)): void {
  writeHead(response, answer, headers).end(answer.body)
}

/** Sends a stream until it ends, the client goes away or the server stops. The answer to HEAD ends after the headers. */
async function sendStream(
  response: ServerResponse,
  answer: HttpAnswer,
  stream: NonNullable<HttpAnswer['stream']>,
  stopping: AbortSignal,
): Promise<void> {
  const { socket } = response.req
  const end = () => void stream.return?.()
  if (response.req.method === 'HEAD') {
    end()
    return void writeHead(response, answer, Object.entries(answer.headers)).end()
  }
  // Ends the stream when the client goes away, even while the stream waits for its next part.
  socket.once('close', end).once('end', end)
  const off = onAbort(stopping, end)
  writeHead(response, answer, Object.entries(answer.headers)).flushHeaders()
  await pipeline(Readable.from(stream), response).catch(() => undefined)
  socket.off('close', end).off('end', end)
  off()
}

function doubledIfSigned([name, value]: readonly [string, string]): Header {
  return [name, name.startsWith('Wechatpay-') ? [value, value] : value]
}

/** Sends the body as gzip; the signature still covers the uncompressed body. An answer without a body is sent unchanged. */
function compressed(response: ServerResponse, answer: HttpAnswer): void {
  const body = gzipSync(answer.body)
  const headers = { ...answer.headers, 'Content-Length': String(body.length), 'Content-Encoding': 'gzip' }
  send(response, answer.body.length > 0 ? { ...answer, headers, body } : answer)
}

/** Sends the body, or `{}` if it is empty, with the status 204. Node itself refuses to send a body with this status. */
function noContent({ req: { socket } }: ServerResponse, { headers, body }: HttpAnswer): void {
  const sent = body.length > 0 ? body : Buffer.from('{}')
  const lines = Object.entries({ ...headers, 'Content-Length': sent.length, Connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  socket.write(['HTTP/1.1 204 No Content', ...lines, '', ''].join('\r\n'))
  socket.end(sent)
}

function earlierThan(response: ServerResponse, owed: OwedAnswers): ServerResponse | undefined {
  const answers = owed.on(response.req.socket)
  return answers[answers.indexOf(response) - 1]
}

/** Whether this is the last answer on the connection. `owed` is empty when another server, such as supertest's, calls the app. */
function isLast(response: ServerResponse, owed: OwedAnswers): boolean {
  const last = owed.on(response.req.socket).at(-1)
  return last === undefined || last === response
}

/** Waits. If the client ends its side of the connection or the connection breaks, the wait ends early, and the result is true. */
async function endsWithin(socket: Socket, milliseconds: number): Promise<boolean> {
  if (socket.destroyed || socket.readableEnded) return true
  const gone = new AbortController()
  const abort = () => gone.abort()
  socket.once('close', abort).once('end', abort)
  await setTimeout(milliseconds, undefined, { signal: gone.signal }).catch(() => undefined)
  socket.off('close', abort).off('end', abort)
  return gone.signal.aborted
}

/** Ends a connection with RST. Only TCP can be reset; a TLS socket has its TCP socket in a field that Node does not document. */
function reset(socket: Socket & { readonly _parent?: Socket | null }): void {
  const tcp = socket._parent ?? socket
  tcp.resetAndDestroy()
}

function cutInTheMiddle(response: ServerResponse, answer: HttpAnswer): void {
  const { status, body } = answer
  const { socket } = response.req
  if (body.length > 0)
    writeHead(response, answer, Object.entries(answer.headers)).write(body.subarray(0, Math.ceil(body.length / 2)), () => socket.destroy())
  else socket.write(`HTTP/1.1 ${status} `, () => socket.destroy())
}

/** Sends nothing, and closes the connection when the client ends its side or the server stops. */
function untilClientEnds({ req: { socket } }: ServerResponse, _answer: HttpAnswer, stopping: AbortSignal): void {
  const end = () => void socket.destroy()
  if (socket.readableEnded) end()
  socket.once('end', end).once('close', onAbort(stopping, end))
}

/**
 * Calls a function when a signal is aborted, or at once if the signal is already aborted.
 *
 * @returns A function that removes the listener.
 */
function onAbort(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) act()
  signal.addEventListener('abort', act)
  return () => signal.removeEventListener('abort', act)
}

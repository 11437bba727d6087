import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { errorMessage } from '../../contracts/error-message.ts'
import { type Egress, nameOf } from './egress.ts'
import { wayTo } from './gateway-hosts.ts'

/**
 * Headers that a proxy does not pass on. A proxy also drops the headers that `Connection` names.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
const OWN_HEADERS = new Set(['proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'connection', 'keep-alive', 'te', 'upgrade'])

/**
 * The headers that say where a body ends. They are passed on even if `Connection` names them. Without them, the receiver would read the
 * body as another message.
 */
const FRAMING = new Set(['content-length', 'transfer-encoding'])

/** Whether a request asks this server to be a proxy: its target is a whole URL, and the host in that URL is not the gateway. */
export function isForeign({ url = '' }: IncomingMessage): boolean {
  const host = hostOf(url)
  return host !== undefined && wayTo(host) !== 'gateway'
}

function hostOf(url: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(url) && URL.canParse(url) ? new URL(url).hostname : undefined
}

/** Forwards a request for another host, or refuses it with a 502 that says why. */
export async function forwardPlain(
  request: IncomingMessage,
  response: ServerResponse,
  egress: Egress,
  onRefused: (reason: string) => void,
): Promise<void> {
  const refuse = (reason: string) => {
    onRefused(reason)
    // The client already has the beginning of an answer. Closing the connection shows that the answer is incomplete.
    if (response.headersSent) return void response.destroy()
    response.writeHead(502, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`wechatpay-goldplan-mock: ${reason}\n`)
  }
  // When the client has gone away, its address is unknown. `egress.refusal` would treat it as a client on another machine.
  const { socket: client } = request
  if (client.destroyed || client.remoteAddress === undefined) return void client.destroy()
  const { protocol, host, hostname, port, pathname, search } = new URL(String(request.url))
  const destination = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) }
  const refusal = protocol === 'http:' ? egress.refusal(destination, client.remoteAddress) : `${protocol}//${hostname} needs CONNECT`
  if (refusal !== undefined) return refuse(refusal)
  try {
    const socket = await egress.connect(destination)
    if (response.destroyed) return void socket.destroy()
    // The URL decides the Host header. The Host that the client sent is ignored: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
    const headers = { ...withoutOwn(request.headers), host }
    const sent = sendRequest({ method: request.method, path: pathname + search, headers, createConnection: () => socket })
    const breakOff = (error: Error) => {
      socket.destroy()
      // A closed `response` means that the client has gone away. Then there is nobody to tell, and the other host did not fail.
      if (!response.destroyed) refuse(`the answer of ${nameOf(destination)} can't be passed on: ${error.message}`)
    }
    sent.on('error', breakOff).on('response', (answer) => passOn(answer, response).catch(breakOff))
    sent.on('upgrade', () => breakOff(new Error('it changed to another protocol')))
    response.once('close', () => socket.destroy())
    request.pipe(sent)
  } catch (error) {
    refuse(`${nameOf(destination)} can't be reached: ${errorMessage(error)}`)
  }
}

/**
 * Passes an answer on.
 *
 * @throws {Error} When Node.js can't send the status, such as 099, or when the answer ends too early.
 */
async function passOn(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(Number(answer.statusCode), withoutOwn(answer.headers))
  await pipeline(answer, response)
}

function withoutOwn(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const named = (headers.connection ?? '').toLowerCase().split(/[\s,]+/)
  const isOwn = (name: string) => OWN_HEADERS.has(name) || (named.includes(name) && !FRAMING.has(name))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isOwn(name)))
}

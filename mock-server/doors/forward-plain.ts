import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http'
import { type Egress, nameOf } from './egress.ts'
import { wayTo } from './gateway-hosts.ts'

/** Headers that a proxy does not pass on: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const OWN_HEADERS = new Set(['proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'connection', 'keep-alive', 'te', 'upgrade'])

/** Whether a request asks the proxy for a whole URL of a host that is not the gateway's. */
export function isForeign({ url = '' }: IncomingMessage): boolean {
  const host = hostOf(url)
  return host !== undefined && wayTo(host) !== 'gateway'
}

function hostOf(url: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(url) && URL.canParse(url) ? new URL(url).hostname : undefined
}

/** Sends such a request on, or refuses it with a 502 that says why. */
export async function forwardPlain(
  request: IncomingMessage,
  response: ServerResponse,
  egress: Egress,
  onRefused: (reason: string) => void,
): Promise<void> {
  const refuse = (reason: string) => {
    onRefused(reason)
    if (!response.headersSent) response.writeHead(502, { 'Content-Type': 'text/plain; charset=utf-8' })
    response.end(`wechatpay-goldplan-mock: ${reason}\n`)
  }
  const { protocol, hostname, port, pathname, search } = new URL(String(request.url))
  const destination = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) }
  const refusal =
    protocol === 'http:' ? egress.refusal(destination, request.socket.remoteAddress) : `${protocol}//${hostname} needs CONNECT`
  if (refusal !== undefined) return refuse(refusal)
  try {
    const socket = await egress.connect(destination)
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OWN_HEADERS.has(name)))
    const options = { method: request.method, path: pathname + search, headers, createConnection: () => socket }
    const sent = sendRequest(options, (answer) => {
      response.writeHead(Number(answer.statusCode), answer.headers)
      answer.pipe(response)
    })
    sent.on('error', (error) => refuse(`${nameOf(destination)} broke off: ${error.message}`))
    response.once('close', () => socket.destroy())
    request.pipe(sent)
  } catch (error) {
    refuse(`${nameOf(destination)} can't be reached: ${error instanceof Error ? error.message : error}`)
  }
}

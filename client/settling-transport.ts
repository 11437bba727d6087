import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import type { AxiosRequestConfig } from 'axios'

/** The option `transport` of axios. */
interface Transport {
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest
}

/**
 * Makes the transport of one request, around Node's own or the one of the configuration, so that the call settles in two cases in which axios
 * leaves it pending: when the answer switches protocols (101), and when connecting takes longer than `timeout`.
 */
export function settlingTransport({ transport, timeout }: AxiosRequestConfig): Transport {
  return {
    request(options, onResponse) {
      const inner: Transport = transport ?? (options.protocol === 'https:' ? https : http)
      const request = inner.request(options, onResponse)
      handOverUpgrade(request, onResponse)
      timeAnswer(request, Number.parseInt(String(timeout), 10))
      return request
    },
  }
}

/** Without a listener, Node closes the connection after a 101 and tells nobody. */
function handOverUpgrade(request: ClientRequest, onResponse: (response: IncomingMessage) => void): void {
  request.once('upgrade', (response, socket) => {
    socket.destroy()
    onResponse(response)
  })
}

/** Axios times the wait for an answer from its start only with a transport that it chose, and else once the socket is connected. */
function timeAnswer(request: ClientRequest, timeout: number): void {
  if (!(timeout > 0)) return
  const timer = setTimeout(() => request.emit('timeout'), timeout)
  for (const end of ['response', 'close']) request.once(end, () => clearTimeout(timer))
}

import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import type { AxiosRequestConfig } from 'axios'

/** The option `transport` of axios. */
interface Transport {
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest
}

/**
 * Makes the transport of one request. It uses Node's own, or the one of the configuration, and settles the call in two cases in which axios
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

/** Without a listener, Node closes the connection after a 101, and axios never hears of it. */
function handOverUpgrade(request: ClientRequest, onResponse: (response: IncomingMessage) => void): void {
  request.once('upgrade', (response, socket) => {
    socket.destroy()
    onResponse(response)
  })
}

/** Axios counts the time from the start only with a transport of its own; with another one, from when the socket is connected. */
function timeAnswer(request: ClientRequest, timeout: number): void {
  if (!(timeout > 0)) return
  const timer = setTimeout(() => request.emit('timeout'), timeout)
  for (const end of ['response', 'close']) request.once(end, () => clearTimeout(timer))
}

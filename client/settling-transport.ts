import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import type { AxiosRequestConfig } from 'axios'
import { LONGEST_TIMER } from '../contracts/longest-timer.ts'

/** The `transport` option of axios. */
interface Transport {
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest
}

/**
 * Creates the transport for one request. It wraps the configured transport, or Node's own. With any custom transport, axios leaves a call
 * pending when the server answers 101 (Switching Protocols) or when connecting takes longer than `timeout`. With this transport, the call
 * ends in both cases.
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

/** Gives a 101 answer to axios and closes the connection. Node itself would close the connection without giving the answer to axios. */
function handOverUpgrade(request: ClientRequest, onResponse: (response: IncomingMessage) => void): void {
  request.once('upgrade', (response, socket) => {
    socket.destroy()
    onResponse(response)
  })
}

/**
 * Emits `timeout` on the request when no answer has begun after `timeout` milliseconds. With a custom transport, the timer of axios itself
 * would start only when the socket is connected.
 */
function timeAnswer(request: ClientRequest, timeout: number): void {
  if (!(timeout > 0)) return
  const timer = setTimeout(() => request.emit('timeout'), Math.min(timeout, LONGEST_TIMER))
  for (const end of ['response', 'close']) request.once(end, () => clearTimeout(timer))
}

import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import type { AxiosRequestConfig } from 'axios'
import { LONGEST_TIMER } from '../contracts/longest-timer.ts'

/** The `transport` option of axios. */
interface Transport {
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest
}

/**
 * Creates the transport for one request, around the configured transport or Node's own. With a custom transport, axios leaves a call
 * pending when the server switches protocols (101) or when connecting takes longer than `timeout`. This transport settles the call.
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

/** Gives a 101 answer to axios and closes the connection. Without this listener, Node would close it and axios would get no answer. */
function handOverUpgrade(request: ClientRequest, onResponse: (response: IncomingMessage) => void): void {
  request.once('upgrade', (response, socket) => {
    socket.destroy()
    onResponse(response)
  })
}

/** Emits `timeout` when no answer begins in time. With a custom transport, axios itself would start the timer when the socket is connected. */
function timeAnswer(request: ClientRequest, timeout: number): void {
  if (!(timeout > 0)) return
  const timer = setTimeout(() => request.emit('timeout'), Math.min(timeout, LONGEST_TIMER))
  for (const end of ['response', 'close']) request.once(end, () => clearTimeout(timer))
}

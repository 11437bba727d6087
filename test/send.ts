import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import type { WireRequest } from './signed-request.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends a request with these bytes and headers. */
export async function send(url: string, { method, target, headers, body }: WireRequest, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method,
      path: target,
      headers: { ...headers, 'Content-Length': body.length },
      ...(agent && { agent }),
    })
    request.on('error', reject)
    request.on('response', async (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) })
    })
    request.end(body)
  })
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that plays a host outside WeChat Pay. A client that follows a redirect to it gets an answer without a signature. */
export interface OtherHost extends AsyncDisposable {
  readonly url: string
  /** Sets the answer to all later requests. */
  answerWith(status: number, body: string): void
}

/** Starts the other host on this machine. */
export async function openOtherHost(): Promise<OtherHost> {
  let answer = { status: 200, body: '' }
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8' }).end(answer.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answerWith(status, body) {
      answer = { status, body }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

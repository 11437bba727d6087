import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request that the Broker received. */
export interface BrokerRequest {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: unknown
}

export interface PactBroker extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly BrokerRequest[]
}

/**
 * Starts the part of a Pact Broker that a verification uses. It serves one pact and records the requests.
 *
 * @see https://docs.pact.io/pact_broker/advanced_topics/provider_verification_results
 */
export async function pactBroker(file: string, { pending = false } = {}): Promise<PactBroker> {
  const requests: BrokerRequest[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const body = await text(request)
    requests.push({ method, path, authorization: headers.authorization, body: body && JSON.parse(body) })
    const answer = answersOf(url(), file, pending)[`${method} ${path}`]
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/hal+json' }).end(JSON.stringify(answer ?? {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url(),
    requests,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function answersOf(url: string, file: string, pending: boolean): Record<string, unknown> {
  const pact = JSON.parse(readFileSync(file, 'utf8'))
  const self = { href: `${url}/pact`, name: 'a pact' }
  const found = { shortDescription: 'latest', verificationProperties: { pending, notices: [] }, _links: { self } }
  const forVerification = {
    _links: { self: { href: `${url}/pacts/provider/wechatpay-goldplan/for-verification` } },
    _embedded: { pacts: [found] },
  }
  const verifiable = { href: `${url}/pacts/provider/{provider}/for-verification`, templated: true }
  return {
    'GET /': { _links: { self: { href: url }, 'pb:provider-pacts-for-verification': verifiable } },
    'GET /pacts/provider/wechatpay-goldplan/for-verification': forVerification,
    'POST /pacts/provider/wechatpay-goldplan/for-verification': forVerification,
    'GET /pact': { ...pact, _links: { self, 'pb:publish-verification-results': { href: `${url}/results` } } },
    'POST /results': {},
  }
}

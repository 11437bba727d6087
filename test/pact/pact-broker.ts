import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
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

/** How the Broker behaves. Without these options, it serves its pact and accepts all results. */
export interface BrokerChoice {
  readonly pending?: boolean
  /** The calls that the Broker refuses, such as `GET /pact`, and the status of each refusal. */
  readonly refuses?: Readonly<Record<string, number>>
  /** Refuses every call with this status. */
  readonly status?: number
  /** Whether the Broker has no pact to verify. */
  readonly isEmpty?: boolean
  /** The name of a link that the Broker's pact or provider lacks. */
  readonly without?: string
  /** The URL with which the links in the Broker's answers begin. By default, the URL of the Broker. */
  readonly linkedUrl?: string
  /** A call, such as `GET /`, that gets a login page, as if a proxy in front of the Broker asked for a login. */
  readonly page?: string
  /** The links of the Broker's pact, in place of the usual links. */
  readonly links?: unknown
  /** The URL to which the Broker redirects `GET /`. */
  readonly redirect?: string
  /** The names of the providers and consumers that the Broker knows. */
  readonly names?: readonly string[]
  /** The key and the certificate with which the Broker serves over TLS. Without them, it serves over plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

export const SELECTION = '/pacts/provider/wechatpay-goldplan/for-verification'

/**
 * Starts a server with the part of a Pact Broker that a verification uses. It serves one pact, at `/pact`, and records the requests.
 *
 * @param file The path of the pact.
 * @see https://docs.pact.io/pact_broker/advanced_topics/provider_verification_results
 */
export async function pactBroker(file: string, choice: BrokerChoice = {}): Promise<PactBroker> {
  const requests: BrokerRequest[] = []
  const server = (choice.tls ? createTlsServer(choice.tls) : createServer()).on('request', async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const body = await text(request)
    requests.push({ method, path, authorization: headers.authorization, body: body && JSON.parse(body) })
    const call = `${method} ${path}`
    if (choice.redirect !== undefined && call === 'GET /') return response.writeHead(302, { Location: choice.redirect }).end()
    if (choice.page === call) return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Please log in</html>')
    const answer = answersOf(choice.linkedUrl ?? url(), file, choice)[call]
    const status = choice.status ?? choice.refuses?.[call] ?? (answer ? 200 : 404)
    const refusal = { error: { message: `the Broker says ${status}` } }
    const content = status === 200 ? answer : refusal
    return response
      .writeHead(status, { 'Content-Type': 'application/hal+json' })
      .end(typeof content === 'string' ? content : JSON.stringify(content))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = () => `${choice.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
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

function answersOf(
  url: string,
  file: string,
  { pending = false, isEmpty = false, without = '', names = [], ...choice }: BrokerChoice,
): Record<string, unknown> {
  const self = { href: `${url}/pact`, name: 'a pact' }
  const found = { shortDescription: 'latest', verificationProperties: { pending, notices: [] }, _links: { self } }
  const forVerification = { _links: { self: { href: `${url}${SELECTION}` } }, _embedded: { pacts: isEmpty ? [] : [found] } }
  const verifiable = { href: `${url}/pacts/provider/{provider}/for-verification`, templated: true }
  const ofPact = {
    self,
    'pb:publish-verification-results': { href: `${url}/results` },
    'pb:provider': { href: `${url}/provider`, name: 'wechatpay-goldplan' },
  }
  const versions = `${url}/pacticipants/wechatpay-goldplan`
  const ofProvider = {
    'pb:branch-version': { href: `${versions}/branches/{branch}/versions/{version}`, templated: true },
    'pb:version-tag': { href: `${versions}/versions/{version}/tags/{tag}`, templated: true },
  }
  // The pact is not parsed, so that its numbers are served as they are written in the file.
  const pact = readFileSync(file, 'utf8').trim().replace(/}$/, '')
  const kept = (links: object) => Object.fromEntries(Object.entries(links).filter(([name]) => name !== without))
  const links = JSON.stringify('links' in choice ? choice.links : kept(ofPact))
  return {
    'GET /': { _links: { self: { href: url }, 'pb:provider-pacts-for-verification': verifiable } },
    [`GET ${SELECTION}`]: forVerification,
    [`POST ${SELECTION}`]: forVerification,
    'GET /pact': `${pact},"_links":${links}}`,
    'GET /provider': { name: 'wechatpay-goldplan', _links: kept(ofProvider) },
    'GET /pacticipants': { _embedded: { pacticipants: names.map((name) => ({ name })) } },
    'POST /results': {},
    'PUT /pacticipants/wechatpay-goldplan/branches/main/versions/abc123': {},
    'PUT /pacticipants/wechatpay-goldplan/versions/abc123/tags/prod': {},
  }
}

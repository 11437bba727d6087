import { Agent } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import * as tls from 'node:tls'
import { errorMessage } from '../error-message.ts'
import { withoutPasswords } from '../without-passwords.ts'

/** The credentials and the CA of a Pact Broker. */
export interface BrokerAccess {
  readonly token?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Certificates in PEM to trust in addition to those that Node trusts. */
  readonly ca?: string | undefined
}

/** A request to a Broker. */
export interface BrokerRequest {
  readonly method: string
  readonly url: URL
  readonly contentType: string | undefined
  readonly body: Buffer
}

/** The answer of a Broker. */
export interface BrokerAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer<ArrayBuffer>
}

/**
 * Sends a request to a Broker.
 *
 * @throws {Error} When no complete answer with a final status arrives, or when the client refuses to follow a redirect.
 */
export type AskBroker = (request: BrokerRequest) => Promise<BrokerAnswer>

/** How long a connection may be silent, in milliseconds. */
const TIMEOUT = 8000
/** How long a request and its whole answer may take, in milliseconds. Each redirect starts this time anew. */
const WHOLE_TIMEOUT = 30_000
/** The largest answer, in bytes. */
const ANSWER_LIMIT = 50 * 1024 * 1024
/** The waits before the first and the second retry of a request that was answered with a 5xx, in milliseconds. */
const WAITS = [1000, 2000]
const REDIRECT_LIMIT = 5

/**
 * Creates a client for a Pact Broker. The client follows a redirect to the same origin, or from http to https on the same host. It refuses
 * any other redirect, because another host would get the credentials. It retries a request up to twice after a 5xx. Once a request has got
 * a 5xx three times, the client sends each later request only once.
 *
 * @param print Prints a line before a retry.
 */
export async function brokerClient(access: BrokerAccess, print: (line: string) => void): Promise<AskBroker> {
  const send = await senderWith(access)
  let isDown = false
  return async (request) => {
    for (const milliseconds of WAITS) {
      const answer = await send(request)
      if (answer.status < 500 || isDown) return answer
      const seconds = milliseconds / 1000
      print(`${nameOf(request)} was answered ${answer.status}; trying again in ${seconds} s (Broker 出错，${seconds} 秒后重试)`)
      await wait(milliseconds)
    }
    const last = await send(request)
    isDown ||= last.status >= 500
    return last
  }
}

function nameOf({ method, url }: BrokerRequest): string {
  return `${method} ${withoutPasswords(url.href)}`
}

async function senderWith({ token, username, password = '', ca }: BrokerAccess): Promise<AskBroker> {
  const { default: axios } = await import('axios')
  const basic = username === undefined ? {} : { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
  const authorization = token === undefined ? basic : { Authorization: `Bearer ${token}` }
  const agent = ca === undefined ? {} : { httpsAgent: new Agent({ ca: [...trustedByNode(), ca] }) }

  async function send(request: BrokerRequest, redirects = 0): Promise<BrokerAnswer> {
    const { method, url, contentType, body } = request
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), WHOLE_TIMEOUT)
    const answer = await axios
      .request<Buffer>({
        method,
        url: url.href,
        headers: {
          Accept: 'application/hal+json, application/json',
          ...(contentType && { 'Content-Type': contentType }),
          ...authorization,
        },
        ...(body.length > 0 && { data: body }),
        ...agent,
        transformRequest: (data) => data,
        responseType: 'arraybuffer',
        validateStatus: null,
        maxRedirects: 0,
        timeout: TIMEOUT,
        maxContentLength: ANSWER_LIMIT,
        signal: limit.signal,
      })
      .catch((cause) => {
        throw new Error(failure(nameOf(request), cause), { cause })
      })
      .finally(() => clearTimeout(timer))
    if (answer.status < 200) throw new Error(`${nameOf(request)} was answered ${answer.status}, which is not a final status`)
    const { location } = answer.headers
    if (answer.status < 300 || answer.status > 399 || typeof location !== 'string')
      return { status: answer.status, contentType: String(answer.headers['content-type'] ?? ''), body: Buffer.from(answer.data) }
    return send({ ...request, url: redirected(request, location, redirects) }, redirects + 1)
  }

  return (request) => send(request)
}

/** The certificates that Node trusts. Before Node 22.15, the list lacks those of `NODE_EXTRA_CA_CERTS`. */
function trustedByNode(): readonly string[] {
  return tls.getCACertificates?.('default') ?? tls.rootCertificates
}

function redirected(request: BrokerRequest, location: string, redirects: number): URL {
  const to = URL.parse(location, request.url.href)
  if (!to)
    throw new Error(`${nameOf(request)} was redirected to ${JSON.stringify(location.slice(0, 100))}, which is not a URL (重定向地址有误)`)
  const isUpgrade = request.url.protocol === 'http:' && to.protocol === 'https:' && to.hostname === request.url.hostname
  if (redirects >= REDIRECT_LIMIT) throw new Error(`${nameOf(request)} was redirected more than ${REDIRECT_LIMIT} times (重定向过多)`)
  if (to.origin === request.url.origin || isUpgrade) return to
  throw new Error(
    `${nameOf(request)} was redirected to ${to.origin}; requests are sent only to ${request.url.origin} (不向其他地址发送请求)`,
  )
}

/** Matches the error codes for a certificate whose CA is not trusted. The code for an expired certificate, for example, does not match. */
const UNKNOWN_CA = /SELF_SIGNED|GET_ISSUER|LEAF_SIGNATURE|SIGNATURE_FAILURE|UNTRUSTED/

function failure(name: string, error: unknown): string {
  const { code = '' } = error as { readonly code?: string }
  if (code === 'ERR_CANCELED') return `${name} got no complete answer within ${WHOLE_TIMEOUT / 1000} s`
  const text = errorMessage(error) || code
  if (text.startsWith('maxContentLength')) return `The answer to ${name} is longer than ${ANSWER_LIMIT} bytes`
  const why = `${name} got no complete answer: ${text}`
  if (!UNKNOWN_CA.test(code)) return why
  return `${why}; name the CA of this server with NODE_EXTRA_CA_CERTS or, if the server is the Broker, with --broker-ca (证书不受信任：请用 NODE_EXTRA_CA_CERTS 指定 CA，Broker 也可用 --broker-ca)`
}

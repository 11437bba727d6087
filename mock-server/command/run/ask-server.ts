import { errorMessage } from '../../../contracts/error-message.ts'
import type { MockCredentials } from '../../control/merchant-resource.ts'
import { serverCredentials } from '../server-credentials.ts'

/** A running server that is also a proxy. */
export interface ProxyServer {
  readonly credentials: MockCredentials
  readonly proxyUrl: string
  readonly tlsPort: number
  readonly socksPort: number
  readonly caCertificate: string
}

/**
 * Asks a running server for its credentials, and for what a program needs to use it as a proxy.
 *
 * @param token The control token; needed for a server on another machine.
 * @throws {Error} When the URL is not that of a server, or the server can't be used or is not a proxy.
 */
export async function askServer(url: string, token: string | undefined): Promise<ProxyServer> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'http:')
    throw new Error(`--server must be the URL of a server, such as http://127.0.0.1:8920; got ${url.slice(0, 100)}`)
  const credentials = await serverCredentials(url, token).catch((cause) => {
    throw new Error(`--server ${url} can't be used: ${errorMessage(cause)}`, { cause })
  })
  const { proxy_url, tls_port, socks_port, ca_certificate } = credentials.doors ?? { proxy_url: null, socks_port: null }
  if (proxy_url === null || socks_port === null) throw new Error(`--server ${url} is not a proxy: start that server with --proxy`)
  return { credentials, proxyUrl: proxy_url, tlsPort: Number(tls_port), socksPort: socks_port, caCertificate: String(ca_certificate) }
}

import { resolve } from 'node:path'
import { writeCredentials } from '../write-credentials.ts'
import type { ProxyServer } from './ask-server.ts'
import { merchantVariables, reachVariables, type Variables } from './environment.ts'
import { writeTrustFiles } from './trust-files.ts'

/** How a program finds a server: its environment variables, and the words that its arguments may contain. */
export interface Way {
  readonly variables: Variables
  /** The values of `{port}` and the other placeholders in the arguments of the program. */
  readonly placeholders: Variables
}

/**
 * Writes what a program needs to reach a server.
 *
 * @param folder The folder for the keys, the certificates and the trust files.
 * @param javaSockets The choice of `--java-sockets`.
 * @throws {Error} When the folder can't be written.
 */
export async function prepareWay(server: ProxyServer, folder: string, javaSockets: boolean): Promise<Way> {
  const { credentials, proxyUrl: url, tlsPort, socksPort, caCertificate } = server
  await writeCredentials(credentials, folder)
  const files = await writeTrustFiles(folder, caCertificate, process.env, Date.now())
  const path = resolve(folder)
  const reach = { url, tlsPort, socksPort, files, javaSockets }
  return {
    variables: { ...reachVariables(reach, process.env), ...merchantVariables(credentials, path) },
    placeholders: { url: credentials.base_url, port: portOf(url), mchid: credentials.mchid, folder: path },
  }
}

function portOf(url: string): string {
  return new URL(url).port || '80'
}

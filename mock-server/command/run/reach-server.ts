import { resolve } from 'node:path'
import { writeCredentials } from '../write-credentials.ts'
import type { ProxyServer } from './ask-server.ts'
import { merchantVariables, reachVariables, type Variables } from './environment.ts'
import { writeTrustFiles } from './trust-files.ts'

/** What a program needs to find a server: environment variables, and values for the placeholders in the program's arguments. */
export interface Way {
  readonly variables: Variables
  /** The values of `{port}` and the other placeholders. */
  readonly placeholders: Variables
}

/**
 * Writes the keys, the certificates and the trust files that a program needs to reach a server. Returns the variables and the placeholders.
 *
 * @param folder The folder for these files.
 * @param javaSockets Whether the option `--java-sockets` was given.
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

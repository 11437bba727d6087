import type { Buffer } from 'node:buffer'
import { X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { getCACertificates, rootCertificates } from 'node:tls'
import { readRegularFile } from '../../../contracts/read-regular-file.ts'
import { GATEWAY_HOSTS } from '../../doors/gateway-hosts.ts'
import { replaceFile } from '../../store/replace-file.ts'
import { javaTrustStore } from './java-trust-store.ts'
import { PRELOAD } from './preload.ts'

/** The absolute paths of files that make programs trust the local CA. */
export interface TrustFiles {
  /** The root certificates of the system and of Node, the certificates that variables such as `SSL_CERT_FILE` name, and that of the CA. */
  readonly bundle: string
  /** The certificates that the user's `NODE_EXTRA_CA_CERTS` names, and the certificate of the CA. */
  readonly nodeExtra: string
  readonly javaTrustStore: string
  /** A hosts file for the Java property `jdk.net.hosts.file`. */
  readonly javaHosts: string
  /** A folder with an ini file that makes PHP use the bundle. */
  readonly phpFolder: string
  readonly nodePreload: string
}

/**
 * Environment variables that may name a file of certificates. A program that reads such a variable trusts only that file. The bundle therefore
 * includes the file's certificates.
 */
const BUNDLE_VARIABLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']

/**
 * Writes the {@link TrustFiles} into a folder and returns their paths.
 *
 * @param ca The certificate of the CA in PEM.
 * @param environment The environment variables that the user's program would have without this command.
 * @param now Milliseconds since 1970.
 * @throws {Error} When a file can't be written.
 */
export async function writeTrustFiles(folder: string, ca: string, environment: NodeJS.ProcessEnv, now: number): Promise<TrustFiles> {
  const path = (name: string) => resolve(folder, name)
  const files: TrustFiles = {
    bundle: path('ca-bundle.pem'),
    nodeExtra: path('node-extra-ca.pem'),
    javaTrustStore: path('truststore.jks'),
    javaHosts: path('java-hosts'),
    phpFolder: path('php'),
    nodePreload: path('preload.cjs'),
  }
  const own = await certificatesNamedBy(BUNDLE_VARIABLES, environment)
  const bundle = [...new Set([...systemRoots(), ...own, ca.trim()])]
  await mkdir(files.phpFolder, { recursive: true })
  const contents: Readonly<Record<string, string | Buffer>> = {
    [files.bundle]: lines(bundle),
    [files.nodeExtra]: lines([...(await certificatesNamedBy(['NODE_EXTRA_CA_CERTS'], environment)), ca.trim()]),
    [files.javaTrustStore]: javaTrustStore(bundle, now),
    [files.javaHosts]: lines(GATEWAY_HOSTS.map((host) => `127.0.0.1 ${host}`)),
    [join(files.phpFolder, 'wechatpay-mock.ini')]: lines([`curl.cainfo="${files.bundle}"`, `openssl.cafile="${files.bundle}"`]),
    [files.nodePreload]: PRELOAD,
  }
  await Promise.all(Object.entries(contents).map(([file, content]) => replaceFile(file, content)))
  return files
}

/** The root certificates of the system and of Node. Node before 22.15 can't read those of the system, so the result has only those of Node. */
function systemRoots(): readonly string[] {
  const roots = typeof getCACertificates === 'function' ? [...getCACertificates('system'), ...rootCertificates] : rootCertificates
  return roots.map((pem) => pem.trim())
}

async function certificatesNamedBy(variables: readonly string[], environment: NodeJS.ProcessEnv): Promise<string[]> {
  const named = variables.flatMap((variable) => environment[variable] ?? [])
  // A file that can't be read adds nothing.
  const texts = await Promise.all(named.map((file) => readRegularFile(file, BUNDLE_BYTES).then(String, () => '')))
  return texts.flatMap((text) => text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).filter(isCertificate)
}

/** A file of certificates with more bytes than this is not read. */
const BUNDLE_BYTES = 16 * 1024 * 1024

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== ''
  } catch {
    return false
  }
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}

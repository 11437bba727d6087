import { delimiter } from 'node:path'
import type { MockCredentials } from '../../control/merchant-resource.ts'
import { WECHAT_PAY_DOMAINS, wayTo } from '../../doors/gateway-hosts.ts'
import { TLS_HOST_VARIABLE, TLS_PORT_VARIABLE } from './preload.ts'
import type { TrustFiles } from './trust-files.ts'

/** The values with which a program reaches the mock server instead of WeChat Pay. */
export interface Reach {
  /** The URL of the mock server. The server is also the HTTP proxy. */
  readonly url: string
  readonly tlsPort: number
  readonly socksPort: number
  readonly files: TrustFiles
  /** Whether to give Java a hosts file with the gateway's hosts. Java then finds these hosts without DNS, but finds no other host by name. */
  readonly javaSockets: boolean
}

/** The values of environment variables, by name. */
export type Variables = Readonly<Record<string, string>>

/**
 * Returns the environment variables that make a program reach the mock server when it calls WeChat Pay's hosts.
 *
 * They replace the user's proxy. For Java, they also replace the trust store and the list of hosts without a proxy. The user's other
 * certificates and options are kept. NO_PROXY loses only the entries that include a host of WeChat Pay.
 *
 * @param existing The variables that the program would have without `run`.
 */
export function reachVariables(reach: Reach, existing: NodeJS.ProcessEnv): Variables {
  const { url, tlsPort, files } = reach
  const noProxy = noProxyOf(existing)
  return {
    // Some programs read the names in upper case, others in lower case.
    ...Object.fromEntries(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].map((name) => [name, url])),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    // Go, httpx and OpenSSL read SSL_CERT_FILE. The Python package `requests` reads REQUESTS_CA_BUNDLE, and curl reads CURL_CA_BUNDLE.
    SSL_CERT_FILE: files.bundle,
    REQUESTS_CA_BUNDLE: files.bundle,
    CURL_CA_BUNDLE: files.bundle,
    // An empty entry in this list stands for PHP's default folder.
    PHP_INI_SCAN_DIR: phpFolders(existing['PHP_INI_SCAN_DIR'], files.phpFolder),
    JAVA_TOOL_OPTIONS: added(existing['JAVA_TOOL_OPTIONS'], javaOptions(reach)),
    NODE_EXTRA_CA_CERTS: files.nodeExtra,
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: added(existing['NODE_OPTIONS'], [`--require ${quoted(files.nodePreload)}`]),
    [TLS_HOST_VARIABLE]: new URL(url).hostname.replace(/^\[|\]$/g, ''),
    [TLS_PORT_VARIABLE]: String(tlsPort),
  }
}

/** Puts a path in quotes for NODE_OPTIONS, where a backslash escapes a quote or another backslash. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`
}

function phpFolders(existing = '', own: string): string {
  return existing.split(delimiter).includes(own) ? existing : `${existing}${delimiter}${own}`
}

const THIS_MACHINE = ['localhost', '127.0.0.1', '::1']

/** The value of NO_PROXY: this machine, and the user's entries except those that include a host of WeChat Pay. */
function noProxyOf(existing: NodeJS.ProcessEnv): string {
  // Some programs split the list at white space as well as at commas.
  const listed = (existing['NO_PROXY'] ?? existing['no_proxy'] ?? '').split(/[\s,]+/)
  return [...new Set([...listed.filter((entry) => entry !== '' && !includesWechatPay(entry)), ...THIS_MACHINE])].join(',')
}

/** Whether some program may apply a NO_PROXY entry to a host of WeChat Pay. Examples are `.cn`, `*.qq.com` and `QQ.com:443`. */
function includesWechatPay(entry: string): boolean {
  const name = entry.toLowerCase().replace(/^[*.]+|\.*(?::\d*)?$/g, '')
  return name.includes('*') || wayTo(name) !== 'outside' || WECHAT_PAY_DOMAINS.some((domain) => domain.endsWith(name))
}

function javaOptions({ url, socksPort, files, javaSockets }: Reach): string[] {
  const { hostname, port } = new URL(url)
  const proxy = ['https', 'http'].flatMap((scheme) => [`-D${scheme}.proxyHost=${hostname}`, `-D${scheme}.proxyPort=${port}`])
  const sockets = [`-DsocksProxyHost=${hostname}`, `-DsocksProxyPort=${socksPort}`, '-DsocksNonProxyHosts=127.*|localhost']
  const options = [
    ...proxy,
    ...sockets,
    ...(javaSockets ? [`-Djdk.net.hosts.file=${files.javaHosts}`] : []),
    '-Dhttp.nonProxyHosts=localhost|127.*|[::1]',
    `-Djavax.net.ssl.trustStore=${files.javaTrustStore}`,
  ]
  // Java splits JAVA_TOOL_OPTIONS at white space that is not in quotes.
  return options.map((option) => (/\s/.test(option) ? `"${option}"` : option))
}

/** Adds the options that a variable lacks. It may have some already, if the user applied the output of `run --print-env`. */
function added(existing: string | undefined, options: readonly string[]): string {
  return [existing, ...options.filter((option) => !` ${existing} `.includes(` ${option} `))].filter(Boolean).join(' ')
}

/**
 * The variables that tell a program which merchant it is.
 *
 * @param folder The absolute path of the folder with the key files.
 */
export function merchantVariables(credentials: MockCredentials, folder: string): Variables {
  const { base_url, mchid, serial_no, apiv3_key, sub_mchids, platform_certificates, platform_public_key } = credentials
  const [platform] = platform_certificates
  return {
    WECHATPAY_BASE_URL: base_url,
    WECHATPAY_MCHID: mchid,
    WECHATPAY_SERIAL_NO: serial_no,
    WECHATPAY_PRIVATE_KEY_PATH: `${folder}/apiclient_key.pem`,
    WECHATPAY_CERTIFICATE_PATH: `${folder}/apiclient_cert.pem`,
    WECHATPAY_API_V3_KEY: apiv3_key,
    ...(sub_mchids[0] !== undefined && { WECHATPAY_SUB_MCHID: sub_mchids[0] }),
    ...(platform && {
      WECHATPAY_PLATFORM_SERIAL_NO: platform.serial_no,
      WECHATPAY_PLATFORM_CERTIFICATE_PATH: `${folder}/wechatpay_${platform.serial_no}.pem`,
    }),
    ...(platform_public_key && {
      WECHATPAY_PUBLIC_KEY_ID: platform_public_key.id,
      WECHATPAY_PUBLIC_KEY_PATH: `${folder}/pub_key.pem`,
    }),
  }
}

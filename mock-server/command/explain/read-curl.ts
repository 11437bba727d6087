import { Buffer } from 'node:buffer'
import { parseArgs } from 'node:util'
import { asReceived, headerValue, type PastedRequest, partsOfUrl } from './pasted-request.ts'
import { readPastedFile } from './read-pasted-file.ts'
import { shellCommands } from './shell-commands.ts'

/**
 * Returns the requests that the curl commands in a script send.
 *
 * @throws {Error} When there is no curl command, when a command does not determine its request, or when a file that it names can't be read.
 * @see https://curl.se/docs/manpage.html
 */
export async function readCurl(script: string): Promise<PastedRequest[]> {
  const commands = shellCommands(script, 'curl')
  if (commands.length === 0) throw new Error('stdin contains neither a curl command nor a HAR')
  return (await Promise.all(commands.map(requestsOf))).flat()
}

/** The limit is needed because the time that `parseArgs` takes grows with the square of the number of words. */
const ARGUMENT_LIMIT = 10_000

/** The requests of a curl command, one for each URL. */
async function requestsOf(args: string[]): Promise<PastedRequest[]> {
  if (args.length > ARGUMENT_LIMIT) throw new Error(`stdin: the curl command has ${args.length} words: the limit is ${ARGUMENT_LIMIT}`)
  const { values, tokens, positionals } = parse(args)
  const options = tokens.filter((token) => token.kind === 'option')
  const refused = options.find(({ name }) => Object.hasOwn(REFUSED, name))
  if (refused) throw new Error(`stdin: curl's ${refused.rawName} can't be explained: ${REFUSED[refused.name]}`)
  const urls = [...strings(values.url), ...positionals]
  if (urls.length === 0) throw new Error('stdin: the curl command has no URL')
  const data = await joinedData(options)
  const header = headerOf(await headerLines(strings(values.header)))
  const [authorization, named] = [header('authorization'), header('host')]
  return urls
    .map(asSent)
    .map(partsOfUrl)
    .map(({ host, target }) => ({
      method: methodOf(values, data),
      target: targetOf(values, data, target),
      isBodyGiven: data !== undefined || header('content-length') === '0',
      authorization,
      body: values.get || data === undefined ? Buffer.alloc(0) : data,
      host: named ?? host,
    }))
}

/** Percent-encodes the characters of a URL that are not ASCII, as curl does. */
function asSent(url: string): string {
  return url.replace(/[^\0-\x7f]+/gu, (text) => encodeURIComponent(text).toLowerCase())
}

function parse(args: string[]) {
  return parseArgs({ args, options: CURL_OPTIONS, strict: false, allowPositionals: true, tokens: true })
}

type Values = ReturnType<typeof parse>['values']

function methodOf({ request, head, get }: Values, data: Buffer | undefined): string {
  if (typeof request === 'string') return request
  if (head) return 'HEAD'
  return data === undefined || get ? 'GET' : 'POST'
}

function targetOf({ 'request-target': asked, get }: Values, data: Buffer | undefined, target: string): string {
  if (typeof asked === 'string') return asReceived(asked)
  if (data === undefined || !get) return target
  const separator = target.endsWith('?') ? '' : target.includes('?') ? '&' : '?'
  return `${target}${separator}${data.toString('latin1')}`
}

interface CurlOption {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

/** Joins the data options in their order: with `&` between them, but without a separator before a `--json`. */
async function joinedData(options: readonly CurlOption[]): Promise<Buffer | undefined> {
  const given = options.filter(({ name }) => name === 'json' || name.startsWith('data'))
  if (given.length === 0) return undefined
  const parts = await Promise.all(given.map(dataOf))
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 || given[index]?.name === 'json' ? [part] : [Buffer.from('&'), part])))
}

/** The bytes of a data option. `--data` and `--data-ascii` drop the line breaks and NULs of a file; `--data-raw` reads no files. */
async function dataOf({ name, rawName, value = '' }: CurlOption): Promise<Buffer> {
  if (name === 'data-raw' || !value.startsWith('@')) return Buffer.from(value)
  const bytes = await bytesBehind(rawName, value)
  return name === 'data' || name === 'data-ascii' ? (bytes.filter((byte) => !DROPPED.includes(byte)) as Buffer) : bytes
}

const DROPPED: readonly number[] = [0x00, 0x0a, 0x0d]

function bytesBehind(option: string, value: string): Promise<Buffer> {
  if (value === '@-') throw new Error(`stdin: curl's ${option} @- reads a body that is not in the command: write it there, or into a file`)
  return readPastedFile(option, value.slice(1))
}

async function headerLines(values: readonly string[]): Promise<string[]> {
  const lines = values.map(async (value) => (value.startsWith('@') ? String(await bytesBehind('--header', value)).split(/\r?\n/) : [value]))
  return (await Promise.all(lines)).flat()
}

/** Looks up a header. curl does not send a header without a value. */
function headerOf(lines: readonly string[]): (name: string) => string | undefined {
  const pairs = lines.map((line) => /^([^:]*):(.*)$/s.exec(line)).flatMap((pair) => (pair ? [pair] : []))
  return (name) => {
    const values = pairs.filter(([, key]) => key?.toLowerCase() === name).map(([, , value = '']) => headerValue(value))
    const sent = values.filter((value) => value !== '')
    // A header that is sent twice counts as one header with both values.
    return sent.length > 0 ? sent.join(', ') : undefined
  }
}

function strings(values: string | boolean | readonly (string | boolean)[] | undefined): string[] {
  return [values ?? []].flat().filter((value) => typeof value === 'string')
}

/** The curl options that determine the request, as `parseArgs` expects them. */
const MEANT = {
  url: { type: 'string', multiple: true },
  'request-target': { type: 'string' },
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  data: { type: 'string', short: 'd', multiple: true },
  'data-ascii': { type: 'string', multiple: true },
  'data-raw': { type: 'string', multiple: true },
  'data-binary': { type: 'string', multiple: true },
  json: { type: 'string', multiple: true },
  get: { type: 'boolean', short: 'G' },
  head: { type: 'boolean', short: 'I' },
  next: { type: 'boolean', short: ':' },
} as const

/** The curl options with which the request can't be determined, each with the reason or with what to give instead. */
const REFUSED: Readonly<Record<string, string>> = {
  form: 'the boundary of its multipart body is random',
  'form-string': 'the boundary of its multipart body is random',
  'upload-file': 'give the body with --data-binary',
  'data-urlencode': 'give the body as it is sent, with --data-raw',
  'url-query': 'give the query in the URL',
  config: 'give its options on the command line',
  next: 'give each request a curl command of its own',
}

// The other options that take a value, from `curl --help all` of curl 8.14. Without these lists their values would count as URLs.
// SHORT lists the options that have a short form, LONG lists the rest.
const SHORT =
  'E:cert K:config C:continue-at b:cookie c:cookie-jar D:dump-header F:form P:ftp-port m:max-time o:output U:proxy-user x:proxy Q:quote ' +
  'r:range e:referer Y:speed-limit y:speed-time t:telnet-option z:time-cond T:upload-file u:user A:user-agent w:write-out'
const LONG =
  'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert-type ciphers connect-timeout connect-to create-file-mode crlfile curves ' +
  'data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ech egd-file engine etag-compare etag-save ' +
  'expect100-timeout form-string ftp-account ftp-alternative-to-user ftp-method ftp-ssl-ccc-mode happy-eyeballs-timeout-ms ' +
  'haproxy-clientip hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway keepalive-cnt keepalive-time key key-type krb libcurl ' +
  'limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs netrc-file noproxy oauth2-bearer output-dir ' +
  'parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert proxy-capath proxy-cert proxy-cert-type ' +
  'proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name ' +
  'proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy1.0 pubkey random-file rate resolve retry retry-delay ' +
  'retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname stderr tftp-blksize ' +
  'tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket url-query variable vlan-priority'

const SHORTS = SHORT.split(' ').map((pair) => {
  const [short = '', name = ''] = pair.split(':')
  return [name, { type: 'string', short }] as const
})
const LONGS = LONG.split(' ').map((name) => [name, { type: 'string' }] as const)

/** All curl options that take a value or determine the request. `parseArgs` needs them to tell the URLs from the values. */
const CURL_OPTIONS: typeof MEANT = { ...Object.fromEntries([...SHORTS, ...LONGS]), ...MEANT }

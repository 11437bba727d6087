/** An option of a curl command, as `parseArgs` finds it. */
export interface CurlOption {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

/** The curl options that are read, in the form that `parseArgs` expects. The option `next` is listed so that it can be refused. */
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
  'user-agent': { type: 'string', short: 'A' },
  get: { type: 'boolean', short: 'G' },
  head: { type: 'boolean', short: 'I' },
  form: { type: 'string', short: 'F', multiple: true },
  'form-string': { type: 'string', multiple: true },
  next: { type: 'boolean', short: ':' },
} as const

/** Curl options that are refused, because the command then does not show the request as it is sent. The values say what to give instead. */
export const REFUSED: Readonly<Record<string, string>> = {
  'upload-file': 'give the body with --data-binary',
  'data-urlencode': 'give the body as it is sent, with --data-raw',
  'url-query': 'give the query in the URL',
  config: 'give its options on the command line',
  next: 'give each request a curl command of its own',
}

// The other options that take a value, from `curl --help all` of curl 8.14. Without these lists, the values of these options would count as URLs.
// SHORT lists the options that have a short form, LONG lists the rest.
const SHORT =
  'E:cert K:config C:continue-at b:cookie c:cookie-jar D:dump-header P:ftp-port m:max-time o:output U:proxy-user x:proxy Q:quote ' +
  'r:range e:referer Y:speed-limit y:speed-time t:telnet-option z:time-cond T:upload-file u:user w:write-out'
const LONG =
  'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert-type ciphers connect-timeout connect-to create-file-mode crlfile curves ' +
  'data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ech egd-file engine etag-compare etag-save ' +
  'expect100-timeout ftp-account ftp-alternative-to-user ftp-method ftp-ssl-ccc-mode happy-eyeballs-timeout-ms ' +
  'haproxy-clientip hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway keepalive-cnt keepalive-time key key-type krb libcurl ' +
  'limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs netrc-file noproxy oauth2-bearer output-dir ' +
  'parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert proxy-capath proxy-cert proxy-cert-type ' +
  'proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name ' +
  'proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy1.0 pubkey random-file rate resolve retry retry-delay ' +
  'retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname ssl-sessions stderr ' +
  'tftp-blksize tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-flags ' +
  'url-query variable vlan-priority'

const SHORTS = SHORT.split(' ').map((pair) => {
  const [short = '', name = ''] = pair.split(':')
  return [name, { type: 'string', short }] as const
})
const LONGS = LONG.split(' ').map((name) => [name, { type: 'string' }] as const)

/** The options for `parseArgs`: those that are read, and all others with a value, so that `parseArgs` can tell a value from a URL. */
export const CURL_OPTIONS: typeof MEANT = { ...Object.fromEntries([...SHORTS, ...LONGS]), ...MEANT }

/** What was given instead of a key or certificate, and what to do about it. An error message ends with both texts. */
export interface Seen {
  readonly what: string
  readonly remedy: string
}

const UNSET = '; check that the environment variable or setting that it comes from is set'
const READ_FILE = "; give the content of the file, as readFileSync(path, 'utf8') returns it"
const OTHER_FILE = '; take the .pem file that WeChat Pay issued'

/** Kinds of text that a pattern recognises. The first pattern that matches counts. */
const TEXTS: readonly (readonly [pattern: RegExp, what: string, remedy: string])[] = [
  [/^$/, 'empty text', UNSET],
  [/^(?:undefined|null|none|nil)$/i, 'the word undefined, null, none or nil', UNSET],
  [/^\[object \w+\]$/, 'an object that was turned into text', ''],
  [/^[$%]?\{+\w+\}+$|^\$\w+$/, 'the name of a variable that was not filled in', UNSET],
  [
    /^0\uFFFD/,
    'a binary file, such as a .p12, that was read as text',
    '; convert a .p12 file with: openssl pkcs12 -in apiclient_cert.p12 -nodes',
  ],
  [/\0/, 'text in UTF-16 or binary data', '; save the file as UTF-8'],
  [/^\{.*"kty"/s, 'a JWK', "; read it with createPrivateKey({ key: JSON.parse(text), format: 'jwk' }) or createPublicKey(…)"],
  [/^[{[]/, 'JSON', '; parse it and give the value that is PEM'],
  [/^PuTTY-User-Key-File/, 'a private key of PuTTY (.ppk)', OTHER_FILE],
  [/^(?:ssh-\w+|ecdsa-\S+) /, 'a public key of OpenSSH', OTHER_FILE],
  [/^<(?:!doctype|html)/i, 'an HTML page', OTHER_FILE],
  [/^file:/i, 'a file URL', READ_FILE],
  [/^https?:/i, 'a URL', ''],
  [/^(?:PUB_KEY_ID_|0*PUB_KEY)\w*$/i, 'the ID of a WeChat Pay public key', ''],
  [/^wx[\da-z]{16}$/, 'an AppID', ''],
  [/^\d{1,20}$/, 'a number, such as a merchant ID', ''],
  [/^[\dA-F]{40}$/i, '40 hexadecimal digits, as in the serial number of a certificate', ''],
  [/^[\dA-Za-z]{32}$/, '32 letters and digits, as in an APIv3 key', ''],
]

const FILE = /\.(?:pem|key|crt|cer|der|p12|pfx|p8|jks|keystore|txt|json)$/i

/** Recognises a text that was given instead of PEM, and describes it. Returns `undefined` when the kind of text is unknown. */
export function plainText(text: string): Seen | undefined {
  const trimmed = text.trim()
  const [, what, remedy] = TEXTS.find(([pattern]) => pattern.test(trimmed)) ?? []
  if (what !== undefined && remedy !== undefined) return { what, remedy }
  return isPath(trimmed) ? { what: pathText(trimmed), remedy: READ_FILE } : undefined
}

function isPath(text: string): boolean {
  return text.length < 1_000 && !text.includes('\n') && (FILE.test(text) || /^(?:~|\.{1,2}|[A-Z]:)[/\\]/i.test(text))
}

/** Describes a path. A long text, or a text that does not end like the name of a file, may be a secret. Such a text is not shown. */
function pathText(text: string): string {
  return FILE.test(text) && text.length < 200
    ? `the path ${JSON.stringify(text)} instead of the file's content`
    : "a path instead of the file's content"
}

import { Buffer } from 'node:buffer'
import { shortened } from '../log/log-line.ts'
import { typedName } from '../typed-name.ts'
import { TAKEN } from './paste.ts'
import { headerValue, type PastedRequest } from './pasted-request.ts'

/**
 * Reads pasted text that has only the Authorization header of a request. Returns a request with this header and without a method, a target
 * and a body. The diagnosis of this request can name the mistakes in the header.
 *
 * @throws {Error} When the text has no Authorization header, or when the header is cut off.
 */
export function readHeader(text: string): PastedRequest[] {
  const header = headerIn(text)
  if (header === undefined) throw new Error(`stdin has ${withoutHeader(text)}, which is not the request that was sent: ${TAKEN}`)
  if (text.trimEnd().endsWith(header)) refuseCutHeader(header)
  const authorization = headerValue(header)
  return [{ method: '', target: '', isHeaderOnly: true, authorization, body: Buffer.alloc(0), host: undefined, note: ONLY_HEADER }]
}

/** The length in base64 of a signature by a key of 2,048 bits. */
const SIGNATURE_LENGTH = 344

const FIELDS = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no']

/**
 * Refuses an Authorization header whose end was not copied.
 *
 * @throws {Error} When the header ends within a value and lacks a field or a part of its signature.
 */
export function refuseCutHeader(header = ''): void {
  const isOpen = header.split('"').length % 2 === 0
  const [, signature = ''] = /signature="([^"]*)$/.exec(header) ?? []
  const isCut = FIELDS.some((name) => !header.includes(name)) || (signature !== '' && signature.length < SIGNATURE_LENGTH)
  if (isOpen && isCut) throw new Error('stdin ends within the Authorization header: copy all of it (请完整复制)')
}

const ONLY_HEADER = 'Only the Authorization header is given, so the message that was signed was not checked (未检查所签的内容).'

/** Says what is needed to check the signature in a header that has no mistake. */
export function requestNeeded(authorization = ''): string {
  const header = Buffer.from(authorization, 'latin1').toString()
  return `Only an Authorization header was recognised in stdin, and its format is right. ${commandFor(header)}`
}

/**
 * Finds the Authorization header in pasted text. If the header is part of a log, it ends after the closing quote of its last field. If
 * only the header was pasted, its line breaks are kept, so that the diagnosis can report them.
 */
function headerIn(text: string): string | undefined {
  const inJson = /^\s*(?:"authorization"\s*:\s*)?("WECHATPAY2-(?:[^"\\]|\\.)*"),?\s*$/i.exec(text)?.[1]
  const decoded = inJson === undefined ? undefined : textOf(inJson)
  if (decoded !== undefined) return decoded
  const own =
    /^\s*["']?(?:authorization["']?\s*[:=]\s*["']?)?(WECHATPAY2-.*)$/is.exec(text)?.[1] ?? /^\s*authorization\s*:(.*)$/is.exec(text)?.[1]
  if (own !== undefined && !own.trimEnd().includes('\n\n'))
    return own
      .trimEnd()
      .replace(/(["'])\1$/, '$1')
      .replace(/^["']/, '')
  const inLog = /WECHATPAY2-[\w-]{1,64} (?:\w+=\\*"[^"\n]*"(?:, ?(?=\w+=\\*"))?)*/.exec(text)
  return inLog && isWithinQuotes(text, inLog.index) ? inLog[0].replace(/\\+(["/])/g, '$1') : inLog?.[0]
}

/** Whether the position is between two quotes of its line. There, a log writes a backslash before each quote of the header. */
function isWithinQuotes(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at) + 1, at).replace(/\\./g, '')
  return before.split('"').length % 2 === 0
}

/** Reads a JSON string, even if it has line breaks. Returns `undefined` when it has another error, such as an escape that JSON lacks. */
function textOf(json: string): string | undefined {
  try {
    return JSON.parse(json.replaceAll('\r', '\\r').replaceAll('\n', '\\n'))
  } catch {
    return undefined
  }
}

function commandFor(header: string): string {
  const quoted = `'${header.replaceAll("'", "'\\''")}'`
  return `Its signature can be checked with the method, the path and the body: ${typedName()} explain --method POST --target /v3/… --body @body.json --authorization ${quoted}`
}

/** Describes, for an error message, what was pasted instead of a request. */
function withoutHeader(text: string): string {
  if (/authorization message\[/.test(text)) return 'the message that wechatpay-java signed'
  if (/error http response:\[/.test(text)) return 'the answer that wechatpay-go printed'
  return shortened(JSON.stringify(text.trim().slice(0, 40)), 60)
}

import { Buffer } from 'node:buffer'
import { shortened } from '../log/log-line.ts'
import { addHeaderLine, type HeaderLine } from './header-lines.ts'
import { explainedHeaders, type HeaderLookup, headerLookup, type PastedRequest, shownHeaders, withoutSpaces } from './pasted-request.ts'
import { bodyOfLength, bodyToTheEnd, chunkedBody, type RawBody } from './raw-body.ts'
import { refuseCutHeader } from './read-header.ts'

/**
 * Returns the raw HTTP requests in what a user pasted. Lines before a request line, such as other lines of a log, are skipped.
 *
 * @param pasted The bytes that the user pasted. A body is taken from them byte for byte.
 * @param isExact Whether these bytes end with the last byte of the body. If `false`, a line break at the end is not taken as part of the
 * body, because an editor may have added it.
 * @throws {Error} When a head or a body can't be read; the message says why.
 * @see https://www.rfc-editor.org/rfc/rfc9112
 */
export function readRawHttp(pasted: Buffer, isExact = false): PastedRequest[] {
  const bytes = withLineFeeds(pasted)
  const requests: PastedRequest[] = []
  // The text has one character for each byte, so an index in the text is also an index in the bytes.
  const text = bytes.toString('latin1')
  const line = /^[ \t]*(> )?([A-Za-z]{1,20}) ([^\s"]+) HTTP\/[\d.]+[ \t]*\r?$/gm
  for (let found = line.exec(text); found; found = line.exec(text)) {
    const [, verbose, method = '', target = ''] = found
    const { header, end: start, isCut } = headAt(text, line.lastIndex, verbose !== undefined)
    if (isCut) refuseCutHeader(header('authorization'))
    const { end, ...body } = verbose ? noBody(header, start) : bodyAt(bytes, text, { start, header, method, isExact })
    const host = header('host')
    const headers = shownHeaders(header)
    requests.push({ method, target: pathOf(target), ...explainedHeaders(header), headers, host: host ?? hostOf(target), ...body })
    line.lastIndex = end
  }
  return requests
}

/** Replaces each CR with LF if the bytes have no LF. Some editors and terminals write CR alone as a line break. */
function withLineFeeds(bytes: Buffer): Buffer {
  return bytes.includes('\n') ? bytes : Buffer.from(bytes.toString('latin1').replaceAll('\r', '\n'), 'latin1')
}

/** Returns the path and query of a target. The target is a whole URL when the client sent the request to a proxy. */
function pathOf(target: string): string {
  const path = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '')
  return path.startsWith('/') || path === '*' ? path : `/${path}`
}

function hostOf(target: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1]
}

interface Head {
  readonly header: HeaderLookup
  /** Where the body begins. */
  readonly end: number
  /** Whether the text ends before the empty line after the headers. */
  readonly isCut: boolean
}

/** Reads the headers up to the empty line. curl's verbose output has `> ` before each line. */
function headAt(text: string, start: number, isVerbose: boolean): Head {
  const headers: HeaderLine[] = []
  const line = /\n([^\n]*)/y
  line.lastIndex = start
  for (let found = line.exec(text); found; found = line.exec(text)) {
    const content = (found[1] ?? '').replace(/\r$/, '').replace(isVerbose ? /^>[ ]?/ : '', '')
    if (content.trim() === '')
      return { header: headerLookup(headers, withoutSpaces), end: Math.min(line.lastIndex + 1, text.length), isCut: false }
    addHeaderLine(headers, content, 'in the HTTP request ')
  }
  return { header: headerLookup(headers, withoutSpaces), end: text.length, isCut: true }
}

interface Message {
  /** Where the body begins. */
  readonly start: number
  readonly header: HeaderLookup
  readonly method: string
  readonly isExact: boolean
}

function bodyAt(bytes: Buffer, text: string, { start, header, method, isExact }: Message): RawBody {
  if (/\bchunked\b/i.test(header('transfer-encoding') ?? '')) return chunkedBody(bytes, text, start)
  const given = header('content-length')
  const length = /^\d{1,15}$/.exec(given ?? '')?.[0]
  if (length !== undefined) return bodyOfLength(bytes, text, start, Number(length))
  if (/^(?:GET|HEAD)$/.test(method)) return { body: Buffer.alloc(0), end: start }
  const body = bodyToTheEnd(bytes, text, start, isExact)
  return given === undefined
    ? body
    : { ...body, isLengthWrong: true, note: `Content-Length is ${shortened(given)}, which servers refuse (Content-Length 有误).` }
}

/**
 * Returns an empty body if the headers announce no body. curl's verbose output has the head of a request, but not its body.
 *
 * @throws {Error} When the headers announce a body.
 */
function noBody(header: HeaderLookup, end: number): RawBody {
  if ((header('content-length') ?? '0') === '0' && header('transfer-encoding') === undefined) return { body: Buffer.alloc(0), end }
  throw new Error("stdin is curl's verbose output, which has no body: paste the curl command, or the raw HTTP request from --trace-ascii")
}

import { Buffer } from 'node:buffer'

/** The body of a raw HTTP message that a user pasted, and where the body ends in the paste. */
export interface RawBody {
  readonly body: Buffer
  readonly end: number
  /** The bytes after the body when its Content-Length is too small. */
  readonly rest?: Buffer
  readonly note?: string
  /** Whether Content-Length is larger than the body or is not a number. */
  readonly isLengthWrong?: boolean
  /** `false` when the body or its end is missing from the paste. */
  readonly isBodyGiven?: boolean
}

/** Matches the line break before the next request or answer. */
const NEXT_MESSAGE = () => /\r?\n(?=(?:HTTP\/[\d.]{1,4} \d{3}\b|[A-Z]{3,10} \S{1,4096} HTTP\/[\d.]{1,4}\r?$))/gm

/**
 * Takes the body of a message that has no Content-Length. The body goes up to the next message or to the end of the paste.
 *
 * @param text The paste with one character for each byte.
 * @param isExact Whether the paste ends with the last byte of the body. If so, no other message follows.
 */
export function bodyToTheEnd(bytes: Buffer, text: string, start: number, isExact: boolean): RawBody {
  if (isExact) return { body: bytes.subarray(start), end: bytes.length }
  const next = nextMessage(text, start)
  const given = next === undefined ? bytes.subarray(start) : withoutLineBreaks(bytes.subarray(start, next))
  if (given.length === 0) return { body: given, end: next ?? bytes.length, isBodyGiven: false }
  if (next !== undefined) return { body: given, end: next, note: BEFORE_THE_NEXT }
  const [lineBreak = ''] = /(?:\r?\n)?$/.exec(given.subarray(-2).toString('latin1')) ?? []
  const end = given.length - lineBreak.length
  return {
    body: given.subarray(0, end),
    end: bytes.length,
    note: `${lineBreak === '' ? TO_THE_END : TO_THE_LINE_BREAK} (没有 Content-Length).`,
  }
}

/** Where the line break before the next message is; `undefined` when no message follows. */
function nextMessage(text: string, start: number): number | undefined {
  const pattern = NEXT_MESSAGE()
  pattern.lastIndex = start
  return pattern.exec(text)?.index
}

const BEFORE_THE_NEXT = 'Without Content-Length, the body was taken up to the next message (没有 Content-Length).'
const TO_THE_END = 'Without Content-Length, the body was taken up to the end of the input'
const TO_THE_LINE_BREAK = `${TO_THE_END}, without its last line break`

/**
 * Takes as many bytes of the body as Content-Length says. If the pasted body has another length, a clipboard or an editor may have changed
 * its line breaks. If the body with LF or with CRLF has the right length, returns the body with these line breaks.
 *
 * @param text The paste with one character for each byte.
 */
export function bodyOfLength(bytes: Buffer, text: string, start: number, length: number): RawBody {
  if (bytes.length - start >= length && isOver(bytes, start + length))
    return { body: bytes.subarray(start, start + length), end: start + length }
  const end = nextMessage(text, start) ?? bytes.length
  const given = withoutLineBreaks(bytes.subarray(start, end))
  const withLf = given.toString('latin1').replaceAll('\r\n', '\n')
  const fitting = [withLf, withLf.replaceAll('\n', '\r\n')].find((candidate) => candidate.length === length)
  if (fitting !== undefined) return { body: Buffer.from(fitting, 'latin1'), end, note: CHANGED_BREAKS }
  const note = `Content-Length is ${length}, but the pasted body has ${given.length} bytes (报文主体长度不符).`
  if (given.length < length) return { body: given, end, isBodyGiven: false, note: `${CUT} ${note}`, isLengthWrong: true }
  return { body: given.subarray(0, length), end, rest: given.subarray(length), note }
}

const CUT = 'Copy all of the body, or correct Content-Length.'
const CHANGED_BREAKS = 'The line breaks of the pasted body were changed, so that its length matches Content-Length.'

function withoutLineBreaks(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1
  return bytes.subarray(0, end)
}

/** Whether the message ends at the byte `at`: after any line breaks, the paste ends or the next request or answer begins. */
function isOver(bytes: Buffer, at: number): boolean {
  let next = at
  while (bytes[next] === 0x0d || bytes[next] === 0x0a) next += 1
  return next === bytes.length || MESSAGE_BEGINS.test(bytes.subarray(next - 1, next + 4096).toString('latin1'))
}

/** The character before a message and its beginning. A message does not begin in the middle of a word. */
const MESSAGE_BEGINS = /^(?:[A-Za-z](?![A-Za-z])|[^A-Za-z])[ \t]*(?:[A-Za-z]{1,20} \S+ HTTP\/|HTTP\/[\d.]{1,4} \d{3}\b)/

/**
 * Joins the chunks of a body.
 *
 * @param text The paste with one character for each byte.
 * @throws {Error} When a chunk is cut off or has no size.
 */
export function chunkedBody(bytes: Buffer, text: string, start: number): RawBody {
  const size = /\r?\n?([\da-f]{1,7})(?:;[^\n]*)?\r?\n/iy
  size.lastIndex = start
  const chunks: Buffer[] = []
  for (let found = size.exec(text); found; found = size.exec(text)) {
    const [from, length] = [size.lastIndex, Number.parseInt(found[1] ?? '', 16)]
    if (from + length > text.length) break
    if (length === 0) return { body: Buffer.concat(chunks), end: from }
    chunks.push(bytes.subarray(from, from + length))
    size.lastIndex = from + length
  }
  throw new Error("stdin: the body is chunked, and its chunks can't be read: give it with --body, or with Content-Length")
}

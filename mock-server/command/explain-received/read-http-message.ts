import type { Buffer } from 'node:buffer'
import { addHeaderLine, type HeaderLine } from '../explain/header-lines.ts'

/** The parts of a raw HTTP message. White space around the values of headers is removed. */
export interface HttpMessage {
  /** The status line or the request line; `undefined` when the text begins with a header. */
  readonly startLine: string | undefined
  /** The values of each header. The key is the name as the message spells it. */
  readonly headers: Readonly<Record<string, string[]>>
  readonly body: Buffer
  /**
   * The body without the line break at its end. Present when the body ends with a line break, but no valid Content-Length shows whether an
   * editor added that line break.
   */
  readonly withoutLineBreak?: Buffer
}

/**
 * Reads a raw HTTP message. When there are several answers in a row, as `curl -iL` prints them, reads the last answer.
 *
 * @throws {Error} When a line between the start line and the body is not a header. The error shows that line.
 */
export function readHttpMessage(bytes: Buffer): HttpMessage {
  const rest = withoutLeading(bytes)
  // Latin-1 has one character for each byte, so a position in the text is also the position in the bytes.
  const text = rest.toString('latin1')
  let start = 0
  for (;;) {
    const [end, bodyStart] = endOfHead(text, start)
    // Returns this message, unless it is an answer and another answer begins right after its head.
    if (!isAnswer(text, start) || !isAnswer(text, bodyStart)) {
      const message = { ...headIn(rest.subarray(start, end)), body: rest.subarray(bodyStart) }
      return { ...message, ...bodiesOf(message) }
    }
    start = bodyStart
  }
}

function isAnswer(text: string, start: number): boolean {
  return /^HTTP\/[\d.]+ \d{3}(?: |\r?\n)/.test(text.slice(start, start + 40))
}

/** Skips white space before the message. */
function withoutLeading(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1', 0, 1_024)
  return bytes.subarray(/^\s*/.exec(text)?.[0].length ?? 0)
}

function headIn(bytes: Buffer): Pick<HttpMessage, 'startLine' | 'headers'> {
  const lines = bytes.toString().split(/\r?\n/)
  const isStart = /^(?:HTTP\/[\d.]+ \d{3}|[A-Z]+ \S+ HTTP\/[\d.]+)/.test(lines[0] ?? '')
  const headers: Record<string, string[]> = Object.create(null)
  for (const [name, value] of fieldsOf(lines.slice(isStart ? 1 : 0))) {
    const values = headers[name] ?? []
    headers[name] = values
    values.push(value)
  }
  return { startLine: isStart ? lines[0] : undefined, headers }
}

function endOfHead(text: string, start: number): [end: number, bodyStart: number] {
  const emptyLine = /\r?\n\r?\n/g
  emptyLine.lastIndex = start
  const found = emptyLine.exec(text)
  return found ? [found.index, emptyLine.lastIndex] : [text.length, text.length]
}

/** Reads header lines. A value that continues on the next line keeps its line break. */
function fieldsOf(lines: readonly string[]): HeaderLine[] {
  const fields: HeaderLine[] = []
  for (const line of lines) if (line.trim() !== '') addHeaderLine(fields, line)
  return fields.map(([name, value]) => [
    name,
    value
      .split('\n')
      .map((part) => part.trim())
      .join('\n'),
  ])
}

/**
 * Removes the line break at the end of the body if Content-Length shows that an editor added it. Without a valid Content-Length, returns
 * the body with and without that line break.
 */
function bodiesOf({ headers, body }: HttpMessage): Pick<HttpMessage, 'body' | 'withoutLineBreak'> {
  const [length] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? []
  if (length === undefined || !/^\d+$/.test(length)) return withAndWithoutLineBreak(body)
  const whole = Number(length)
  return { body: /^\r?\n$/.test(body.toString('latin1', whole)) ? body.subarray(0, whole) : body }
}

/** Returns a body of unknown length and, if it ends with a line break, also the body without that line break. */
export function withAndWithoutLineBreak(body: Buffer): Pick<HttpMessage, 'body' | 'withoutLineBreak'> {
  const [lineBreak = ''] = /(?:\r?\n)?$/.exec(body.subarray(-2).toString('latin1')) ?? []
  return lineBreak === '' ? { body } : { body, withoutLineBreak: body.subarray(0, body.length - lineBreak.length) }
}

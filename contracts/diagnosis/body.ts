import { Buffer, isUtf8 } from 'node:buffer'
import { type Escapes, escaped, possibleEscapes, RAW } from './escapes.ts'
import { decodeAsGbk, encodeGbk } from './gbk.ts'
import { type Json, LAYOUTS, type Layout, parseJson } from './json-text.ts'

/** A body as a client may have signed it. */
export interface Body {
  /**
   * The text of the body, without its byte order mark and the white space around it. In JSON with a known layout, escapes that JSON does
   * not require are undone. With the charset `bytes`, each byte of the whole body is one character.
   */
  readonly text: string
  /** The parsed JSON; `undefined` when `parseJson` does not accept the text, or when the body is not read as JSON. */
  readonly json?: Json
  /** The layout of the JSON, when it is known. */
  readonly layout?: Layout
  readonly escapes: Escapes
  /** `\r\n` when the body has line breaks and all are CR LF; `text` then has `\n` in their place. `\n` for any other body. */
  readonly lineBreak: '\n' | '\r\n'
  readonly byteOrderMark: boolean
  /** White space before the text. */
  readonly leading: string
  /** White space after the text. */
  readonly trailing: string
  readonly charset: 'utf-8' | 'bytes' | 'gbk' | 'ascii' | 'utf-8 twice' | 'utf-8 as gbk'
}

/** Returns a body with this text. The text is not read as JSON. */
export function textBody(text: string): Body {
  return { text, escapes: RAW, lineBreak: '\n', byteOrderMark: false, leading: '', trailing: '', charset: 'utf-8' }
}

/** Returns a body with these bytes, which are not decoded as UTF-8. */
export function bytesBody(bytes: Uint8Array): Body {
  return { ...textBody(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')), charset: 'bytes' }
}

/** Returns the body with this JSON value, in the same layout. Returns an empty array when the layout is unknown. */
export function withJson(body: Body, json: Json): Body[] {
  if (body.layout === undefined) return []
  return [json === body.json ? body : { ...body, json, text: LAYOUTS[body.layout](json) }]
}

export function withLayout(body: Body, layout: Layout): Body {
  // If the layout of the body is unknown, `text` contains its escapes, and `escapes` does not describe them. The new text loses them.
  return { ...body, layout, text: LAYOUTS[layout](body.json) }
}

/** Reads the bytes of a body: its text, its JSON, and how both are written. */
export function readBody(bytes: Uint8Array): Body {
  const text = decode(bytes)
  if (text === undefined) return bytesBody(bytes)
  const byteOrderMark = text.startsWith('\uFEFF')
  const rest = byteOrderMark ? text.slice(1) : text
  const written = rest.trim()
  const leading = rest.slice(0, rest.length - rest.trimStart().length)
  // `includes` comes first, because in a text of a megabyte it is several times as fast as the pattern.
  const lineBreak = written.includes('\r\n') && !/\r(?!\n)|(?<!\r)\n/.test(written) ? '\r\n' : '\n'
  const core = lineBreak === '\n' ? written : written.replaceAll(lineBreak, '\n')
  const json = parseJson(core)
  const body = { ...textBody(core), lineBreak, byteOrderMark, leading, trailing: rest.slice(leading.length + written.length) } as const
  return json === undefined ? body : (knownLayout({ ...body, json }) ?? { ...body, json })
}

function decode(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : undefined
}

/** Finds the layout and the escapes that produce the text of a body. Returns the body with them, or `undefined` when there are none. */
function knownLayout(body: Body): Body | undefined {
  const possible = possibleEscapes(body.text)
  for (const layout of Object.keys(LAYOUTS) as Layout[]) {
    const text = LAYOUTS[layout](body.json)
    const escapes = possible.find((each) => escaped(text, each) === body.text)
    if (escapes) return { ...body, text, layout, escapes }
  }
  return undefined
}

export function bytesOf(body: Body): Buffer {
  const { leading, trailing, byteOrderMark, lineBreak, charset } = body
  const written = escaped(body.text, body.escapes)
  const text = leading + (lineBreak === '\n' ? written : written.replaceAll('\n', lineBreak)) + trailing
  const encode = ENCODERS[charset]
  if (!byteOrderMark) return encode(text)
  // In UTF-8, the byte order mark is encoded separately. If it were part of the text, encoding a megabyte of ASCII would take milliseconds.
  return charset === 'utf-8' ? Buffer.concat([encode('\uFEFF'), encode(text)]) : encode(`\uFEFF${text}`)
}

const ENCODERS: Readonly<Record<Body['charset'], (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  bytes: (text) => Buffer.from(text, 'latin1'),
  gbk: encodeGbk,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  ascii: (text) => Buffer.from(text.replace(/[^\x00-\x7f]/gu, '?')),
  'utf-8 twice': (text) => Buffer.from(Buffer.from(text).toString('latin1')),
  'utf-8 as gbk': (text) => Buffer.from(decodeAsGbk(Buffer.from(text))),
}

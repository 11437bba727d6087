import { Buffer } from 'node:buffer'
import { encodeGbk } from './gbk.ts'
import { type Json, LAYOUTS, type Layout, parseJson } from './json-text.ts'

/** A body as a client may have signed it. */
export interface Body {
  /** The text without byte order mark and surrounding white space. For JSON in a known layout, also without optional escapes. */
  readonly text: string
  /** The parsed JSON, when the text is JSON. */
  readonly json?: Json
  /** The layout of the JSON, when it is known. */
  readonly layout?: Layout
  /** Which characters are written as escapes. */
  readonly escapes: Escapes
  readonly byteOrderMark: boolean
  /** White space before the text. */
  readonly leading: string
  /** White space after the text. */
  readonly trailing: string
  readonly charset: 'utf-8' | 'bytes' | 'gbk' | 'ascii' | 'utf-8 twice'
}

/** How characters are written that JSON may escape. */
export interface Escapes {
  /** Non-ASCII characters: unescaped, or as `\u4e2d` or `\u4E2D`. */
  readonly nonAscii: 'raw' | 'lower' | 'upper'
  /** `/` as `\/`. */
  readonly slashes: boolean
  /** `<`, `>` and `&` as `\u003c`, … */
  readonly html: boolean
}

/** The escapes of `JSON.stringify`. */
export const RAW: Escapes = { nonAscii: 'raw', slashes: false, html: false }

/** A body that is text, not JSON. */
export function textBody(text: string): Body {
  return { text, escapes: RAW, byteOrderMark: false, leading: '', trailing: '', charset: 'utf-8' }
}

/** The body with another JSON value in the same layout; an empty list when the layout is unknown. */
export function withJson(body: Body, json: Json): Body[] {
  return body.layout === undefined ? [] : [{ ...body, json, text: LAYOUTS[body.layout](json) }]
}

/** The body in another layout. */
export function withLayout(body: Body, layout: Layout): Body {
  // Also drops the escapes of a text in an unknown layout.
  return { ...body, layout, text: LAYOUTS[layout](body.json) }
}

/** Reads the bytes of a body: its text, its JSON, and how both are written. */
export function readBody(bytes: Uint8Array): Body {
  const text = decode(bytes)
  if (text === undefined) return { ...textBody(Buffer.from(bytes).toString('latin1')), charset: 'bytes' }
  const byteOrderMark = text.startsWith('\uFEFF')
  const rest = byteOrderMark ? text.slice(1) : text
  const core = rest.trim()
  const leading = rest.slice(0, rest.indexOf(core))
  const json = parseJson(core)
  const body = { ...textBody(core), byteOrderMark, leading, trailing: rest.slice(leading.length + core.length) }
  return json === undefined ? body : (knownLayout({ ...body, json }) ?? { ...body, json })
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The body with its layout; `undefined` when no known layout writes this text. */
function knownLayout(body: Body): Body | undefined {
  const escapes = escapesOf(body.text)
  for (const layout of Object.keys(LAYOUTS) as Layout[]) {
    const text = LAYOUTS[layout](body.json)
    if (escaped(text, escapes) === body.text) return { ...body, text, layout, escapes }
  }
  return undefined
}

function escapesOf(text: string): Escapes {
  const [escaped] = /\\u(?!00[0-7])[\da-f]{4}/i.exec(text) ?? []
  const nonAscii = escaped === undefined ? 'raw' : /[A-F]/.test(escaped) ? 'upper' : 'lower'
  return { nonAscii, slashes: text.includes('\\/'), html: /\\u00(?:3[ce]|26)/i.test(text) }
}

/** Writes a body as bytes. */
export function bytesOf(body: Body): Buffer {
  const { text, leading, trailing, byteOrderMark } = body
  return ENCODERS[body.charset](`${byteOrderMark ? '\uFEFF' : ''}${leading}${escaped(text, body.escapes)}${trailing}`)
}

const ENCODERS: Readonly<Record<Body['charset'], (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  bytes: (text) => Buffer.from(text, 'latin1'),
  gbk: encodeGbk,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  ascii: (text) => Buffer.from(text.replace(/[^\x00-\x7f]/gu, '?')),
  'utf-8 twice': (text) => Buffer.from(Buffer.from(text).toString('latin1')),
}

/** Escapes only characters that JSON has within strings. */
function escaped(text: string, { nonAscii, slashes, html }: Escapes): string {
  let result = text
  if (slashes) result = result.replaceAll('/', '\\/')
  if (html) result = result.replace(/[<>&]/g, (character) => unicodeEscape(character, false))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (nonAscii !== 'raw') result = result.replace(/[^\x00-\x7f]/g, (character) => unicodeEscape(character, nonAscii === 'upper'))
  return result
}

/** Escapes one UTF-16 unit, as every JSON library does. */
function unicodeEscape(character: string, upper: boolean): string {
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0')
  return `\\u${upper ? digits.toUpperCase() : digits}`
}

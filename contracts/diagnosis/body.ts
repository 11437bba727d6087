import { Buffer } from 'node:buffer'
import { encodeGbk } from './gbk.ts'
import { type Json, LAYOUTS, type Layout, parseJson } from './json-text.ts'

/** A body as a client may have signed it. */
export interface Body {
  /** The text, without byte order mark and white space at its ends; for JSON in a known layout, without optional escapes. */
  readonly text: string
  /** The parsed JSON, if it is JSON. */
  readonly json?: Json
  /** How the JSON is laid out, if the layout is known. */
  readonly layout?: Layout
  /** Which characters are written as escapes. */
  readonly escapes: Escapes
  readonly byteOrderMark: boolean
  /** White space at its ends. */
  readonly leading: string
  readonly trailing: string
  readonly charset: 'utf-8' | 'bytes' | 'gbk' | 'ascii' | 'utf-8 twice'
}

/** How the characters are written that JSON allows to escape. */
export interface Escapes {
  /** Characters beyond ASCII: as they are, or as `\u4e2d` or `\u4E2D`. */
  readonly nonAscii: 'raw' | 'lower' | 'upper'
  /** `/` as `\/`. */
  readonly slashes: boolean
  /** `<`, `>` and `&` as `\u003c`, … */
  readonly html: boolean
}

/** The escapes that `JSON.stringify` uses. */
export const RAW: Escapes = { nonAscii: 'raw', slashes: false, html: false }

/** A body with this text, not read as JSON. */
export function textBody(text: string): Body {
  return { text, escapes: RAW, byteOrderMark: false, leading: '', trailing: '', charset: 'utf-8' }
}

/** The body with another JSON value in the same layout; none when the layout is unknown. */
export function withJson(body: Body, json: Json): Body[] {
  return body.layout === undefined ? [] : [{ ...body, json, text: LAYOUTS[body.layout](json) }]
}

/** The body in another layout. */
export function withLayout(body: Body, layout: Layout): Body {
  // This also drops the escapes that a text in an unknown layout had.
  return { ...body, layout, text: LAYOUTS[layout](body.json) }
}

/** Reads the bytes of a body: the text, the JSON, and how they are written. */
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

/** The body as one of the layouts writes it; `undefined` when none does. */
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

/** The bytes of a body. */
export function bytesOf(body: Body): Buffer {
  const { text, leading, trailing, byteOrderMark } = body
  return ENCODERS[body.charset](`${byteOrderMark ? '\uFEFF' : ''}${leading}${escaped(text, body.escapes)}${trailing}`)
}

const ENCODERS: Readonly<Record<Body['charset'], (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  bytes: (text) => Buffer.from(text, 'latin1'),
  gbk: encodeGbk,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the bounds of ASCII
  ascii: (text) => Buffer.from(text.replace(/[^\x00-\x7f]/gu, '?')),
  'utf-8 twice': (text) => Buffer.from(Buffer.from(text).toString('latin1')),
}

/** Escapes characters that appear in JSON only within strings. */
function escaped(text: string, { nonAscii, slashes, html }: Escapes): string {
  let result = text
  if (slashes) result = result.replaceAll('/', '\\/')
  if (html) result = result.replace(/[<>&]/g, (character) => unicodeEscape(character, false))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the bounds of ASCII
  if (nonAscii !== 'raw') result = result.replace(/[^\x00-\x7f]/g, (character) => unicodeEscape(character, nonAscii === 'upper'))
  return result
}

/** Escapes one UTF-16 unit, as every JSON library does. */
function unicodeEscape(character: string, upper: boolean): string {
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0')
  return `\\u${upper ? digits.toUpperCase() : digits}`
}

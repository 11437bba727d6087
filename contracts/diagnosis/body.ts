import { Buffer } from 'node:buffer'
import { decodeAsGbk, encodeGbk } from './gbk.ts'
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
  /** The line break that the body was written with. In `text`, each of these line breaks is a line feed. */
  readonly lineBreak: '\n' | '\r\n'
  readonly byteOrderMark: boolean
  /** White space before the text. */
  readonly leading: string
  /** White space after the text. */
  readonly trailing: string
  readonly charset: 'utf-8' | 'bytes' | 'gbk' | 'ascii' | 'utf-8 twice' | 'utf-8 as gbk'
}

/** How the characters that JSON may escape are written. */
export interface Escapes {
  /** Non-ASCII characters: unescaped, or as `\u4e2d` or `\u4E2D`. */
  readonly nonAscii: 'raw' | 'lower' | 'upper'
  /** `/` as `\/`. */
  readonly slashes: boolean
  /** The ASCII characters written as `\u003c`, `\u003d`, … */
  readonly symbols: string
  /** Whether these are written with upper-case digits: `\u003C`. */
  readonly upperSymbols: boolean
}

/** The escapes of `JSON.stringify`. */
export const RAW: Escapes = { nonAscii: 'raw', slashes: false, symbols: '', upperSymbols: false }

/** The symbols that Go's `encoding/json` escapes. */
export const HTML_SYMBOLS = '<>&'

/** The sets of symbols that JSON libraries escape. */
const SYMBOL_SETS = ['', HTML_SYMBOLS, "<>&='", '<>&\'+`"', '<>&\'"', '<>()'] as const

/** A body that is text, not JSON. */
export function textBody(text: string): Body {
  return { text, escapes: RAW, lineBreak: '\n', byteOrderMark: false, leading: '', trailing: '', charset: 'utf-8' }
}

/** The body with another JSON value in the same layout; an empty list when the layout is unknown. */
export function withJson(body: Body, json: Json): Body[] {
  return body.layout === undefined ? [] : [{ ...body, json, text: LAYOUTS[body.layout](json) }]
}

/** The body in another layout. */
export function withLayout(body: Body, layout: Layout): Body {
  // If the layout was unknown, the text contained the escapes, so this drops them.
  return { ...body, layout, text: LAYOUTS[layout](body.json) }
}

/** Reads the bytes of a body: its text, its JSON, and how both are written. */
export function readBody(bytes: Uint8Array): Body {
  const text = decode(bytes)
  if (text === undefined) return { ...textBody(Buffer.from(bytes).toString('latin1')), charset: 'bytes' }
  const byteOrderMark = text.startsWith('\uFEFF')
  const rest = byteOrderMark ? text.slice(1) : text
  const written = rest.trim()
  const leading = rest.slice(0, rest.indexOf(written))
  const lineBreak = /^(?:[^\r\n]|\r\n)*\r\n(?:[^\r\n]|\r\n)*$/.test(written) ? '\r\n' : '\n'
  const core = written.replaceAll(lineBreak, '\n')
  const json = parseJson(core)
  const body = { ...textBody(core), lineBreak, byteOrderMark, leading, trailing: rest.slice(leading.length + written.length) } as const
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
  const possible = possibleEscapes(body.text)
  for (const layout of Object.keys(LAYOUTS) as Layout[]) {
    const text = LAYOUTS[layout](body.json)
    const escapes = possible.find((each) => escaped(text, each) === body.text)
    if (escapes) return { ...body, text, layout, escapes }
  }
  return undefined
}

/** The escapes that a text may have been written with. Several sets of symbols fit when the text lacks some of the symbols. */
function possibleEscapes(text: string): Escapes[] {
  const [escaped] = /\\u(?!00[0-7])[\da-f]{4}/i.exec(text) ?? []
  const nonAscii = escaped === undefined ? 'raw' : /[A-F]/.test(escaped) ? 'upper' : 'lower'
  const upperSymbols = /\\u00[2-7][A-F]/.test(text)
  const sets = /\\u00[2-7]/.test(text) ? SYMBOL_SETS : ['']
  return sets.map((symbols) => ({ nonAscii, slashes: text.includes('\\/'), symbols, upperSymbols }))
}

/** Writes a body as bytes. */
export function bytesOf(body: Body): Buffer {
  const { leading, trailing, byteOrderMark, lineBreak } = body
  const written = escaped(body.text, body.escapes)
  const text = lineBreak === '\n' ? written : written.replaceAll('\n', lineBreak)
  return ENCODERS[body.charset](`${byteOrderMark ? '\uFEFF' : ''}${leading}${text}${trailing}`)
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

/** Writes a text with these escapes. In JSON, the characters that this function escapes occur only inside strings. */
function escaped(text: string, { nonAscii, slashes, symbols, upperSymbols }: Escapes): string {
  let result = text
  if (slashes) result = result.replaceAll('/', '\\/')
  if (symbols !== '') result = withSymbols(result, symbols, upperSymbols)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (nonAscii !== 'raw') result = result.replace(/[^\x00-\x7f]/g, (character) => unicodeEscape(character, nonAscii === 'upper'))
  return result
}

/** A string literal in JSON. */
const STRING = /"(?:[^"\\]|\\.)*"/gs

/** Escapes these symbols within strings, including the quotation marks that are already escaped as `\"`. */
function withSymbols(text: string, symbols: string, upper: boolean): string {
  return text.replace(STRING, (literal) => {
    const inner = literal.slice(1, -1).replace(/\\.|[^\\]/gsu, (unit) => {
      const character = unit === '\\"' ? '"' : unit
      return character.length === 1 && symbols.includes(character) ? unicodeEscape(character, upper) : unit
    })
    return `"${inner}"`
  })
}

/** Escapes one UTF-16 unit, as every JSON library does. */
function unicodeEscape(character: string, upper: boolean): string {
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0')
  return `\\u${upper ? digits.toUpperCase() : digits}`
}

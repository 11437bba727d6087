import { type Body, type Escapes, HTML_SYMBOLS, RAW } from '../body.ts'
import { isContainer } from '../json-text.ts'
import type { Axis } from '../mistake.ts'
import { SERIALISE_ONCE } from './advice.ts'

/** A JSON library, and the escapes that it writes by default. */
interface Library {
  readonly name: string
  readonly escapes: Escapes
}

const PYTHON = 'json.dumps (Python)'

/** How many of the libraries are combined with other mistakes. */
const USUAL = 3

const LIBRARIES: readonly Library[] = [
  { name: 'JSON.stringify (JavaScript), Jackson or json_encode with JSON_UNESCAPED_* flags (PHP)', escapes: RAW },
  { name: 'Gson (Java)', escapes: { ...RAW, symbols: "<>&='" } },
  { name: 'System.Text.Json (.NET)', escapes: { nonAscii: 'upper', slashes: false, symbols: '<>&\'+`"', upperSymbols: true } },
  { name: 'encoding/json (Go)', escapes: { ...RAW, symbols: HTML_SYMBOLS } },
  { name: 'json_encode (PHP)', escapes: { ...RAW, nonAscii: 'lower', slashes: true } },
  { name: PYTHON, escapes: { ...RAW, nonAscii: 'lower' } },
  { name: 'fastjson with BrowserCompatible (Java)', escapes: { ...RAW, nonAscii: 'upper', slashes: true } },
  { name: 'fastjson with BrowserSecure (Java)', escapes: { ...RAW, symbols: '<>()', upperSymbols: true } },
  {
    name: 'json_encode with JSON_HEX_* flags (PHP)',
    escapes: { nonAscii: 'lower', slashes: true, symbols: '<>&\'"', upperSymbols: true },
  },
]

/** The escapes of one JSON library were signed, and those of another were sent. */
export const bodyEscapes: Axis<Body> = {
  id: 'body-escapes',
  mistakes: [
    {
      id: 'body-escaped-by-another-library',
      message: 'The body was signed as {library} escapes it, but sent with other escapes.',
      message_zh: '签名时报文主体按 {library} 的规则转义，实际发送的转义不同。',
      ...SERIALISE_ONCE,
      signs: (body) => writtenBy(body, LIBRARIES.slice(0, USUAL)),
      rare: (body) => writtenBy(body, LIBRARIES.slice(USUAL)),
      seen: ({ escapes }) => ({ library: LIBRARIES.find((library) => library.escapes === escapes)?.name ?? 'another library' }),
    },
  ],
}

function writtenBy(body: Body, libraries: readonly Library[]): Body[] {
  if (!isContainer(body.json) || body.layout === undefined) return []
  // In Python's spacing this is body-python-dumps.
  const others = libraries.filter(({ name }) => name !== PYTHON || body.layout !== 'python')
  return others.filter(({ escapes }) => !isNamedByPart(body, escapes)).map(({ escapes }) => ({ ...body, escapes }))
}

/** Whether a mistake in a single kind of escape already explains the difference. */
function isNamedByPart({ text, escapes: sent }: Body, signed: Escapes): boolean {
  const isNonAscii = sent.nonAscii !== signed.nonAscii && /\P{ASCII}/u.test(text)
  const isSlashes = sent.slashes !== signed.slashes && text.includes('/')
  const isHtml = symbolsOf(text, sent) !== symbolsOf(text, signed)
  const isOnlyHtml = isHtml && [sent, signed].every(({ symbols, upperSymbols }) => isHtmlOnly(text, symbols) && !upperSymbols)
  return [isNonAscii, isSlashes, isHtml].filter(Boolean).length < 2 && (!isHtml || isOnlyHtml)
}

/** The symbols of a text that are escaped, and how. */
function symbolsOf(text: string, { symbols, upperSymbols }: Escapes): string {
  const escaped = [...symbols].filter((symbol) => text.includes(symbol === '"' ? '\\"' : symbol)).sort()
  return escaped.length === 0 ? '' : `${escaped.join('')} ${upperSymbols}`
}

function isHtmlOnly(text: string, symbols: string): boolean {
  const escaped = [...symbols].filter((symbol) => text.includes(symbol === '"' ? '\\"' : symbol))
  return (
    escaped.every((symbol) => HTML_SYMBOLS.includes(symbol)) &&
    [...HTML_SYMBOLS].every((symbol) => !text.includes(symbol) || escaped.length === 0 || escaped.includes(symbol))
  )
}

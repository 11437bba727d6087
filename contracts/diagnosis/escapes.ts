/** How a JSON text writes the characters that can be escaped. */
export interface Escapes {
  /** Non-ASCII characters: unescaped, or as `\u4e2d` or `\u4E2D`. */
  readonly nonAscii: 'raw' | 'lower' | 'upper'
  /** Whether `/` is written as `\/`. */
  readonly slashes: boolean
  /** The ASCII characters written as `\u003c`, `\u003d`, … */
  readonly symbols: string
  /** Whether the escapes of these ASCII characters have upper-case digits: `\u003C`. */
  readonly upperSymbols: boolean
}

/** The escapes of `JSON.stringify`. */
export const RAW: Escapes = { nonAscii: 'raw', slashes: false, symbols: '', upperSymbols: false }

/** The symbols that Go's `encoding/json` escapes. */
export const HTML_SYMBOLS = '<>&'

/** The name of Python's `json.dumps`. The mistake body-python-dumps covers both its default spacing and its default escapes. */
export const PYTHON = 'json.dumps (Python)'

/** One or more JSON libraries that write the same escapes: by default, or with the settings in `name`. */
export interface Library {
  readonly name: string
  readonly escapes: Escapes
}

/** The libraries that a client may have used, the likeliest first. */
export const LIBRARIES: readonly Library[] = [
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

/** The sets of symbols that these libraries escape, the smallest first. */
const SYMBOL_SETS: readonly string[] = [...new Set(LIBRARIES.map(({ escapes }) => escapes.symbols))].sort(
  (one, other) => one.length - other.length,
)

/** Returns the escapes that a text may have, one result for each possible set of symbols. The caller has to try each result. */
export function possibleEscapes(text: string): Escapes[] {
  const units: readonly string[] = text.match(/\\(?:u[\da-f]{4}|.)/gi) ?? []
  const escaped = units.find((unit) => /^\\u(?!00[0-7])/.test(unit)) ?? ''
  const nonAscii = escaped === '' ? 'raw' : /[A-F]/.test(escaped) ? 'upper' : 'lower'
  const ascii = units.filter((unit) => /^\\u00[2-7]/.test(unit))
  const upperSymbols = ascii.some((unit) => /[A-F]/.test(unit))
  const sets = ascii.length > 0 ? SYMBOL_SETS : ['']
  return sets.map((symbols) => ({ nonAscii, slashes: units.includes('\\/'), symbols, upperSymbols }))
}

/** Escapes a JSON text. Slashes and non-ASCII characters occur only inside strings, so they can be replaced without parsing. */
export function escaped(text: string, { nonAscii, slashes, symbols, upperSymbols }: Escapes): string {
  let result = text
  if (slashes) result = result.replaceAll('/', '\\/')
  if (symbols !== '') result = withSymbols(result, symbols, upperSymbols)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (nonAscii !== 'raw') result = result.replace(/[^\x00-\x7f]/g, (character) => unicodeEscape(character, nonAscii === 'upper'))
  return result
}

/** Matches a string literal in JSON. */
const STRING = /"(?:[^"\\]|\\.)*"/gs

/** Matches a backslash with the next character, or one ASCII punctuation character. All symbols of the libraries are ASCII punctuation. */
const SYMBOL = /\\.|[!-/:-@[-`{-~]/gs

/** Escapes these symbols inside the strings of a JSON text. If `"` is one of the symbols, `\"` becomes `\u0022`. */
function withSymbols(text: string, symbols: string, upper: boolean): string {
  return text.replace(STRING, (literal) => {
    const inner = literal.slice(1, -1).replace(SYMBOL, (unit) => {
      const character = unit === '\\"' ? '"' : unit
      return character.length === 1 && symbols.includes(character) ? unicodeEscape(character, upper) : unit
    })
    return `"${inner}"`
  })
}

/** Escapes one UTF-16 unit. A character such as 😀 has two units, and JSON libraries escape each of them. */
function unicodeEscape(character: string, upper: boolean): string {
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0')
  return `\\u${upper ? digits.toUpperCase() : digits}`
}

/**
 * Returns the symbols that these escapes replace in a JSON text. To save time, the text is not parsed. Therefore the `+` of the number
 * `1e+21` also counts, and so does the last `"` of the string `"b\\"`.
 */
export function escapedSymbols(text: string, { symbols }: Escapes): string {
  return [...symbols].filter((symbol) => text.includes(symbol === '"' ? '\\"' : symbol)).join('')
}

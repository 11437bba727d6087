/** How the characters that JSON may escape are written. */
export interface Escapes {
  /** Non-ASCII characters: unescaped, or as `\u4e2d` or `\u4E2D`. */
  readonly nonAscii: 'raw' | 'lower' | 'upper'
  /** Whether `/` is written as `\/`. */
  readonly slashes: boolean
  /** The ASCII characters written as `\u003c`, `\u003d`, … */
  readonly symbols: string
  /** Whether these escapes have upper-case digits: `\u003C`. */
  readonly upperSymbols: boolean
}

/** The escapes of `JSON.stringify`. */
export const RAW: Escapes = { nonAscii: 'raw', slashes: false, symbols: '', upperSymbols: false }

/** The symbols that Go's `encoding/json` escapes. */
export const HTML_SYMBOLS = '<>&'

/** The name of Python's `json.dumps`. A body that was signed with its default spacing and escapes is reported as one mistake, body-python-dumps. */
export const PYTHON = 'json.dumps (Python)'

/** One or more JSON libraries that write the same escapes: by default, or with the settings in `name`. */
export interface Library {
  readonly name: string
  readonly escapes: Escapes
}

/** The libraries, the likeliest first. */
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

/** The escapes that may have written a text. The caller has to find out which set of symbols writes exactly this text. */
export function possibleEscapes(text: string): Escapes[] {
  const units: readonly string[] = text.match(/\\(?:u[\da-f]{4}|.)/gi) ?? []
  const escaped = units.find((unit) => /^\\u(?!00[0-7])/.test(unit)) ?? ''
  const nonAscii = escaped === '' ? 'raw' : /[A-F]/.test(escaped) ? 'upper' : 'lower'
  const ascii = units.filter((unit) => /^\\u00[2-7]/.test(unit))
  const upperSymbols = ascii.some((unit) => /[A-F]/.test(unit))
  const sets = ascii.length > 0 ? SYMBOL_SETS : ['']
  return sets.map((symbols) => ({ nonAscii, slashes: units.includes('\\/'), symbols, upperSymbols }))
}

/** Writes a text with these escapes. In JSON, slashes and non-ASCII characters occur only inside strings, so they can be replaced without parsing. */
export function escaped(text: string, { nonAscii, slashes, symbols, upperSymbols }: Escapes): string {
  let result = text
  if (slashes) result = result.replaceAll('/', '\\/')
  if (symbols !== '') result = withSymbols(result, symbols, upperSymbols)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (nonAscii !== 'raw') result = result.replace(/[^\x00-\x7f]/g, (character) => unicodeEscape(character, nonAscii === 'upper'))
  return result
}

/** A string literal in JSON. */
const STRING = /"(?:[^"\\]|\\.)*"/gs

/** An escape, or a printable ASCII character other than letters, digits and the space. The symbols of all libraries are such characters. */
const SYMBOL = /\\.|[!-/:-@[-`{-~]/gs

/** Escapes these symbols within strings, including the quotation marks that are already escaped as `\"`. */
function withSymbols(text: string, symbols: string, upper: boolean): string {
  return text.replace(STRING, (literal) => {
    const inner = literal.slice(1, -1).replace(SYMBOL, (unit) => {
      const character = unit === '\\"' ? '"' : unit
      return character.length === 1 && symbols.includes(character) ? unicodeEscape(character, upper) : unit
    })
    return `"${inner}"`
  })
}

/** Escapes one UTF-16 unit. JSON libraries escape a character such as 😀 as its two units. */
function unicodeEscape(character: string, upper: boolean): string {
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0')
  return `\\u${upper ? digits.toUpperCase() : digits}`
}

/**
 * The symbols in a JSON text that these escapes replace. To save time, the text is not parsed, so the `+` of the number `1e+21` also counts, and
 * so does the `"` that ends the string `"b\\"`.
 */
export function escapedSymbols(text: string, { symbols }: Escapes): string {
  return [...symbols].filter((symbol) => text.includes(symbol === '"' ? '\\"' : symbol)).join('')
}

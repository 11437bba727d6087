import { meaningOf } from './labels.ts'

/** The hyphen, and the dashes that a word processor or an input method may write instead. */
const DASHES = '\\-‐‑‒–—―−－﹣⸺'

const BEGIN = new RegExp(`[${DASHES}]+ ?BEGIN|[${DASHES}]+ ?END ?[A-Z0-9 ]*(?:KEY|CERT)`, 'i')

// A dash or a blank is required before `BEGIN` and `END`, because the letters alone may also occur in base64.
const BEGIN_WORD = new RegExp(`(?:^|[\\s${DASHES}])BEGIN`, 'i')
const END_WORD = new RegExp(`(?:^|[\\s${DASHES}])END ?[A-Z0-9 ]+[^A-Z0-9 ]`, 'i')

const COPY = '; copy the file again, whole and unchanged'

/** One way in which PEM gets damaged, and what to do about it. */
interface Damage {
  /**
   * Describes the damage; returns `undefined` when the text does not have it. The words follow the kind of PEM, such as `in quotes` after
   * `a PKCS#8 private key`.
   */
  readonly how: (text: string) => string | undefined
  readonly remedy: string
}

const DAMAGES: readonly Damage[] = [
  whenever(/&(?:#\d+|#x[\da-f]+|[a-z]{2,6});|<\/?(?:br|p|pre|div|span)\b/i, 'with HTML in it, such as &#10; or <br>', COPY),
  whenever(
    /\\n/,
    'with \\n, a backslash and a letter, where line breaks belong',
    "; write line breaks there, in JavaScript with: text.replaceAll('\\\\n', '\\n')",
  ),
  whenever(/^\s*["'`“”‘’「]/, 'in quotes', '; remove the quotes'),
  { how: otherDashes, remedy: '; type five hyphens on each side of BEGIN … and END …' },
  whenever(/^[^\n]*[^\s\p{Pd}"'`“”‘’「][^\n]*-----BEGIN/mu, 'with other text before -----BEGIN', '; begin a new line there'),
  { how: lostLine, remedy: COPY },
  { how: misspeltLine, remedy: COPY },
  { how: otherCharacter, remedy: COPY },
]

/** Whether a text has a BEGIN or END line of PEM, even a damaged one. */
export function looksLikePem(text: string): boolean {
  return BEGIN.test(text)
}

/**
 * Describes what is wrong with PEM that is not well-formed, and what to do.
 *
 * @param label The PEM label that the caller wants; `undefined` if the text has no BEGIN line with that label.
 */
export function damageOf(text: string, label: string | undefined): { readonly what: string; readonly remedy: string } {
  const found = DAMAGES.flatMap(({ how, remedy }) => {
    const seen = how(text)
    return seen ? [{ seen, remedy }] : []
  })
  const what = label ? `${meaningOf(label) ?? 'PEM'} (-----BEGIN ${label}-----)` : 'PEM'
  return { what: `${what} ${found.map(({ seen }) => seen).join(' and ') || 'without content'}`, remedy: found[0]?.remedy ?? COPY }
}

function whenever(pattern: RegExp, how: string, remedy: string): Damage {
  return { how: (text) => (pattern.test(text) ? how : undefined), remedy }
}

function otherDashes(text: string): string | undefined {
  const sides = [...text.matchAll(new RegExp(`([${DASHES}]+) ?(?:BEGIN|END)`, 'gi'))].map(([, dashes = '']) => dashes)
  const wrong = sides.find((dashes) => dashes !== '-----')
  if (wrong === undefined) return undefined
  const [other] = wrong.replaceAll('-', '')
  return other ? `with ${other} (${codePoint(other)}) where hyphens belong` : `with ${wrong.length} instead of five hyphens`
}

function lostLine(text: string): string | undefined {
  const [begins, ends] = [BEGIN_WORD.test(text), END_WORD.test(text)]
  if (begins && !ends) return 'without its line -----END …-----'
  return begins ? undefined : 'without its line -----BEGIN …-----'
}

function misspeltLine(text: string): string | undefined {
  const begins = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1]
  const ends = /-----END ([A-Z0-9 ]+)-----/.exec(text)?.[1]
  if (begins !== undefined && ends !== undefined && begins !== ends) return `that ends with the line -----END ${ends}-----`
  if (begins === undefined && /-----\s*BEGIN/i.test(text)) return 'with a misspelt line -----BEGIN …-----'
  const hasEnd = END_WORD.test(text) && /-----\s*END/i.test(text)
  return begins !== undefined && ends === undefined && hasEnd ? 'with a misspelt line -----END …-----' : undefined
}

/**
 * Names the first character between the BEGIN and END lines that is not a base64 character. Skips characters that other kinds of damage
 * explain, such as quotes.
 */
function otherCharacter(text: string): string | undefined {
  const [, body = ''] = /-----BEGIN [A-Z0-9 ]+-----(.*?)(?:-----\s*END|$)/is.exec(text.replaceAll('\\n', '').replace(/&[#\w]+;/g, '')) ?? []
  const [other] = /[^A-Za-z0-9+/=\s"'`“”‘’\\<>]/u.exec(body) ?? []
  return other && `with ${codePoint(other)} between its lines, where only base64 belongs`
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

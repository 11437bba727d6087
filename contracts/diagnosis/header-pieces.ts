import { FIELD_NAMES, SCHEME } from '../wire/authorization.ts'

/** An Authorization header split into pieces. Joining the pieces gives the header again, but without a separator before the first field. */
export interface HeaderPieces {
  /** The text before the scheme, such as another scheme; usually empty. */
  readonly front: string
  /** The scheme as the client wrote it; empty when it is missing. */
  readonly scheme: string
  /** The text between the scheme and the first field. */
  readonly gap: string
  readonly fields: readonly FieldPieces[]
  /** The text after the last field that could be read. */
  readonly rest: string
}

export interface FieldPieces {
  /** The separator before the field. */
  readonly separator: string
  readonly name: string
  /** The equals sign with the white space around it. */
  readonly equals: string
  /** The opening quote; empty when there is none. */
  readonly open: string
  readonly value: string
  /** The closing quote; empty when there is none. */
  readonly close: string
}

/** A header without a scheme is taken for a WeChat Pay header if it has at least this many of the five fields of such a header. */
const TELLING_FIELDS = 4

// In these regular expressions, an unlimited repetition never contains another unlimited repetition, so that backtracking stays cheap.
const BLANK = String.raw`(?:\s|\\[rn])`
const QUOTE = String.raw`\\?["'\x60]|\xe2\x80[\x98-\x9f]|[\u2018-\u201f]`
const PLAIN = String.raw`(?!\\["'\x60])[^"'\x60\xe2\xef\u2018-\u201f\uff0c,;&`
const SEPARATOR = String.raw`(?:[\s,;&]|\\[rn]|\uff0c|\xef\xbc\x8c)*`
const NAME = String.raw`[A-Za-z_][\w-]*`
const BARE_LINE = String.raw`[\r\n](?!\s{0,8}[a-z_]{4,13}\s?=[^=,;&\s])`
const FIELD = new RegExp(
  `(?<separator>${SEPARATOR})(?<name>${NAME})(?<equals>${BLANK}*=${BLANK}*)` +
    `(?:(?<open>${QUOTE})(?<value>(?:${PLAIN}])*)(?<close>${QUOTE})` +
    `|(?<looseOpen>(?:${QUOTE})?)(?<looseValue>(?:${PLAIN}\\s]|${BARE_LINE})*)(?<looseClose>(?:${QUOTE})?))`,
  'y',
)
const WORD_BREAK: RegExp = /(?:[\s:,;]|\\[rn])+/

/** Splits a header into pieces, even with wrong quotes or separators. Returns `undefined` if it does not look like a WeChat Pay header. */
export function readPieces(header: string): HeaderPieces | undefined {
  const front = header.slice(0, Math.max(0, header.indexOf('='))).trimEnd()
  const start = front.length - firstName(front).length
  const pieces = { ...readFront(header.slice(0, start)), ...readFields(header, start) }
  return looksLikeOurs(pieces) ? pieces : undefined
}

/** Joins the pieces. Leaves out the separator of the first field, because the gap comes before that field. */
export function writePieces({ front, scheme, gap, fields, rest }: HeaderPieces): string {
  const texts = fields.map(({ separator, name, equals, open, value, close }, index) =>
    [index ? separator : '', name, equals, open, value, close].join(''),
  )
  return [front, scheme, gap, ...texts, rest].join('')
}

/** Tells which of the five fields the header has. Returns their correct names, even if the header misspells them. */
export function readNames({ fields }: HeaderPieces): ReadonlySet<string> {
  return new Set(fields.map(({ name }) => meantField(name)).filter((name) => name !== undefined))
}

/** Splits a text at white space, colons, commas and semicolons. A written-out `\r` or `\n` counts as white space. */
export function wordsOf(text: string): string[] {
  return text.split(WORD_BREAK)
}

/** Returns the name of the first field, with which `front` ends. It is found even when no space separates it from the scheme. */
function firstName(front: string): string {
  const word = wordsOf(front).at(-1) ?? ''
  if (word.startsWith(SCHEME)) return word.slice(SCHEME.length)
  const stuck = fieldNamesAtEnd(word).find((name) => isSchemeLike(word.slice(0, -name.length)))
  return stuck ? word.slice(-stuck.length) : word
}

function readFront(text: string): Pick<HeaderPieces, 'front' | 'scheme' | 'gap'> {
  const scheme = wordsOf(text).find(isSchemeLike) ?? ''
  const start = scheme ? text.indexOf(scheme) : text.length
  return { front: text.slice(0, start), scheme, gap: text.slice(start + scheme.length) }
}

function readFields(header: string, start: number): Pick<HeaderPieces, 'fields' | 'rest'> {
  const fields: FieldPieces[] = []
  let end = start
  FIELD.lastIndex = start
  for (let match = FIELD.exec(header); match?.groups; match = FIELD.exec(header)) {
    fields.push(fieldOf(match.groups))
    end = FIELD.lastIndex
  }
  return { fields, rest: header.slice(end) }
}

function fieldOf(groups: Record<string, string | undefined>): FieldPieces {
  const { separator = '', name = '', equals = '' } = groups
  const open = groups['open'] ?? groups['looseOpen'] ?? ''
  const value = groups['value'] ?? groups['looseValue'] ?? ''
  const close = groups['close'] ?? groups['looseClose'] ?? ''
  return { separator, name, equals, open, value, close }
}

function looksLikeOurs(pieces: HeaderPieces): boolean {
  return readNames(pieces).size >= (pieces.scheme ? 1 : TELLING_FIELDS)
}

/** Misspellings of the five fields, written in lower case: their names in APIv2, in other headers and in SDKs. */
const MISSPELLINGS: Readonly<Record<string, readonly string[]>> = {
  mchid: ['mch_id', 'mch-id', 'merchantid', 'merchant_id'],
  serial_no: ['serialno', 'serial-no', 'serial_number', 'serialnumber', 'serial', 'cert_serial_no', 'certserialno'],
  nonce_str: ['noncestr', 'nonce-str', 'nonce', 'nonce_string'],
  timestamp: ['time_stamp', 'time-stamp'],
  signature: ['sign'],
}

const MEANT: ReadonlyMap<string, string> = new Map(
  FIELD_NAMES.flatMap((name) => [name, ...(MISSPELLINGS[name] ?? [])].map((spelling) => [spelling, name])),
)

/** Every known spelling, the longest first, because a long spelling may end in a shorter one. */
const SPELLINGS: readonly string[] = [...MEANT.keys()].sort((one, other) => other.length - one.length)

/** The field that a name means; `undefined` when it means none of the five. */
export function meantField(name: string): string | undefined {
  return MEANT.get(name.toLowerCase())
}

/** The known spellings with which a word ends, in lower case. */
function fieldNamesAtEnd(word: string): string[] {
  const end = word.slice(-20).toLowerCase()
  return SPELLINGS.filter((spelling) => end.endsWith(spelling))
}

const LONGEST_SCHEME = 40
const MOST_TYPING_ERRORS = 6
const BARE_SCHEME = bare(SCHEME)

/** Whether a word looks like WeChat Pay's scheme, even if it is misspelt. */
export function isSchemeLike(word: string): boolean {
  if (word.length > LONGEST_SCHEME) return false
  const name = bare(word)
  return /WECHATPAY|WEIXINPAY|WXPAY/.test(name) || distance(name, BARE_SCHEME) <= MOST_TYPING_ERRORS
}

/** Whether a word is the scheme for the Chinese national algorithms (国密), even if it is misspelt. */
export function isSm2Like(word: string): boolean {
  return isSchemeLike(word) && /SM[23]/.test(bare(word))
}

function bare(word: string): string {
  return word.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

/** The number of letters to insert, remove or change to turn one word into the other (Levenshtein distance). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1]
    for (const [column, wanted] of [...other].entries()) {
      const change = (row[column] ?? 0) + Number(letter !== wanted)
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

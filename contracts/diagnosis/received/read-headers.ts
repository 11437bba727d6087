import { isFresh } from '../../wire/clock-tolerance.ts'
import type { ResponseSignature } from '../../wire/response-headers.ts'
import { type DescribedMistake, describe, type Mistake } from '../mistake.ts'
import {
  HEADER_BLANKS,
  HEADER_QUOTED,
  HEADER_UNSET,
  HEADERS_ALL_MISSING,
  HEADERS_DOUBLED,
  HEADERS_JOINED,
  HEADERS_MISSING,
  HEADERS_SWAPPED,
  TIMESTAMP_AHEAD,
  TIMESTAMP_AS_DATE,
  TIMESTAMP_BEHIND,
  TIMESTAMP_IN_MILLISECONDS,
  TIMESTAMP_NOT_IN_SECONDS,
} from './catalogue/headers.ts'
import type { ReceivedMessage } from './received-message.ts'

/** One combination of the headers' values. */
export interface HeaderReading {
  readonly signature: ResponseSignature
  /** What is wrong with the timestamp in this combination. */
  readonly mistakes: readonly DescribedMistake[]
}

/** The headers of a message, and what is wrong with them. */
export interface ReadHeaders {
  /** Holds several readings when a header has several values, and none when a header has no usable value. */
  readonly readings: readonly HeaderReading[]
  readonly mistakes: readonly DescribedMistake[]
}

const NAMES = {
  timestamp: 'Wechatpay-Timestamp',
  nonce: 'Wechatpay-Nonce',
  serial: 'Wechatpay-Serial',
  signature: 'Wechatpay-Signature',
} as const satisfies Record<keyof ResponseSignature, string>

type Name = keyof typeof NAMES

/**
 * Values are cut to this many characters, because the patterns below take quadratic time for some texts. A signature has 344 characters, or 684 when
 * it was written in hexadecimal and then in base64.
 */
const VALUE_LIMIT = 2_048

/** At most this many combinations of values are read. Without a limit, headers with many values would take too long. */
const COMBINATION_LIMIT = 16

/** Reads the four headers. Undoes some changes to their values, such as added quotation marks, and reports each change as a mistake. */
export function readHeaders(headers: ReceivedMessage['headers']): ReadHeaders {
  const all = valuesByName(headers)
  const read = (Object.keys(NAMES) as Name[]).map((name) => ({
    name,
    ...readValues(NAMES[name], all.get(NAMES[name].toLowerCase()) ?? []),
  }))
  const mistakes = read.flatMap((header) => header.mistakes)
  const missing = read.filter(({ values }) => values.length === 0).map(({ name }) => NAMES[name])
  if (missing.length === read.length && mistakes.length === 0) return { readings: [], mistakes: [describe(HEADERS_ALL_MISSING)] }
  const absent = read.filter(({ values, isUnset }) => values.length === 0 && !isUnset).map(({ name }) => NAMES[name])
  if (absent.length > 0) return { readings: [], mistakes: [...mistakes, describe(HEADERS_MISSING, { names: absent.join(', ') })] }
  if (missing.length > 0) return { readings: [], mistakes }
  return { readings: combinationsOf(read).map(repaired), mistakes }
}

/** The prefix of header names in PHP's `$_SERVER` and in Django's `request.META`, as in `HTTP_WECHATPAY_NONCE`. */
const CGI_PREFIX = /^http_wechatpay_/

/** The values of each header, by lower-case name. */
export function valuesByName(headers: ReceivedMessage['headers']): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue
    const key = name.trim().toLowerCase().replace(CGI_PREFIX, 'wechatpay-')
    const values = all.get(key) ?? []
    all.set(key, values)
    for (const one of [value].flat()) values.push(one)
  }
  return all
}

interface Values {
  readonly values: readonly string[]
  /** Whether a value is the text of a variable that was never set, such as `undefined`. */
  readonly isUnset: boolean
  readonly mistakes: readonly DescribedMistake[]
}

function readValues(name: string, given: readonly string[]): Values {
  const mistakes: DescribedMistake[] = []
  const found = (mistake: Mistake, value = '') => {
    if (!mistakes.some(({ id }) => id === mistake.id)) mistakes.push(describe(mistake, { name, value }))
  }
  const filled = given.filter((value) => value.trim() !== '').map((value) => value.slice(0, VALUE_LIMIT))
  if (filled.length > 1) found(HEADERS_DOUBLED, filled.join(' | '))
  const whole = filled.map((value) => clean(value, found))
  const [joined = ''] = whole.filter((value) => value.includes(','))
  // A comma does not always separate two values. A date has a comma, and the bytes of a signature may contain a comma.
  const isJoined = joined !== '' && !isBytes(joined) && (/^\d+,/.test(joined) || Number.isNaN(Date.parse(joined)))
  if (isJoined) found(HEADERS_JOINED, joined)
  const values = isJoined ? whole.flatMap((value) => value.split(',').map((piece) => piece.trim())) : whole
  const unset = values.find((value) => UNSET.includes(value))
  if (unset !== undefined) found(HEADER_UNSET, unset)
  const usable = [...new Set(values)].filter((value) => value !== '' && !UNSET.includes(value))
  return { values: usable, isUnset: unset !== undefined, mistakes }
}

const UNSET = ['null', 'undefined', 'None', 'nil', 'NaN', '[object Object]']

/** Whether a value looks like bytes that were decoded as text. A valid header value is ASCII. */
function isBytes(value: string): boolean {
  return /[^\t\n\r -~\ufeff\u200b]/.test(value)
}

function clean(value: string, found: (mistake: Mistake) => void): string {
  if (isBytes(value)) return value
  const trimmed = value.replace(/^[\s\ufeff\u200b]+|[\s\ufeff\u200b]+$/g, '')
  if (trimmed !== value) found(HEADER_BLANKS)
  const bare = trimmed.replace(/^(?:\[\s*)?(["']?)(.*?)\1(?:\s*\])?$/s, '$2')
  if (bare === trimmed) return trimmed
  found(HEADER_QUOTED)
  return bare
}

/** Returns the first combinations of the values. The list is cut after each header, because the full list may not fit into memory. */
function combinationsOf(read: readonly { readonly name: Name; readonly values: readonly string[] }[]): ResponseSignature[] {
  const combined = read.reduce<Partial<ResponseSignature>[]>(
    (all, { name, values }) =>
      values
        .slice(0, COMBINATION_LIMIT)
        .flatMap((value) => all.map((signature) => ({ ...signature, [name]: value })))
        .slice(0, COMBINATION_LIMIT),
    [{}],
  )
  return combined as ResponseSignature[]
}

function repaired(signature: ResponseSignature): HeaderReading {
  const { timestamp: value, nonce } = signature
  if (/^\d{9,10}$/.test(value)) return { signature, mistakes: [] }
  if (/^\d{10}$/.test(nonce)) return { signature: { ...signature, timestamp: nonce, nonce: value }, mistakes: [describe(HEADERS_SWAPPED)] }
  if (/^\d{13}$/.test(value))
    return { signature: withSeconds(signature, Number(value) / 1000), mistakes: [describe(TIMESTAMP_IN_MILLISECONDS, { value })] }
  const date = Date.parse(value)
  if (Number.isNaN(date) || /^\d+$/.test(value)) return { signature, mistakes: [describe(TIMESTAMP_NOT_IN_SECONDS, { value })] }
  return { signature: withSeconds(signature, date / 1000), mistakes: [describe(TIMESTAMP_AS_DATE, { value })] }
}

function withSeconds(signature: ResponseSignature, seconds: number): ResponseSignature {
  return { ...signature, timestamp: String(Math.floor(seconds)) }
}

/** @param now The clock of the program that verifies, in milliseconds since 1970. If it is `undefined`, every timestamp counts as fresh. */
export function checkFreshness({ timestamp: value }: ResponseSignature, now: number | undefined): DescribedMistake[] {
  if (now === undefined || !/^\d+$/.test(value) || isFresh(value, now)) return []
  const ahead = Number(value) - Math.floor(now / 1000)
  return [describe(ahead > 0 ? TIMESTAMP_AHEAD : TIMESTAMP_BEHIND, { value, seconds: Math.abs(ahead) })]
}

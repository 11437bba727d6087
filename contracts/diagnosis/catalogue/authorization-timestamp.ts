import type { HeaderPieces } from '../header-pieces.ts'
import { type HeaderMistake, inPieces, shown } from './header-mistake.ts'

const DECIMAL = /^\s*\+?(\d{1,15})(?:\.\d*)?\s*$/
const EXPONENT = /^\d(?:\.\d{1,15})?e\+?\d{1,2}$/i
/** A time that says its zone: of others it can't be told which second they mean. */
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)? ?(?:Z|[+-]\d\d:?\d\d)$/i

export const authorizationTimestampNotDigits: HeaderMistake = {
  id: 'authorization-timestamp-not-digits',
  message: 'The timestamp is {seen} and not whole seconds since 1970 in decimal digits.',
  message_zh: '时间戳为 {seen}，不是自 1970 年起的整秒数（十进制数字）。',
  fix: 'Send the seconds since 1970 as digits alone, as in timestamp="1554208460", and sign that same text.',
  fix_zh: '时间戳请使用自 1970 年起的秒数，只含数字，例如 timestamp="1554208460"，并用同一文本参与签名。',
  mend: inPieces((pieces) => {
    const wrong = pieces.fields.find(({ name, value }) => name === 'timestamp' && value.trim() && !/^\d+$/.test(value))
    if (!wrong) return undefined
    const value = secondsOf(wrong.value) ?? wrong.value
    const fields = pieces.fields.map((field) => (field === wrong ? { ...field, value } : field))
    return { pieces: { ...pieces, fields }, placeholders: { seen: shown(wrong.value) } }
  }),
  spoil: (header) =>
    OTHER_WRITINGS.map((write) => header.replace(/(time_?stamp\W*?)(\d+)/i, (_, name, seconds) => name + write(Number(seconds)))),
}

const OTHER_WRITINGS: readonly ((seconds: number) => string)[] = [
  (seconds) => new Date(seconds * 1000).toISOString(),
  (seconds) => new Date((seconds + 8 * 3600) * 1000).toISOString().replace('Z', '+08:00'),
  (seconds) => `${seconds}.123`,
  (seconds) => `+${seconds}`,
  (seconds) => seconds.toExponential().replace('e', 'E'),
]

/** The time as it is written in a header. */
export function writtenTimestamp(pieces: HeaderPieces | undefined): string | undefined {
  return pieces?.fields.find(({ name }) => name === 'timestamp')?.value
}

/** The second that a text means, if that can be told. */
function secondsOf(text: string): string | undefined {
  const digits = DECIMAL.exec(text)?.[1]
  if (digits) return digits
  const seconds = EXPONENT.test(text) ? Number(text) : ISO_TIME.test(text) ? Date.parse(text) / 1000 : Number.NaN
  return Number.isSafeInteger(Math.floor(seconds)) && seconds >= 0 ? String(Math.floor(seconds)) : undefined
}

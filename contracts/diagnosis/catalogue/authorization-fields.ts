import { FIELD_NAMES, isTimestamp } from '../../wire/authorization.ts'
import { type FieldPieces, type HeaderPieces, meantField, readNames } from '../header-pieces.ts'
import { type HeaderMistake, inPieces, namesShown, shown } from './header-mistake.ts'

const WANTED = 'mchid, nonce_str, signature, timestamp, serial_no'

export const authorizationTimestampNotDigits: HeaderMistake = {
  id: 'authorization-timestamp-not-digits',
  message: 'The timestamp is {seen}; it must be the number of whole seconds since 1970, in decimal digits without leading zeros.',
  message_zh: '时间戳是 {seen}，应为自 1970 年起的秒数，只含数字，前面不补零。',
  fix: 'Send the seconds since 1970 as digits only, for example timestamp="1554208460", and sign the same text.',
  fix_zh: 'timestamp 填自 1970 年起的秒数，只含数字，例如 timestamp="1554208460"；签名时用同一个值。',
  repair: inPieces((pieces) => {
    const wrong = pieces.fields.find(({ name, value }) => name === 'timestamp' && value.trim() && !isTimestamp(value))
    if (!wrong) return undefined
    const value = secondsOf(wrong.value) ?? wrong.value
    const fields = pieces.fields.map((field) => (field === wrong ? { ...field, value } : field))
    return { pieces: { ...pieces, fields }, placeholders: { seen: shown(wrong.value) } }
  }),
  spoil: (header) =>
    OTHER_TIME_FORMATS.map((write) => header.replace(/(time_?stamp\W*?)(\d+)/i, (_, name, seconds) => name + write(Number(seconds)))),
}

/** The mistakes in the names and values of the fields, in the order in which they are repaired. */
export const fieldMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-field-misspelt',
    message: 'These fields are misspelt: {seen}. Expected: {wanted}.',
    message_zh: '签名信息的字段名有误：{seen}（应为 {wanted}）。',
    fix: 'Rename {seen} to {wanted}.',
    fix_zh: '将 {seen} 改为 {wanted}。',
    repair: inPieces((pieces) => {
      const given = new Set(pieces.fields.map(({ name }) => name))
      const rename = ({ name }: FieldPieces) => [meantField(name) ?? name].find((meant) => !given.has(meant)) ?? name
      const fields = pieces.fields.map((field) => ({ ...field, name: rename(field) }))
      const wrong = pieces.fields.filter((field) => rename(field) !== field.name)
      const placeholders = { seen: namesShown(wrong.map(({ name }) => name)), wanted: namesShown(wrong.map(rename)) }
      return wrong.length ? { pieces: { ...pieces, fields }, placeholders } : undefined
    }),
    spoil: (header) =>
      [
        ['mchid', 'mch_id'],
        ['mchid', 'mchId'],
        ['mchid', 'MCHID'],
        ['serial_no', 'serial'],
        ['serial_no', 'serialNo'],
        ['serial_no', 'serial_number'],
        ['nonce_str', 'nonce'],
        ['nonce_str', 'noncestr'],
        ['nonce_str', 'nonceStr'],
        ['timestamp', 'timeStamp'],
        ['timestamp', 'time_stamp'],
        ['signature', 'sign'],
      ].map(([right = '', wrong = '']) => header.replaceAll(right, wrong)),
  },
  {
    id: 'authorization-field-twice',
    message: 'These fields appear more than once: {names}.',
    message_zh: '签名信息中有重复的字段：{names}。',
    fix: 'Write each of the five fields once.',
    fix_zh: '五个签名信息字段各写一次。',
    repair: without(
      (field, index, fields) => FIELD_NAMES.includes(field.name) && fields.findIndex(({ name }) => name === field.name) < index,
    ),
    spoil: (header) => [`${header},mchid="1900000109"`, `${header},timestamp="1554208460"`],
  },
  {
    id: 'authorization-field-unknown',
    message: 'These fields do not belong in the header: {names}.',
    message_zh: '签名信息中有多余的字段：{names}。',
    fix: `Send only these five fields: ${WANTED}.`,
    fix_zh: `只保留以下五个字段：${WANTED}。`,
    repair: without((field) => !FIELD_NAMES.includes(field.name)),
    spoil: (header) => [
      `${header},appid="wx2421b1c4370ec43b"`,
      `${header},sign_type="RSA"`,
      header.replace(/(?=mch_?id)/i, 'version="3",'),
    ],
  },
  authorizationTimestampNotDigits,
  {
    id: 'authorization-field-empty',
    message: 'These fields are empty: {names}.',
    message_zh: '签名信息的以下字段为空：{names}。',
    fix: 'Set {names}. The usual cause is a setting that was not loaded, or an error during signing that was ignored.',
    fix_zh: '为 {names} 赋值。常见原因：没有读到配置，或签名出错却被忽略。',
    repair: inPieces((pieces) => {
      const empty = pieces.fields.filter(({ value }) => !value.trim())
      return empty.length ? { pieces, placeholders: { names: namesShown(empty.map(({ name }) => name)) } } : undefined
    }),
    spoil: (header) => FIELD_NAMES.map((name) => header.replace(new RegExp(`${name}="[^"]*"`), `${name}=""`)),
  },
  {
    id: 'authorization-field-missing',
    message: 'These fields are missing: {names}.',
    message_zh: '签名信息缺少以下字段：{names}。',
    fix: `Add {names}. The header needs these five fields, in any order: ${WANTED}.`,
    fix_zh: `补上 {names}。请求头必须包含以下五个字段，顺序不限：${WANTED}。`,
    repair: inPieces((pieces) => {
      const missing = pieces.rest ? [] : FIELD_NAMES.filter((name) => !readNames(pieces).has(name))
      return missing.length ? { pieces, placeholders: { names: namesShown(missing) } } : undefined
    }),
    spoil: (header) => FIELD_NAMES.map((name) => header.replace(new RegExp(`,${name}="[^"]*"|${name}="[^"]*",`), '')),
  },
]

type Surplus = (field: FieldPieces, index: number, fields: HeaderPieces['fields']) => boolean

/** Makes a repair that removes the surplus fields, each with the separator before it. */
function without(isSurplus: Surplus): HeaderMistake['repair'] {
  return inPieces((pieces) => {
    const surplus = pieces.fields.filter(isSurplus)
    const fields = pieces.fields.filter((...field) => !isSurplus(...field))
    return surplus.length
      ? { pieces: { ...pieces, fields }, placeholders: { names: namesShown(surplus.map(({ name }) => name)) } }
      : undefined
  })
}

const DECIMAL = /^\s*\+?0*(\d{1,15})(?:\.\d*)?\s*$/
const EXPONENT = /^\d(?:\.\d{1,15})?e\+?\d{1,2}$/i
/** A date and time with a time zone. Without a time zone, the text would be ambiguous. */
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)? ?(?:Z|[+-]\d\d:?\d\d)$/i

const OTHER_TIME_FORMATS: readonly ((seconds: number) => string)[] = [
  (seconds) => new Date(seconds * 1000).toISOString(),
  (seconds) => new Date((seconds + 8 * 3600) * 1000).toISOString().replace('Z', '+08:00'),
  (seconds) => `${seconds}.123`,
  (seconds) => `+${seconds}`,
  (seconds) => `0${seconds}`,
  (seconds) => seconds.toExponential().replace('e', 'E'),
]

export function writtenTimestamp(pieces: HeaderPieces | undefined): string | undefined {
  return pieces?.fields.find(({ name }) => name === 'timestamp')?.value
}

/** The whole seconds since 1970 that a text represents; `undefined` if the text is ambiguous or not a time. */
function secondsOf(text: string): string | undefined {
  const digits = DECIMAL.exec(text)?.[1]
  if (digits) return digits
  const seconds = EXPONENT.test(text) ? Number(text) : ISO_TIME.test(text) ? Date.parse(text) / 1000 : Number.NaN
  return Number.isSafeInteger(Math.floor(seconds)) && seconds >= 0 ? String(Math.floor(seconds)) : undefined
}

import { FIELD_NAMES } from '../../wire/authorization.ts'
import { type FieldPieces, type HeaderPieces, meantField, readNames } from '../header-pieces.ts'
import { type HeaderMistake, inPieces, namesShown, shown } from './header-mistake.ts'

const WANTED = 'mchid, nonce_str, signature, timestamp, serial_no'

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

/** The mistakes in the names and values of the fields, in the order in which they are mended. */
export const fieldMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-field-misspelt',
    message: 'Fields are misspelt: {seen} (wanted: {wanted}).',
    message_zh: '签名信息的名称有误：{seen}（应为 {wanted}）。',
    fix: 'Write {wanted} in the place of {seen}.',
    fix_zh: '请将 {seen} 改为 {wanted}。',
    mend: inPieces((pieces) => {
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
    message: 'Fields are given more than once: {names}.',
    message_zh: '签名信息中有重复的项：{names}。',
    fix: 'Give each of the five fields once.',
    fix_zh: '五项签名信息每项只写一次。',
    mend: without(
      (field, index, fields) => FIELD_NAMES.includes(field.name) && fields.findIndex(({ name }) => name === field.name) < index,
    ),
    spoil: (header) => [`${header},mchid="1900000109"`, `${header},timestamp="1554208460"`],
  },
  {
    id: 'authorization-field-unknown',
    message: 'Fields are given that do not belong here: {names}.',
    message_zh: '签名信息中有多余的项：{names}。',
    fix: `Give these five fields and no others: ${WANTED}.`,
    fix_zh: `只写以下五项签名信息：${WANTED}。`,
    mend: without((field) => !FIELD_NAMES.includes(field.name)),
    spoil: (header) => [
      `${header},appid="wx2421b1c4370ec43b"`,
      `${header},sign_type="RSA"`,
      header.replace(/(?=mch_?id)/i, 'version="3",'),
    ],
  },
  authorizationTimestampNotDigits,
  {
    id: 'authorization-field-empty',
    message: 'Fields are empty: {names}.',
    message_zh: '签名信息的值为空：{names}。',
    fix: 'Give {names} a value: often a setting was not read, or an error when signing was passed over.',
    fix_zh: '请为 {names} 赋值：常见原因是配置没有读到，或签名时的错误被忽略。',
    mend: inPieces((pieces) => {
      const empty = pieces.fields.filter(({ value }) => !value.trim())
      return empty.length ? { pieces, placeholders: { names: namesShown(empty.map(({ name }) => name)) } } : undefined
    }),
    spoil: (header) => FIELD_NAMES.map((name) => header.replace(new RegExp(`${name}="[^"]*"`), `${name}=""`)),
  },
  {
    id: 'authorization-field-missing',
    message: 'Fields are missing: {names}.',
    message_zh: '签名信息缺少以下项：{names}。',
    fix: `Add {names}: the header holds ${WANTED}, in any order.`,
    fix_zh: `请补上 {names}：请求头应包含 ${WANTED} 五项，顺序不限。`,
    mend: inPieces((pieces) => {
      const missing = pieces.rest ? [] : FIELD_NAMES.filter((name) => !readNames(pieces).has(name))
      return missing.length ? { pieces, placeholders: { names: namesShown(missing) } } : undefined
    }),
    spoil: (header) => FIELD_NAMES.map((name) => header.replace(new RegExp(`,${name}="[^"]*"|${name}="[^"]*",`), '')),
  },
]

type Surplus = (field: FieldPieces, index: number, fields: HeaderPieces['fields']) => boolean

/** Removes fields, each with the separator before it. */
function without(isSurplus: Surplus): HeaderMistake['mend'] {
  return inPieces((pieces) => {
    const surplus = pieces.fields.filter(isSurplus)
    const fields = pieces.fields.filter((...field) => !isSurplus(...field))
    return surplus.length
      ? { pieces: { ...pieces, fields }, placeholders: { names: namesShown(surplus.map(({ name }) => name)) } }
      : undefined
  })
}

const DECIMAL = /^\s*\+?(\d{1,15})(?:\.\d*)?\s*$/
const EXPONENT = /^\d(?:\.\d{1,15})?e\+?\d{1,2}$/i
/** A time with its zone: without one it is unknown which second is meant. */
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)? ?(?:Z|[+-]\d\d:?\d\d)$/i

const OTHER_WRITINGS: readonly ((seconds: number) => string)[] = [
  (seconds) => new Date(seconds * 1000).toISOString(),
  (seconds) => new Date((seconds + 8 * 3600) * 1000).toISOString().replace('Z', '+08:00'),
  (seconds) => `${seconds}.123`,
  (seconds) => `+${seconds}`,
  (seconds) => seconds.toExponential().replace('e', 'E'),
]

/** The timestamp as it is written in a header. */
export function writtenTimestamp(pieces: HeaderPieces | undefined): string | undefined {
  return pieces?.fields.find(({ name }) => name === 'timestamp')?.value
}

/** The second that a text means, if that is certain. */
function secondsOf(text: string): string | undefined {
  const digits = DECIMAL.exec(text)?.[1]
  if (digits) return digits
  const seconds = EXPONENT.test(text) ? Number(text) : ISO_TIME.test(text) ? Date.parse(text) / 1000 : Number.NaN
  return Number.isSafeInteger(Math.floor(seconds)) && seconds >= 0 ? String(Math.floor(seconds)) : undefined
}

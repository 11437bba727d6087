import type { FieldPieces } from '../header-pieces.ts'
import { type HeaderMistake, inFields, inPieces, shown } from './header-mistake.ts'

const FIX = 'Put each value in straight double quotes, for example mchid="1900000109".'
const FIX_ZH = '每个值都用英文双引号括起来，例如 mchid="1900000109"。'
const QUOTED = /"([^"]*)"/g

/** The mistakes in quotes, equals signs and separators, in the order in which they are repaired. */
export const punctuationMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-quotes-escaped',
    message: 'These fields have backslashes before their quotes: {names}.',
    message_zh: '以下字段的引号前有反斜杠：{names}。',
    fix: 'Escape the quotes once, in source code only. Send the header without backslashes, and do not encode it as JSON.',
    fix_zh: '引号只在源代码里转义一次。发送的请求头中不能有反斜杠，也不要对它做 JSON 编码。',
    repair: inQuotes((quote) => quote.startsWith('\\')),
    spoil: (header) => [header.replaceAll('"', '\\"')],
  },
  {
    id: 'authorization-quotes-typographic',
    message: 'These values are in typographic quotes (“ ”) instead of straight ones: {names}.',
    message_zh: '以下字段的值用了中文引号（“ ”），应为英文双引号：{names}。',
    fix: `${FIX} Typographic quotes usually come from code copied from a document or chat.`,
    fix_zh: `${FIX_ZH}从文档或聊天记录中复制的代码常带有中文引号。`,
    repair: inQuotes((quote) => /^[\xe2\u2018-\u201f]/.test(quote)),
    // Node reads a header as one character per byte, so a quote in UTF-8 arrives as three characters. Pasted text has the quote as one character.
    spoil: (header) => [header.replace(QUOTED, '\xe2\x80\x9c$1\xe2\x80\x9d'), header.replace(QUOTED, '\u201c$1\u201d')],
  },
  {
    id: 'authorization-quotes-single',
    message: 'These values are in single quotes or backticks: {names}.',
    message_zh: '以下字段的值用了单引号或反引号：{names}。',
    fix: FIX,
    fix_zh: FIX_ZH,
    source: 'https://developers.weixin.qq.com/community/pay/doc/000ceedee28a3051c09d5ab5e5b000',
    repair: inQuotes((quote) => /^['`]/.test(quote)),
    spoil: (header) => [header.replaceAll('"', "'")],
  },
  {
    id: 'authorization-quotes-missing',
    message: 'These values lack one or both of their quotes: {names}.',
    message_zh: '以下字段的值缺少引号：{names}。',
    fix: FIX,
    fix_zh: FIX_ZH,
    repair: inQuotes((quote) => !quote),
    spoil: (header) => [
      header.replace(QUOTED, '$1'),
      header.replace(/"(?=,|$)/, ''),
      header.replace('="', '='),
      header.replace(/timestamp="(\d+)"/, 'timestamp=$1'),
    ],
  },
  {
    id: 'authorization-equals-spaces',
    message: 'These fields have white space around the equals sign: {names}.',
    message_zh: '以下字段的等号两侧有空白：{names}。',
    fix: 'Write each field as name="value", without white space around the equals sign.',
    fix_zh: '每个字段写成 name="value" 的形式，等号两侧不要有空白。',
    repair: inFields(
      ({ equals }) => equals !== '=',
      (field) => ({ ...field, equals: '=' }),
    ),
    spoil: (header) => [header.replaceAll(OPENING, ' = '), header.replaceAll(OPENING, '= ')],
  },
  {
    id: 'authorization-separator',
    message: 'The fields are separated by "{separator}" instead of a single comma.',
    message_zh: '签名信息的字段之间用“{separator}”分隔，应为一个英文逗号。',
    fix: 'Separate the fields with one comma, without a space before it.',
    fix_zh: '字段之间用一个英文逗号分隔，逗号前不要有空格。',
    repair: inPieces((pieces) => {
      const wrong = pieces.fields.slice(1).find(({ separator }) => !isComma(separator))
      if (!wrong) return undefined
      const fields = pieces.fields.map((field) => (isComma(field.separator) ? field : { ...field, separator: ',' }))
      return { pieces: { ...pieces, fields }, placeholders: { separator: shown(wrong.separator) } }
    }),
    spoil: (header) =>
      [';', '; ', '&', ' ', ' ,', ',,', '', '\xef\xbc\x8c'].map((separator) => header.replaceAll(/(?<=["'\u201d\x9d]),(?=\w)/g, separator)),
  },
  {
    id: 'authorization-trailing-comma',
    message: 'The last value is followed by "{separator}".',
    message_zh: '最后一个字段之后多了“{separator}”。',
    fix: 'Write commas only between the fields, and nothing after the last one.',
    fix_zh: '逗号只写在字段之间，最后一个字段之后不要再写。',
    repair: inPieces((pieces) =>
      /^[\s,;&]+$/.test(pieces.rest) ? { pieces: { ...pieces, rest: '' }, placeholders: { separator: shown(pieces.rest) } } : undefined,
    ),
    spoil: (header) => [`${header},`, `${header}, `, `${header};`],
  },
]

/** Returns a repair that replaces one kind of wrong quote with straight quotes. */
function inQuotes(isWrong: (quote: string) => boolean): HeaderMistake['repair'] {
  const straight = (quote: string) => (isWrong(quote) ? '"' : quote)
  return inFields(
    ({ open, close }) => isWrong(open) || isWrong(close),
    (field): FieldPieces => ({ ...field, open: straight(field.open), close: straight(field.close) }),
  )
}

/** Matches the equals sign before a quoted value. */
const OPENING = /=(?="[\w+/])/g

function isComma(separator: string): boolean {
  return /^, *$/.test(separator)
}

import type { FieldPieces } from '../header-pieces.ts'
import { type HeaderMistake, inFields, inPieces, shown } from './header-mistake.ts'

const FIX = 'Put each value between straight double quotes, as in mchid="1900000109".'
const FIX_ZH = '请用英文直双引号括住每一项的值，例如 mchid="1900000109"。'
const QUOTED = /"([^"]*)"/g

/** The mistakes in quotes, equals signs and separators, in the order in which they are mended. */
export const punctuationMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-quotes-escaped',
    message: 'Backslashes stand before the quotes: {names}.',
    message_zh: '引号前有反斜杠：{names}。',
    fix: 'Escape the quotes only in source code, once, so that the header is sent without backslashes; it is not to be encoded as JSON.',
    fix_zh: '引号只需在源代码中转义一次，发送的请求头中不应有反斜杠；不要再对它做 JSON 编码。',
    mend: inQuotes((quote) => quote.startsWith('\\')),
    spoil: (header) => [header.replaceAll('"', '\\"')],
  },
  {
    id: 'authorization-quotes-typographic',
    message: 'Values stand between typographic quotes (“ ”), which are other characters: {names}.',
    message_zh: '值使用了中文或排版引号（“ ”），它们是不同的字符：{names}。',
    fix: `${FIX} Text that was copied from a document or a chat is where the others come from.`,
    fix_zh: `${FIX_ZH}从文档或聊天中复制的代码常带有这种引号。`,
    mend: inQuotes((quote) => /^[\xe2\u2018-\u201f]/.test(quote)),
    // UTF-8 as Node gives it, one character a byte, and as text.
    spoil: (header) => [header.replace(QUOTED, '\xe2\x80\x9c$1\xe2\x80\x9d'), header.replace(QUOTED, '\u201c$1\u201d')],
  },
  {
    id: 'authorization-quotes-single',
    message: 'Values stand between single quotes: {names}.',
    message_zh: '值使用了单引号：{names}。',
    fix: FIX,
    fix_zh: FIX_ZH,
    source: 'https://developers.weixin.qq.com/community/pay/doc/000ceedee28a3051c09d5ab5e5b000',
    mend: inQuotes((quote) => /^['`]/.test(quote)),
    spoil: (header) => [header.replaceAll('"', "'")],
  },
  {
    id: 'authorization-quotes-missing',
    message: 'Values lack a quote or both: {names}.',
    message_zh: '值缺少引号：{names}。',
    fix: FIX,
    fix_zh: FIX_ZH,
    mend: inQuotes((quote) => !quote),
    spoil: (header) => [
      header.replace(QUOTED, '$1'),
      header.replace(/"(?=,|$)/, ''),
      header.replace('="', '='),
      header.replace(/timestamp="(\d+)"/, 'timestamp=$1'),
    ],
  },
  {
    id: 'authorization-equals-spaces',
    message: 'Blanks stand around the equals sign: {names}.',
    message_zh: '等号两侧有空格：{names}。',
    fix: 'Write name, equals sign and value without blanks between them.',
    fix_zh: '名称、等号与值之间不要有空格。',
    mend: inFields(
      ({ equals }) => equals !== '=',
      (field) => ({ ...field, equals: '=' }),
    ),
    spoil: (header) => [header.replaceAll(OPENING, ' = '), header.replaceAll(OPENING, '= ')],
  },
  {
    id: 'authorization-separator',
    message: 'The fields are parted by "{separator}" and not by a comma alone.',
    message_zh: '签名信息各项之间用“{separator}”分隔，而不是单个英文逗号。',
    fix: 'Part the fields with a single comma, with no blank before it.',
    fix_zh: '请用一个英文逗号分隔各项，逗号之前不要有空格。',
    mend: inPieces((pieces) => {
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
    message: 'Behind the last value stands "{separator}".',
    message_zh: '最后一项的值之后多了“{separator}”。',
    fix: 'Join the fields with commas between them, and write none behind the last.',
    fix_zh: '逗号只用于各项之间，最后一项之后不要有逗号。',
    mend: inPieces((pieces) =>
      /^[\s,;&]+$/.test(pieces.rest) ? { pieces: { ...pieces, rest: '' }, placeholders: { separator: shown(pieces.rest) } } : undefined,
    ),
    spoil: (header) => [`${header},`, `${header}, `, `${header};`],
  },
]

/** Makes wrong quotes straight; quotes that are wrong in another way are left to their own mistake. */
function inQuotes(isWrong: (quote: string) => boolean): HeaderMistake['mend'] {
  const straight = (quote: string) => (isWrong(quote) ? '"' : quote)
  return inFields(
    ({ open, close }) => isWrong(open) || isWrong(close),
    (field): FieldPieces => ({ ...field, open: straight(field.open), close: straight(field.close) }),
  )
}

/** The equals sign before a quoted value. */
const OPENING = /=(?="[\w+/])/g

function isComma(separator: string): boolean {
  return /^, *$/.test(separator)
}

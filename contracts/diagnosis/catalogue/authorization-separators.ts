import { type HeaderMistake, inFields, inPieces, shown } from './header-mistake.ts'

/** The equals sign before a value in quotes. */
const OPENING = /=(?="[\w+/])/g

export const authorizationEqualsSpaces: HeaderMistake = {
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
}

export const authorizationSeparator: HeaderMistake = {
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
}

export const authorizationTrailingComma: HeaderMistake = {
  id: 'authorization-trailing-comma',
  message: 'Behind the last value stands "{separator}".',
  message_zh: '最后一项的值之后多了“{separator}”。',
  fix: 'Join the fields with commas between them, and write none behind the last.',
  fix_zh: '逗号只用于各项之间，最后一项之后不要有逗号。',
  mend: inPieces((pieces) =>
    /^[\s,;&]+$/.test(pieces.rest) ? { pieces: { ...pieces, rest: '' }, placeholders: { separator: shown(pieces.rest) } } : undefined,
  ),
  spoil: (header) => [`${header},`, `${header}, `, `${header};`],
}

function isComma(separator: string): boolean {
  return /^, *$/.test(separator)
}

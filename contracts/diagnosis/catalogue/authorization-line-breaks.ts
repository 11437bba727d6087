import { isDeepStrictEqual } from 'node:util'
import { meantField } from '../field-names.ts'
import { type FieldPieces, type HeaderPieces, writePieces } from '../header-pieces.ts'
import { type HeaderMistake, inPieces, namesShown } from './header-mistake.ts'

/** As they are, or as the two characters that stand for one in source code; with the blanks that the next line begins with. */
const INDENTED_LINE_BREAKS = /(?:[\r\n]|\\[rn])+\s*/g
const REAL_LINE_BREAKS = /[\r\n]+/g
/** How long the lines of PEM and MIME are. */
const LINE_LENGTHS: readonly number[] = [64, 76]

export const authorizationLineBreaks: HeaderMistake = {
  id: 'authorization-line-breaks',
  message: 'The header has line breaks in it, or what is left of them (in or before: {names}).',
  message_zh: '请求头中有换行，或换行留下的痕迹（位置：{names} 之中或之前）。',
  fix: 'Encode the signature in base64 without line breaks (Base64.getEncoder() and not getMimeEncoder(), b64encode and not encodebytes, openssl base64 -A), and write the header in one line.',
  fix_zh:
    '签名的 Base64 编码不要换行（用 Base64.getEncoder() 而不是 getMimeEncoder()，用 b64encode 而不是 encodebytes，用 openssl base64 -A），并将请求头写成一行。',
  source: 'https://developers.weixin.qq.com/community/pay/doc/00028e11d3c3f871b82c3bea851000',
  mend: inPieces((pieces) => {
    const mended = { ...pieces, gap: joinGap(pieces.gap), fields: pieces.fields.map(joinField), rest: joinLines(pieces.rest) }
    return writePieces(mended) === writePieces(pieces) ? undefined : { pieces: mended, placeholders: { names: broken(pieces, mended) } }
  }),
  spoil: (header) => [
    ...[64, 76].flatMap((length) => ['\n', '\r\n', '\\n', ' '].map((lineBreak) => breakSignature(header, length, lineBreak))),
    header.replaceAll(',', ',\r\n  '),
    header.replaceAll(',', ',\\n'),
    header.replace(/^(\S+) (?=\w)/, '$1\n'),
  ],
}

function joinGap(gap: string): string {
  const joined = joinLines(gap)
  return joined === gap || joined.endsWith(' ') ? joined : `${joined} `
}

function joinField(field: FieldPieces): FieldPieces {
  const separator = joinLines(field.separator) || (field.separator && ',')
  const value = meantField(field.name) === 'signature' ? joinSignature(field.value) : field.value.replace(REAL_LINE_BREAKS, '')
  return { ...field, separator, equals: joinLines(field.equals), value }
}

function joinLines(text: string): string {
  return text.replace(INDENTED_LINE_BREAKS, '')
}

/** Blanks are what is left of line breaks only where they part equal lines of whole base64: others may have been plus signs. */
export function joinSignature(value: string): string {
  const joined = joinLines(value)
  const lines = joined.trim().split(/\s+/)
  const areLines = lines.slice(0, -1).every(({ length }) => LINE_LENGTHS.includes(length)) && lines.join('').length % 4 === 0
  return areLines ? lines.join('') : joined
}

/** The fields in which or before which there were line breaks. */
function broken(before: HeaderPieces, after: HeaderPieces): string {
  const names = before.fields.filter((field, index) => !isDeepStrictEqual(field, after.fields[index])).map(({ name }) => name)
  const [first] = before.gap === after.gap ? [] : before.fields
  return namesShown([...new Set([...(first ? [first.name] : []), ...names])])
}

function breakSignature(header: string, length: number, lineBreak: string): string {
  const lines = new RegExp(`[\\w+/]{${length}}(?=[\\w+/=])`, 'g')
  return header.replace(/(?<=sign(?:ature)?\W{1,8})[\w+/]+=*/, (signature) => signature.replace(lines, `$&${lineBreak}`))
}

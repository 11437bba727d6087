import { Buffer } from 'node:buffer'
import { type FieldPieces, type HeaderPieces, writePieces } from '../header-pieces.ts'
import type { Mistake, Placeholders } from '../mistake.ts'

/** A mistake in an Authorization header. */
export interface HeaderMistake extends Mistake {
  /**
   * Returns the header without this mistake; `undefined` when the header does not have the mistake.
   *
   * @param pieces The same header in pieces; `undefined` when it can't be split.
   */
  readonly repair: (header: string, pieces: HeaderPieces | undefined) => RepairedHeader | undefined
  /** Returns wrong versions of a correct header. Each version has this mistake in a form that clients send. */
  readonly spoil: (header: string) => readonly string[]
}

/** A header without the mistake, and the values for the placeholders in the mistake's texts. */
export interface RepairedHeader {
  /** The unchanged header when it can't be repaired, for example because a value is missing. */
  readonly header: string
  readonly placeholders?: Placeholders
}

/** A header in pieces without the mistake, and the values for the placeholders in the mistake's texts. */
export interface RepairedPieces {
  readonly pieces: HeaderPieces
  readonly placeholders?: Placeholders
}

const LONGEST_SHOWN = 40

/** How many characters are shown of a scheme that is not WeChat Pay's. Few are shown, because they may be part of an access token. */
export const LONGEST_SCHEME_SHOWN = 12

/** Makes a repair of a header from a function that repairs its pieces. */
export function inPieces(repair: (pieces: HeaderPieces) => RepairedPieces | undefined): HeaderMistake['repair'] {
  return (_, pieces) => {
    const repaired = pieces && repair(pieces)
    return repaired && { header: writePieces(repaired.pieces), ...(repaired.placeholders && { placeholders: repaired.placeholders }) }
  }
}

/** Makes a repair of the fields for which `isWrong` returns `true`. The placeholder `{names}` in the mistake's texts lists these fields. */
export function inFields(isWrong: (field: FieldPieces) => boolean, repair: (field: FieldPieces) => FieldPieces): HeaderMistake['repair'] {
  return inPieces((pieces) => {
    const wrong = pieces.fields.filter(isWrong)
    if (!wrong.length) return undefined
    const fields = pieces.fields.map((field) => (isWrong(field) ? repair(field) : field))
    return { pieces: { ...pieces, fields }, placeholders: { names: namesShown(wrong.map(({ name }) => name)) } }
  })
}

/** Lists the first five field names, and adds `…` if there are more. */
export function namesShown(names: readonly string[]): string {
  const more = names.length > 5 ? ['…'] : []
  return [...names.slice(0, 5).map((name) => shown(name)), ...more].join(', ')
}

/**
 * Prepares a piece of a header for a message: shortens it, and makes line breaks and tabs visible. Also decodes UTF-8, because Node turns
 * each byte of a header into one character.
 */
export function shown(text: string, longest: number = LONGEST_SHOWN): string {
  const start = text.slice(0, 4 * longest)
  const characters = /[^\0-\xff]/.test(start) ? start : Buffer.from(start, 'latin1').toString()
  const cut = characters.length > longest ? `${characters.slice(0, longest)}…` : characters
  return cut.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

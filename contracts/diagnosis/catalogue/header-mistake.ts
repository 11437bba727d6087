import { Buffer } from 'node:buffer'
import { type FieldPieces, type HeaderPieces, writePieces } from '../header-pieces.ts'
import type { Mistake, Placeholders } from '../mistake.ts'

/** A mistake in an Authorization header. */
export interface HeaderMistake extends Mistake {
  /**
   * Removes this mistake from a header; `undefined` when the header does not have it.
   *
   * @param pieces The same header in pieces; `undefined` when it can't be split.
   */
  readonly repair: (header: string, pieces: HeaderPieces | undefined) => RepairedHeader | undefined
  /** Adds this mistake to a correct header, in the ways in which clients make it. */
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

/** How many characters of a scheme other than WeChat Pay's are shown: few, because they may be an access token. */
export const LONGEST_SCHEME_SHOWN = 12

/** A repair that works on the pieces of a header. */
export function inPieces(repair: (pieces: HeaderPieces) => RepairedPieces | undefined): HeaderMistake['repair'] {
  return (_, pieces) => {
    const repaired = pieces && repair(pieces)
    return repaired && { header: writePieces(repaired.pieces), ...(repaired.placeholders && { placeholders: repaired.placeholders }) }
  }
}

/** A repair of the wrong fields; `{names}` in the texts lists them. */
export function inFields(isWrong: (field: FieldPieces) => boolean, repair: (field: FieldPieces) => FieldPieces): HeaderMistake['repair'] {
  return inPieces((pieces) => {
    const wrong = pieces.fields.filter(isWrong)
    if (!wrong.length) return undefined
    const fields = pieces.fields.map((field) => (isWrong(field) ? repair(field) : field))
    return { pieces: { ...pieces, fields }, placeholders: { names: namesShown(wrong.map(({ name }) => name)) } }
  })
}

/** A list of at most five field names. */
export function namesShown(names: readonly string[]): string {
  const more = names.length > 5 ? ['…'] : []
  return [...names.slice(0, 5).map((name) => shown(name)), ...more].join(', ')
}

/** Shortens a piece of a header, makes its line breaks and tabs visible, and decodes UTF-8, which Node reads as one character per byte. */
export function shown(text: string, longest: number = LONGEST_SHOWN): string {
  const start = text.slice(0, 4 * longest)
  const characters = /[^\0-\xff]/.test(start) ? start : Buffer.from(start, 'latin1').toString()
  const cut = characters.length > longest ? `${characters.slice(0, longest)}…` : characters
  return cut.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

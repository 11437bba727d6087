import { Buffer } from 'node:buffer'
import { type FieldPieces, type HeaderPieces, writePieces } from '../header-pieces.ts'
import type { Mistake, Placeholders } from '../mistake.ts'

/** A mistake in an Authorization header: what is said of it, how to get rid of it and how to make it. */
export interface HeaderMistake extends Mistake {
  /**
   * The header without this mistake; `undefined` when the mistake is not in it.
   *
   * @param pieces The header in pieces: taken apart once for all mistakes.
   */
  readonly mend: (header: string, pieces: HeaderPieces | undefined) => MendedHeader | undefined
  /** A right header with this mistake in it, in the ways that clients make it. */
  readonly spoil: (header: string) => readonly string[]
}

/** A header without a mistake, and what was seen of the mistake. */
export interface MendedHeader {
  /** As it was, when what is missing can't be told. */
  readonly header: string
  readonly placeholders?: Placeholders
}

/** The pieces of a header without a mistake, and what was seen of the mistake. */
export interface MendedPieces {
  readonly pieces: HeaderPieces
  readonly placeholders?: Placeholders
}

const LONGEST_SHOWN = 40

/** What stands for a scheme may be an access token: so much of it is shown. */
export const LONGEST_SCHEME_SHOWN = 12

/** Mends a header in pieces. */
export function inPieces(mend: (pieces: HeaderPieces) => MendedPieces | undefined): HeaderMistake['mend'] {
  return (_, pieces) => {
    const mended = pieces && mend(pieces)
    return mended && { header: writePieces(mended.pieces), ...(mended.placeholders && { placeholders: mended.placeholders }) }
  }
}

/** Mends the fields that are wrong; the placeholders name them. */
export function inFields(isWrong: (field: FieldPieces) => boolean, mend: (field: FieldPieces) => FieldPieces): HeaderMistake['mend'] {
  return inPieces((pieces) => {
    const wrong = pieces.fields.filter(isWrong)
    if (!wrong.length) return undefined
    const fields = pieces.fields.map((field) => (isWrong(field) ? mend(field) : field))
    return { pieces: { ...pieces, fields }, placeholders: { names: namesShown(wrong.map(({ name }) => name)) } }
  })
}

/** Field names as a list to be read, not longer than is sensible. */
export function namesShown(names: readonly string[]): string {
  const more = names.length > 5 ? ['…'] : []
  return [...names.slice(0, 5).map((name) => shown(name)), ...more].join(', ')
}

/** A piece of a header as it may be shown: cut, with visible line breaks, and the UTF-8 that Node gives as one character a byte. */
export function shown(text: string, longest: number = LONGEST_SHOWN): string {
  const start = text.slice(0, 4 * longest)
  const characters = /[^\0-\xff]/.test(start) ? start : Buffer.from(start, 'latin1').toString()
  const cut = characters.length > longest ? `${characters.slice(0, longest)}…` : characters
  return cut.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

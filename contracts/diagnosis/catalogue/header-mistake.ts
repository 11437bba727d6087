import { Buffer } from 'node:buffer'
import { type FieldPieces, type HeaderPieces, writePieces } from '../header-pieces.ts'
import type { Mistake, Placeholders } from '../mistake.ts'

/** A mistake in an Authorization header: its texts, how to mend it, and how to make it. */
export interface HeaderMistake extends Mistake {
  /**
   * The header without this mistake; `undefined` when it does not have the mistake.
   *
   * @param pieces The same header in pieces; `undefined` when it can't be cut into pieces.
   */
  readonly mend: (header: string, pieces: HeaderPieces | undefined) => MendedHeader | undefined
  /** A right header with this mistake, once for each way in which clients make it. */
  readonly spoil: (header: string) => readonly string[]
}

/** A header without the mistake, and the placeholders of its texts. */
export interface MendedHeader {
  /** The same header if it can't be mended, since a value is missing. */
  readonly header: string
  readonly placeholders?: Placeholders
}

/** The pieces of a header without the mistake, and the placeholders of its texts. */
export interface MendedPieces {
  readonly pieces: HeaderPieces
  readonly placeholders?: Placeholders
}

const LONGEST_SHOWN = 40

/** How much is shown of a wrong scheme, in characters: it may be an access token. */
export const LONGEST_SCHEME_SHOWN = 12

/** Mends a header in pieces. */
export function inPieces(mend: (pieces: HeaderPieces) => MendedPieces | undefined): HeaderMistake['mend'] {
  return (_, pieces) => {
    const mended = pieces && mend(pieces)
    return mended && { header: writePieces(mended.pieces), ...(mended.placeholders && { placeholders: mended.placeholders }) }
  }
}

/** Mends the wrong fields; `{names}` in the texts lists them. */
export function inFields(isWrong: (field: FieldPieces) => boolean, mend: (field: FieldPieces) => FieldPieces): HeaderMistake['mend'] {
  return inPieces((pieces) => {
    const wrong = pieces.fields.filter(isWrong)
    if (!wrong.length) return undefined
    const fields = pieces.fields.map((field) => (isWrong(field) ? mend(field) : field))
    return { pieces: { ...pieces, fields }, placeholders: { names: namesShown(wrong.map(({ name }) => name)) } }
  })
}

/** Up to five field names as a list. */
export function namesShown(names: readonly string[]): string {
  const more = names.length > 5 ? ['…'] : []
  return [...names.slice(0, 5).map((name) => shown(name)), ...more].join(', ')
}

/** A piece of a header for display: shortened, line breaks visible, and its UTF-8 decoded, since Node reads each byte as a character. */
export function shown(text: string, longest: number = LONGEST_SHOWN): string {
  const start = text.slice(0, 4 * longest)
  const characters = /[^\0-\xff]/.test(start) ? start : Buffer.from(start, 'latin1').toString()
  const cut = characters.length > longest ? `${characters.slice(0, longest)}…` : characters
  return cut.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

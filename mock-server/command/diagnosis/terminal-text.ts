// The package linebreak follows the rules of Unicode (UAX #14). A package that breaks lines only at spaces treats a Chinese sentence as one word.
import LineBreaker from 'linebreak'
import stringWidth from 'string-width'
import { codePoint } from '../printable.ts'

/** A character as a terminal shows it. */
export interface VisibleCharacter {
  readonly text: string
  /** The width in columns: a Chinese character takes two. */
  readonly width: number
}

const NAMES: Readonly<Record<string, string>> = {
  '\n': '↵',
  '\r': '<CR>',
  '\t': '<TAB>',
  '\u00a0': '<NBSP>',
  '\ufeff': '<BOM>',
}

// The characters that are replaced with a name. Combining marks are replaced, too: a letter with a mark looks like one accented letter, but
// has different bytes.
const HIDDEN = /[[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]--[ ]]/v

/** Splits a text into its characters. Hidden characters become names: a reader sees them, and the terminal gets no control characters. */
export function visibleCharacters(text: string): VisibleCharacter[] {
  return [...text].map((character) => {
    const shown = HIDDEN.test(character) ? (NAMES[character] ?? codePoint(character)) : character
    return { text: shown, width: stringWidth(shown) }
  })
}

/** Replaces each hidden character of a text with a name. */
export function visibleText(text: string): string {
  return visibleCharacters(text)
    .map((character) => character.text)
    .join('')
}

const COLUMNS = 80
/** A text with more characters than this is cut, because it may quote a long value from a request. */
const TEXT_LIMIT = 600

/**
 * Wraps a text into lines of 80 columns, with a name for each hidden character.
 *
 * @param first The indent of the first line.
 * @param next The indent of the other lines.
 * @param limit The number of characters after which the text is cut.
 */
export function wrapped(text: string, first: string, next: string = first, limit: number = TEXT_LIMIT): string[] {
  const shown = visibleText(text.length > limit ? `${text.slice(0, limit)}…` : text)
  // The wider indent determines how much text fits in every line.
  return wrapText(shown, COLUMNS - Math.max(first.length, next.length)).map((line, index) => `${index === 0 ? first : next}${line}`)
}

/** Breaks a text into lines of at most this many columns. A word that is longer than a line is broken, too. */
function wrapText(text: string, columns: number): string[] {
  const lines = ['']
  for (const piece of piecesOf(text).flatMap((piece) => fitted(piece, columns))) {
    const last = lines.at(-1) ?? ''
    // Skips blanks far beyond the end of a line. They would be removed below, and each one would slow down `trimEnd`.
    if (last.length > 2 * columns && piece.trim() === '') continue
    const line = `${last}${piece}`
    if (stringWidth(line.trimEnd()) <= columns) lines[lines.length - 1] = line
    else lines.push(piece)
  }
  return lines.map((line) => line.trimEnd())
}

/** Splits a text into pieces. A line may end after each piece. */
function piecesOf(text: string): string[] {
  const breaker = new LineBreaker(text)
  const pieces: string[] = []
  for (let start = 0, end = breaker.nextBreak(); end; end = breaker.nextBreak()) {
    const piece = text.slice(start, end.position)
    // Does not break after the hyphens of --json, after a slash, or inside an arrow (->).
    const isInside = /^-+$|\/$/.test(piece) || (piece.endsWith('-') && text[end.position] === '>')
    if (isInside && end.position < text.length) continue
    pieces.push(piece)
    start = end.position
  }
  return pieces
}

function fitted(piece: string, columns: number): string[] {
  return stringWidth(piece.trimEnd()) <= columns ? [piece] : [...piece]
}

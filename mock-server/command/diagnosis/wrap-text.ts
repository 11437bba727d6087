// By the rules of Unicode (UAX #14): what breaks at spaces alone takes a Chinese sentence for one word.
import LineBreaker from 'linebreak'
import stringWidth from 'string-width'

/** Puts a text on lines of so many columns; a word that is longer goes on in the next line. */
export function wrapText(text: string, columns: number): string[] {
  const lines = ['']
  for (const piece of piecesOf(text).flatMap((piece) => fitted(piece, columns))) {
    const line = `${lines.at(-1)}${piece}`
    if (stringWidth(line.trimEnd()) <= columns) lines[lines.length - 1] = line
    else lines.push(piece)
  }
  return lines.map((line) => line.trimEnd())
}

/** What a line must not end in. */
function piecesOf(text: string): string[] {
  const breaker = new LineBreaker(text)
  const pieces: string[] = []
  for (let start = 0, end = breaker.nextBreak(); end; end = breaker.nextBreak()) {
    const piece = text.slice(start, end.position)
    // The hyphens of a command's option stay with it.
    if (/^-+$/.test(piece) && end.position < text.length) continue
    pieces.push(piece)
    start = end.position
  }
  return pieces
}

function fitted(piece: string, columns: number): string[] {
  return stringWidth(piece.trimEnd()) <= columns ? [piece] : [...piece]
}

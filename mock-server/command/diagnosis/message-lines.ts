import { styleText } from 'node:util'
import { inBoth } from '../language.ts'
import { type ComparedLine, compareMessages, linesOfOne } from './compare-messages.ts'
import type { Reader } from './reader.ts'
import { type VisibleCharacter, visibleCharacters } from './terminal-text.ts'

/** The columns of a terminal, less the indent of a line and its sign (- or +). */
const COLUMNS = 76
/** When a line is too long, this many columns before the first difference are shown. */
const COLUMNS_BEFORE = 30
/**
 * The number of lines before the body in the signature message of a request: method, target, timestamp and nonce. The signature message of an
 * answer has only timestamp and nonce there.
 */
const HEAD_LINES = 4
const DIFFERING_LINES = 8
const BODY_LINES = 4

const SIGNS = { both: ' ', built: '-', signed: '+' } as const
const COLOURS = { both: 'dim', built: 'red', signed: 'green' } as const

/** The line above two messages that differ: it says whose lines begin with - and whose with +. */
export function signsLine(built: readonly [string, string], signed: readonly [string, string], { stream, language }: Reader): string {
  const minus = styleText(COLOURS.built, `${SIGNS.built} ${inBoth(language, ...built)}`, { stream })
  const plus = styleText(COLOURS.signed, `${SIGNS.signed} ${inBoth(language, ...signed)}`, { stream })
  return `  ${minus}  ${plus}`
}

/** Formats the message that the verifying side built, compared with the signed message. Long messages are shortened. */
export function messageLines(built: string, signed: string | null, reader: Reader): string[] {
  const lines = signed === null || signed === built ? linesOfOne(built) : compareMessages(built, signed)
  const shown = shownLines(lines)
  return [...shown, lines.length].flatMap((index, at) => {
    const next = (shown[at - 1] ?? -1) + 1
    const line = lines[index]
    return [...omitted(lines.slice(next, index), reader), ...(line ? lineAndMarks(line, reader.stream) : [])]
  })
}

/** The indexes of the lines that are shown. */
function shownLines(lines: readonly ComparedLine[]): number[] {
  let differing = 0
  const isSame = lines.every(({ side }) => side === 'both')
  const isShown = ({ side }: ComparedLine, index: number) => {
    if (side === 'both') return index < HEAD_LINES + (isSame ? BODY_LINES : 0)
    differing += 1
    return differing <= DIFFERING_LINES
  }
  return lines.flatMap((line, index) => (isShown(line, index) ? [index] : []))
}

/** Returns a note that says how many lines are omitted. For a single line, returns the line itself, as the note is no shorter. */
function omitted(lines: readonly ComparedLine[], { stream, language }: Reader): string[] {
  const { length } = lines
  const note = language === 'zh' ? `省略 ${length} 行 (${length} more lines)` : `${length} more lines (省略)`
  return length > 1 ? [`    … ${note}`] : lines.flatMap((line) => lineAndMarks(line, stream))
}

interface Cell extends VisibleCharacter {
  readonly differs: boolean
}

function lineAndMarks({ side, text, differs, differsAt }: ComparedLine, stream: NodeJS.WriteStream): string[] {
  const characters = [...text]
  // Takes more characters than fit, to see on which sides the line is cut.
  const from = Math.max(0, differsAt - COLUMNS)
  const near = visibleCharacters(characters.slice(from, differsAt + 2 * COLUMNS).join(''))
  const cells = near.map((character, index) => ({ ...character, differs: differs[from + index] ?? false }))
  const window = aroundDifference(cells, differsAt - from)
  const line = styleText(COLOURS[side], `  ${SIGNS[side]} ${window.map((cell) => cell.text).join('')}`, { stream })
  // A line that differs completely, for example because only one message has it, needs no marks.
  if (characters.every((_, index) => differs[index]) || !window.some((cell) => cell.differs)) return [line]
  const marks = window.map(({ differs: marked, width }) => (marked ? '^' : ' ').repeat(width)).join('')
  return [line, styleText(COLOURS[side], `    ${marks.trimEnd()}`, { stream })]
}

const ELLIPSIS: Cell = { text: '…', width: 1, differs: false }

/** Cuts a line to the columns that fit, around its first difference. */
function aroundDifference(cells: readonly Cell[], differsAt: number): readonly Cell[] {
  if (fitting(cells, COLUMNS) === cells.length) return cells
  const start = differsAt - fitting(cells.slice(0, differsAt).toReversed(), COLUMNS_BEFORE)
  const front = start > 0 ? [ELLIPSIS] : []
  const rest = cells.slice(start)
  const count = fitting(rest, COLUMNS - front.length)
  return count === rest.length ? [...front, ...rest] : [...front, ...rest.slice(0, fitting(rest, COLUMNS - front.length - 1)), ELLIPSIS]
}

/** The number of cells that fit, counted from the first. */
function fitting(cells: readonly Cell[], columns: number): number {
  let width = 0
  const index = cells.findIndex((cell) => {
    width += cell.width
    return width > columns
  })
  return index < 0 ? cells.length : index
}

import { styleText } from 'node:util'
import { type ComparedLine, compareMessages, linesOfOne } from './compare-messages.ts'
import { type VisibleCharacter, visibleCharacters } from './terminal-text.ts'

const COLUMNS = 76
/** The columns shown before the first difference in a line that is too long. */
const COLUMNS_BEFORE = 30
/** The lines of a message before its body: method, target, timestamp and nonce. */
const HEAD_LINES = 4
const DIFFERING_LINES = 8
const BODY_LINES = 4

const SIGNS = { both: ' ', built: '-', signed: '+' } as const
const COLOURS = { both: 'dim', built: 'red', signed: 'green' } as const

/** The lines of the message that the server built. Where the message that the client signed differs, the lines of both. */
export function messageLines(built: string, signed: string | null, stream: NodeJS.WriteStream): string[] {
  const lines = signed === null || signed === built ? linesOfOne(built) : compareMessages(built, signed)
  const shown = lines.map((line, index) => isShown(lines, line, index))
  return lines.flatMap((line, index) => {
    const count = leftOut(shown, index)
    // A note about one omitted line would be as long as the line.
    if (count === 0 || (count === 1 && shown[index - 1] !== false)) return lineAndMarks(line, stream)
    return shown[index - 1] === false ? [] : [`    … ${count} more lines (省略)`]
  })
}

function isShown(lines: readonly ComparedLine[], line: ComparedLine, index: number): boolean {
  const differing = lines.filter(({ side }) => side !== 'both')
  if (line.side !== 'both') return differing.indexOf(line) < DIFFERING_LINES
  return index < HEAD_LINES + (differing.length === 0 ? BODY_LINES : 0)
}

/** How many lines are omitted from here to the next one shown. */
function leftOut(shown: readonly boolean[], index: number): number {
  const next = shown.indexOf(true, index)
  return (next < 0 ? shown.length : next) - index
}

interface Cell extends VisibleCharacter {
  readonly differs: boolean
}

function lineAndMarks({ side, text, differs, differsAt }: ComparedLine, stream: NodeJS.WriteStream): string[] {
  const characters = [...text]
  // Twice the columns that fit: enough to see on which side the line is cut.
  const from = Math.max(0, differsAt - COLUMNS)
  const near = visibleCharacters(characters.slice(from, differsAt + COLUMNS).join(''))
  const cells = near.map((character, index) => ({ ...character, differs: differs[from + index] ?? false }))
  const window = aroundDifference(cells, differsAt - from)
  const line = styleText(COLOURS[side], `  ${SIGNS[side]} ${window.map((cell) => cell.text).join('')}`, { stream })
  // A line that only one message has needs no marks.
  if (characters.every((_, index) => differs[index]) || !window.some((cell) => cell.differs)) return [line]
  const marks = window.map(({ differs: marked, width }) => (marked ? '^' : ' ').repeat(width)).join('')
  return [line, styleText(COLOURS[side], `    ${marks.trimEnd()}`, { stream })]
}

const ELLIPSIS: Cell = { text: '…', width: 1, differs: false }

/** The part of a line that fits, around its first difference. */
function aroundDifference(cells: readonly Cell[], differsAt: number): readonly Cell[] {
  if (fitting(cells, COLUMNS) === cells.length) return cells
  const start = differsAt - fitting(cells.slice(0, differsAt).toReversed(), COLUMNS_BEFORE)
  const front = start > 0 ? [ELLIPSIS] : []
  const rest = cells.slice(start)
  const count = fitting(rest, COLUMNS - front.length)
  return count === rest.length ? [...front, ...rest] : [...front, ...rest.slice(0, fitting(rest, COLUMNS - front.length - 1)), ELLIPSIS]
}

/** How many cells from the beginning fit. */
function fitting(cells: readonly Cell[], columns: number): number {
  let width = 0
  const index = cells.findIndex((cell) => {
    width += cell.width
    return width > columns
  })
  return index < 0 ? cells.length : index
}

import { wrapped } from '../diagnosis/diagnosis-block.ts'

/** Go, Java, Node and PHP say near the beginning what is wrong, Python and the shell at the end. */
const FIRST_LINES = 4
const LAST_LINES = 4

/** What a signer printed, as much as is worth reading. */
export function outputLines(name: string, output: string): string[] {
  const lines = output.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  if (lines.length === 0) return []
  return [`  ${name}:`, ...shortened(lines).flatMap((line) => wrapped(line.replaceAll('\t', '  '), '    '))]
}

function shortened(lines: readonly string[]): readonly string[] {
  const count = lines.length - FIRST_LINES - LAST_LINES
  // A line that says that one line is left out is no shorter.
  return count > 1 ? [...lines.slice(0, FIRST_LINES), `… ${count} more lines (省略)`, ...lines.slice(-LAST_LINES)] : lines
}

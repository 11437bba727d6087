import { styleText } from 'node:util'
import { diagnosisBlock } from '../diagnosis/diagnosis-block.ts'
import { wrapped } from '../diagnosis/terminal-text.ts'
import { type ErrorBodies, isRefusal } from '../explain/judge.ts'
import type { Language } from '../language.ts'
import type { Checked } from './judge-signer.ts'

/** Reports the results of a signer, the user's program that signs requests, as text. */
export interface Report {
  /** The result of one request. */
  of(checked: Checked): string | Promise<string>
  /** The last line of the report: how many of all results are correct. */
  sum(right: number, all: number): string
}

/** How many mistakes the report explains. The first failure without a known mistake is explained even if the report has reached this number. */
const EXPLANATIONS = 3

/**
 * A report for the terminal: a line for each request, and explanations of the first mistakes.
 *
 * @param bodies Reads the bodies of error answers.
 */
export function createReport(bodies: () => Promise<ErrorBodies>, language: Language): Report {
  const explained = new Set<string>()
  let isLeftOut = false
  let isUnknownExplained = false
  return {
    async of(checked) {
      const isUnknown = idsOf(checked) === ''
      // Failures without a known mistake are not grouped: each may have a different cause.
      const mistake = isUnknown ? checked.name : idsOf(checked)
      const hasRoom = explained.size < EXPLANATIONS || (isUnknown && !isUnknownExplained)
      const isExplained = !checked.ok && !explained.has(mistake) && hasRoom
      if (isExplained) explained.add(mistake)
      isUnknownExplained ||= isExplained && isUnknown
      isLeftOut ||= !checked.ok && !isExplained
      return [lineOf(checked), ...(isExplained ? [...(await why(checked, bodies, language)), ''] : [])].map((line) => `${line}\n`).join('')
    },
    sum: (right, all) => `${isLeftOut ? HINT : ''}${right} of ${all} requests are signed correctly (签名正确 ${right}/${all})\n`,
  }
}

const HINT = 'Not every failure is explained; --only <name> picks one (其余用 --only 查看).\n'

function idsOf({ diagnosis }: Checked): string {
  return diagnosis.mistakes.map(({ id }) => id).join(' + ')
}

function lineOf(checked: Checked): string {
  if (checked.ok) return `${styleText('green', 'ok', { stream: process.stdout })}      ${checked.name}`
  return wrapped(`${checked.name}: ${idsOf(checked) || 'no known mistake'}`, 'failed  ', '        ')
    .join('\n')
    .replace('failed', (word) => styleText('red', word, { stream: process.stdout }))
}

async function why(
  { verdict, message, diagnosis, stdout, stderr }: Checked,
  bodies: () => Promise<ErrorBodies>,
  language: Language,
): Promise<string[]> {
  const refusal = verdict !== null && isRefusal(verdict) ? (await bodies())(verdict) : undefined
  return [
    ...(refusal ? [`  401 ${refusal.code}`, `  ${refusal.message}`] : []),
    diagnosisBlock({ built: message, diagnosis }, { stream: process.stdout, language }),
    // Without a readable Authorization header, the report shows what the signer printed.
    ...(message === null ? [...outputLines('stdout (标准输出)', stdout), ...outputLines('stderr (标准错误输出)', stderr)] : []),
  ]
}

/** Go, Java, Node and PHP name an error near the beginning of their output, Python and the shell at the end. */
const FIRST_LINES = 4
const LAST_LINES = 4

/** The beginning and the end of what a signer printed. */
function outputLines(name: string, output: string): string[] {
  const lines = output.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  if (lines.length === 0) return []
  return [`  ${name}:`, ...shortened(lines).flatMap((line) => wrapped(line.replaceAll('\t', '  '), '    '))]
}

function shortened(lines: readonly string[]): readonly string[] {
  const count = lines.length - FIRST_LINES - LAST_LINES
  // A note about one omitted line would be as long as that line.
  return count > 1 ? [...lines.slice(0, FIRST_LINES), `… ${count} more lines (省略)`, ...lines.slice(-LAST_LINES)] : lines
}

import { styleText } from 'node:util'
import { diagnosisBlock, wrapped } from '../diagnosis/diagnosis-block.ts'
import type { ErrorBodies } from '../explain/error-bodies.ts'
import type { Checked } from './judge-signer.ts'
import { outputLines } from './output-lines.ts'

/** Tells what became of a signer's requests. */
export interface Report {
  /** Of one request. */
  of(checked: Checked): string | Promise<string>
  /** Of all, at the end. */
  sum(right: number, all: number): string
}

/** A signer that is wrong from the ground up fails all of them. */
const EXPLANATIONS = 3

/**
 * A report for the terminal: a line for each request, and why it is wrong where that is not told above.
 *
 * @param bodies Called at the first refusal.
 */
export function createReport(bodies: () => Promise<ErrorBodies>): Report {
  const explained = new Set<string>()
  let isLeftOut = false
  return {
    async of(checked) {
      // What is known by no name may be another mistake each time.
      const mistake = idsOf(checked) || checked.name
      const isExplained = !checked.ok && !explained.has(mistake) && explained.size < EXPLANATIONS
      if (isExplained) explained.add(mistake)
      isLeftOut ||= !checked.ok && !isExplained
      return [lineOf(checked), ...(isExplained ? [...(await why(checked, bodies)), ''] : [])].map((line) => `${line}\n`).join('')
    },
    sum: (right, all) => `${isLeftOut ? HINT : ''}${right} of ${all} requests are signed right (签名正确 ${right}/${all})\n`,
  }
}

const HINT = 'Each mistake is told once; --only <name> tells of another (每种错误只解释一次).\n'

function idsOf({ diagnosis }: Checked): string {
  return diagnosis.mistakes.map(({ id }) => id).join(' + ')
}

function lineOf(checked: Checked): string {
  if (checked.ok) return `${styleText('green', 'ok', { stream: process.stdout })}      ${checked.name}`
  return wrapped(`${checked.name}: ${idsOf(checked) || 'no known mistake'}`, 'failed  ', '        ')
    .join('\n')
    .replace('failed', (word) => styleText('red', word, { stream: process.stdout }))
}

async function why({ verdict, message, diagnosis, stdout, stderr }: Checked, bodies: () => Promise<ErrorBodies>): Promise<string[]> {
  const refusal = verdict === null || verdict === 'valid' ? undefined : (await bodies())(verdict)
  return [
    ...(refusal ? [`  401 ${refusal.code}`, `  ${refusal.message}`] : []),
    diagnosisBlock({ built: message, diagnosis }, process.stdout),
    // Beside a header that can be read they are no concern of the signature.
    ...(message === null ? [...outputLines('stdout (标准输出)', stdout), ...outputLines('stderr (标准错误输出)', stderr)] : []),
  ]
}

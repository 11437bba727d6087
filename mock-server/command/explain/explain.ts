import { Buffer } from 'node:buffer'
import { styleText } from 'node:util'
import type { Command } from 'commander'
import ms from 'ms'
import { diagnosisBlock } from '../diagnosis/diagnosis-block.ts'
import { visibleText } from '../diagnosis/terminal-text.ts'
import { shortened } from '../log/log-line.ts'
import { printable } from '../printable.ts'
import type { ExplainOptions } from './explain-options.ts'
import { type ErrorBodies, type Judgement, judge, readErrorBodies } from './judge.ts'
import { givenKeys } from './known-keys.ts'
import { readRequests } from './read-requests.ts'

/** Prints whether the signatures of pasted requests are valid and, if not, which mistakes were made. Sends no request and writes no file. */
export async function explain(command: Command): Promise<void> {
  const options = command.opts<ExplainOptions>()
  if (options.response || options.callback) return (await import('../explain-received/explain-received.ts')).explainReceived(options)
  const judgements = await judgeAll(options)
  process.stdout.write(options.json ? asJson(judgements) : await asText(judgements, options))
  if (judgements.some(({ verdict }) => verdict !== 'valid')) process.exitCode = 1
}

/** How many bodies of earlier requests a diagnosis gets. */
const BODIES = 8

/** Judges one request at a time, because the search for a mistake takes much memory and every core. */
async function judgeAll(options: ExplainOptions): Promise<Judgement[]> {
  const keys = await givenKeys(options)
  const requests = await readRequests(options)
  const judgements: Judgement[] = []
  for (const request of requests) {
    const previousBodies = judgements
      .slice(-BODIES)
      .map((judgement) => judgement.request.body)
      .reverse()
    judgements.push(await judge(request, keys, options.now ?? request.sent, previousBodies))
  }
  return judgements
}

function asJson(judgements: readonly Judgement[]): string {
  const lines = judgements.map(({ request: { method, target }, verdict, message, diagnosis }) =>
    JSON.stringify({ method, target: Buffer.from(target, 'latin1').toString(), verdict, message, diagnosis }),
  )
  return lines.map((line) => `${printable(line)}\n`).join('')
}

const SHIPPED_KEYS = 'No --key: the shipped development certificate (未指定 --key：自带的开发证书)\n\n'

async function asText(judgements: readonly Judgement[], { key }: ExplainOptions): Promise<string> {
  const bodies = await readErrorBodies()
  return `${key ? '' : SHIPPED_KEYS}${judgements.map((judgement) => explanation(judgement, bodies)).join('\n')}`
}

/** Formats a judgement for the terminal: the verdict in the first line, then the reasons. */
function explanation(judgement: Judgement, bodies: ErrorBodies): string {
  const { request, verdict, message, diagnosis } = judgement
  const refused = verdict !== 'valid'
  const notes = [refused && bodies(verdict).message, ageOf(judgement), refused && request.note].filter(Boolean)
  const why = refused ? [diagnosisBlock({ built: message, diagnosis }, process.stdout)] : []
  return [heading(judgement, bodies), ...notes.map((note) => `  ${note}`), ...why].map((line) => `${line}\n`).join('')
}

function heading({ request: { method, target }, verdict }: Judgement, bodies: ErrorBodies): string {
  const what = visibleText(`${shortened(method)} ${shortened(Buffer.from(target, 'latin1').toString())}`)
  if (verdict === 'valid') return `${what} ${styleText('green', 'valid (签名正确)', { stream: process.stdout })}`
  return `${what} ${styleText('red', `401 ${bodies(verdict).code}`, { stream: process.stdout })}`
}

/** Tells the age of a request whose timestamp was not checked. Most requests are pasted long after they were sent. */
function ageOf({ timestamp, now }: Judgement): string | undefined {
  if (timestamp === undefined || now !== undefined) return undefined
  const age = Date.now() - Number(timestamp) * 1000
  const time = new Date(Number(timestamp) * 1000)
  const when = Number.isNaN(time.getTime()) ? 'not a time' : `${ms(Math.abs(age), { long: true })} ${age < 0 ? 'ahead' : 'old'}`
  return `timestamp ${shortened(timestamp)}: ${when}, not checked without --now (时间戳未校验)`
}

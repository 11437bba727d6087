import { styleText } from 'node:util'
import ms from 'ms'
import { diagnosisBlock } from '../diagnosis/diagnosis-block.ts'
import { visibleText } from '../diagnosis/visible-text.ts'
import { shortened } from '../log/log-line.ts'
import type { ErrorBodies } from './error-bodies.ts'
import type { Judgement } from './judge.ts'

/** A judgement for the terminal: the verdict on the first line, then why. */
export function explanation(judgement: Judgement, bodies: ErrorBodies): string {
  const { request, verdict, message, diagnosis } = judgement
  const refused = verdict !== 'valid'
  const notes = [refused && bodies(verdict).message, ageOf(judgement), refused && request.note].filter(Boolean)
  const why = refused ? [diagnosisBlock({ built: message, diagnosis }, process.stdout)] : []
  return [heading(judgement, bodies), ...notes.map((note) => `  ${note}`), ...why].map((line) => `${line}\n`).join('')
}

function heading({ request: { method, target }, verdict }: Judgement, bodies: ErrorBodies): string {
  const what = visibleText(`${method} ${shortened(Buffer.from(target, 'latin1').toString())}`)
  if (verdict === 'valid') return `${what} ${styleText('green', 'valid (签名正确)', { stream: process.stdout })}`
  return `${what} ${styleText('red', `401 ${bodies(verdict).code}`, { stream: process.stdout })}`
}

/** A request is pasted long after it was sent. */
function ageOf({ timestamp, now }: Judgement): string | undefined {
  if (timestamp === undefined || now !== undefined) return undefined
  const age = Date.now() - Number(timestamp) * 1000
  const time = new Date(Number(timestamp) * 1000)
  const when = Number.isNaN(time.getTime()) ? 'no time of this clock' : `${ms(Math.abs(age), { long: true })} ${age < 0 ? 'ahead' : 'old'}`
  return `timestamp ${shortened(timestamp)}: ${when}, not judged without --now (时间戳未校验)`
}

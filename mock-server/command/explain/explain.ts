import { styleText } from 'node:util'
import type { Command } from 'commander'
import ms from 'ms'
import { importPublicKey } from '../../../contracts/index.ts'
import { diagnosisBlock } from '../diagnosis/diagnosis-block.ts'
import { visibleText, wrapped } from '../diagnosis/terminal-text.ts'
import { inBoth, type Language, languageOf, processLocale } from '../language.ts'
import { shortened } from '../log/log-line.ts'
import { printable } from '../printable.ts'
import { targetText } from '../target-text.ts'
import type { ExplainOptions } from './explain-options.ts'
import { type ErrorBodies, isRefusal, type Judgement, judge, readErrorBodies } from './judge.ts'
import { givenKeys } from './known-keys.ts'
import { readRequests } from './read-requests.ts'

/** Prints whether the signatures of pasted requests are valid and, if not, which mistakes were made. Sends no request and writes no file. */
export async function explain(command: Command): Promise<void> {
  const options = command.opts<ExplainOptions>()
  if (options.response || options.callback) return (await import('../explain-received/explain-received.ts')).explainReceived(options)
  const { refusal } = options
  if (refusal !== undefined) return (await import('../explain-refusal/explain-refusal.ts')).explainRefusal({ ...options, refusal })
  if (options.message !== undefined) throw new Error('--message needs --refusal, --response or --callback: what to compare it with')
  const judgements = await judgeAll(options)
  process.stdout.write(options.json ? asJson(judgements) : await asText(judgements, options, languageOf(processLocale())))
  if (judgements.some(({ verdict }) => verdict !== 'valid')) process.exitCode = 1
}

/** How many bodies of earlier requests a diagnosis gets. */
const BODIES = 8

/** Judges one request at a time, because the search for a mistake takes much memory and every core. */
async function judgeAll(options: ExplainOptions): Promise<Judgement[]> {
  const keys = await givenKeys(options)
  const requests = await readRequests(options)
  const importKey = importingOnce()
  const judgements: Judgement[] = []
  for (const request of requests) {
    const previousBodies = judgements
      .slice(-BODIES)
      .map((judgement) => judgement.request.body)
      .reverse()
    judgements.push(await judge(request, { given: keys, hasAllKeys: false, now: options.now ?? request.sent, previousBodies, importKey }))
  }
  return judgements
}

/** Imports each key once, because an import takes as long as many verifications. */
function importingOnce(): (pem: string) => ReturnType<typeof importPublicKey> {
  const imported = new Map<string, ReturnType<typeof importPublicKey>>()
  return (pem) => {
    const key = imported.get(pem) ?? importPublicKey(pem)
    imported.set(pem, key)
    return key
  }
}

function asJson(judgements: readonly Judgement[]): string {
  const lines = judgements.map(({ request: { method, target }, verdict, message, diagnosis }) =>
    JSON.stringify({ method, target: targetText(target), verdict, message, diagnosis }),
  )
  return lines.map((line) => `${printable(line)}\n`).join('')
}

async function asText(judgements: readonly Judgement[], { key }: ExplainOptions, language: Language): Promise<string> {
  const bodies = await readErrorBodies()
  const shipped = inBoth(language, 'No --key: the shipped development certificate', '未指定 --key：自带的开发证书')
  return `${key ? '' : `${shipped}\n\n`}${judgements.map((judgement) => explanation(judgement, bodies, language)).join('\n')}`
}

/** Formats a judgement for the terminal: the verdict in the first line, then the reasons. */
function explanation(judgement: Judgement, bodies: ErrorBodies, language: Language): string {
  const { request, verdict, message, diagnosis } = judgement
  const refused = verdict !== 'valid'
  const notes = [isRefusal(verdict) && bodies(verdict).message, ageOf(judgement, language), refused && request.note]
  const why = refused ? [diagnosisBlock({ built: message, diagnosis }, { stream: process.stdout, language })] : []
  const lines = [heading(judgement, bodies, language), ...notes.flatMap((note) => (note ? wrapped(note, '  ') : [])), ...why]
  return lines.map((line) => `${line}\n`).join('')
}

function heading({ request: { method, target }, verdict }: Judgement, bodies: ErrorBodies, language: Language): string {
  const what = visibleText(`${shortened(method)} ${shortened(targetText(target))}`)
  if (verdict === 'valid') return `${what} ${styleText('green', inBoth(language, 'valid', '签名正确'), { stream: process.stdout })}`
  if (isRefusal(verdict)) return `${what} ${styleText('red', `401 ${bodies(verdict).code}`, { stream: process.stdout })}`
  return `${what} ${styleText('yellow', inBoth(language, "can't be judged", '无法判断'), { stream: process.stdout })}`
}

/** Tells the age of a request whose timestamp was not checked. Most requests are pasted long after they were sent. */
function ageOf({ timestamp, now, verdict }: Judgement, language: Language): string | undefined {
  if (timestamp === undefined || now !== undefined || verdict === 'SIGN_ERROR_TIMESTAMP') return undefined
  const age = Date.now() - Number(timestamp) * 1000
  const when = `${ms(Math.abs(age), { long: true })} ${age < 0 ? 'ahead' : 'old'}`
  return `timestamp ${shortened(timestamp)}: ${when}, ${inBoth(language, 'not checked without --now', '时间戳未校验')}`
}

import { existsSync, statSync } from 'node:fs'
import { stripVTControlCharacters, styleText } from 'node:util'
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
import { refusalLines, refusalsForJson } from './header-refusals.ts'
import { type ErrorBodies, isRefusal, type Judgement, judge, readErrorBodies } from './judge.ts'
import { givenKeys } from './known-keys.ts'
import { requestNeeded } from './read-header.ts'
import { readRequests } from './read-requests.ts'

/**
 * Prints whether the signatures of pasted requests are valid. If a signature is not valid, prints which mistakes were made. With
 * an option, explains another message instead: a 401 (`--refusal`), an answer (`--response`) or a notification (`--callback`). Sends no
 * request and writes no file.
 */
export async function explain(command: Command): Promise<void> {
  const [file] = command.args
  const options: ExplainOptions = { ...command.opts(), ...(file !== undefined && { file }) }
  checkTexts(options)
  try {
    await explainWith(options)
  } catch (error) {
    // The code that reads a paste names `stdin` in its errors, even when it reads a file.
    if (file !== undefined && error instanceof Error) error.message = error.message.replace(/^stdin\b/, () => file)
    throw error
  }
}

const TEXTS = { body: '--body', message: '--message', apiv3Key: '--apiv3-key' } as const

function checkTexts(options: ExplainOptions): void {
  for (const [name, flag] of Object.entries(TEXTS)) {
    const text = options[name as keyof typeof TEXTS]
    if (text && existsSync(text) && !statSync(text).isDirectory())
      throw new Error(`${flag} ${text} is the name of a file: write ${flag} @${text} to read it (缺少 @)`)
  }
}

async function explainWith(options: ExplainOptions): Promise<void> {
  if (options.response || options.callback) return (await import('../explain-received/explain-received.ts')).explainReceived(options)
  const { refusal } = options
  if (refusal !== undefined) return (await import('../explain-refusal/explain-refusal.ts')).explainRefusal({ ...options, refusal })
  if (options.message !== undefined)
    throw new Error('--message needs --refusal, --response or --callback, because only these compare it with another message')
  const judgements = await judgeAll(options)
  process.stdout.write(options.json ? asJson(judgements) : await asText(judgements, options, languageOf(processLocale())))
  process.exitCode = exitCodeOf(judgements)
}

/** The exit code: 1 when a request is invalid; otherwise 2 when a request can't be judged; otherwise 0. */
function exitCodeOf(judgements: readonly Judgement[]): number {
  const isInvalid = ({ verdict, diagnosis, warnings }: Judgement) =>
    isRefusal(verdict) || (verdict !== 'valid' && diagnosis.mistakes.length > warnings.length)
  if (judgements.some(isInvalid)) return 1
  return judgements.some(({ verdict }) => verdict !== 'valid') ? 2 : 0
}

/** How many bodies of earlier requests a diagnosis gets. */
const BODIES = 8

/** Judges the requests one after another, because a diagnosis uses the bodies of earlier requests. */
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
    const judgement = await judge(request, { given: keys, hasAllKeys: false, now: options.now ?? request.sent, previousBodies, importKey })
    if (request.isHeaderOnly && judgement.diagnosis.mistakes.length === 0) throw new Error(requestNeeded(request.authorization))
    judgements.push(judgement)
  }
  return judgements
}

/** Returns a function that imports each key only once, because many requests may name the same key. */
function importingOnce(): (pem: string) => ReturnType<typeof importPublicKey> {
  const imported = new Map<string, ReturnType<typeof importPublicKey>>()
  return (pem) => {
    const key = imported.get(pem) ?? importPublicKey(pem)
    imported.set(pem, key)
    return key
  }
}

function asJson(judgements: readonly Judgement[]): string {
  const lines = judgements.map(({ request, verdict, message, diagnosis, warnings }) => {
    const { method, target, isHeaderOnly } = request
    const sent = isHeaderOnly ? { method: null, target: null } : { method, target: targetText(target) }
    return JSON.stringify({ ...sent, verdict, message, diagnosis, warnings, refused_headers: refusalsForJson(request) })
  })
  return lines.map((line) => `${printable(line)}\n`).join('')
}

async function asText(judgements: readonly Judgement[], { key }: ExplainOptions, language: Language): Promise<string> {
  const bodies = await readErrorBodies()
  const shipped = inBoth(language, 'No --key: using the shipped development certificate', '使用自带的开发证书')
  return `${key ? '' : `${shipped}\n\n`}${judgements.map((judgement) => explanation(judgement, bodies, language)).join('\n')}`
}

/** Formats a judgement for the terminal. */
function explanation(judgement: Judgement, bodies: ErrorBodies, language: Language): string {
  const { request, verdict, message, diagnosis, warnings } = judgement
  const refused = verdict !== 'valid'
  const note = (refused || request.isLengthWrong) && request.note !== undefined && noteIn(language, request.note)
  const notes = [isRefusal(verdict) && bodies(verdict).message, ageOf(judgement, language), note]
  const block = refused ? diagnosisBlock({ built: message, diagnosis }, { stream: process.stdout, language }) : ''
  const why = [...(block ? [block] : []), ...(isCut(block) ? [`  ${inBoth(language, ...WHOLE_WITH_JSON)}`] : [])]
  const others = refusalLines(request, { stream: process.stdout, language })
  const noteLines = [...notes, ...warnings.map((warning) => `! ${noteIn(language, `${warning}.`)}`)].flatMap((note) =>
    note ? wrapped(note, '  ') : [],
  )
  const lines = [heading(judgement, bodies, language), ...noteLines, ...why, ...others]
  return lines.map((line) => `${line}\n`).join('')
}

/** Returns a note or a warning. If the text ends with Chinese words in brackets, these words come first for a reader of Chinese. */
function noteIn(language: Language, note: string): string {
  const [, english, chinese] = /^(.*) \(([^()]*[\u4e00-\u9fff][^()]*)\)\.$/s.exec(note) ?? []
  return english === undefined || chinese === undefined ? note : `${inBoth(language, english, chinese)}.`
}

/** Whether the block of a diagnosis leaves out lines or a part of a line. */
function isCut(block: string): boolean {
  return /^ {2}[ +-] (?:….*|.*…)$/m.test(stripVTControlCharacters(block))
}

const WHOLE_WITH_JSON = ['--json prints the whole message', '--json 输出完整的待签名串'] as const

function heading({ request: { method, target, isHeaderOnly }, verdict }: Judgement, bodies: ErrorBodies, language: Language): string {
  const what = isHeaderOnly
    ? inBoth(language, 'Authorization header only', '仅有 Authorization 请求头')
    : visibleText(`${shortened(method)} ${shortened(targetText(target))}`)
  if (verdict === 'valid') return `${what} ${styleText('green', inBoth(language, 'valid', '签名正确'), { stream: process.stdout })}`
  if (isRefusal(verdict)) return `${what} ${styleText('red', `401 ${bodies(verdict).code}`, { stream: process.stdout })}`
  return `${what} ${styleText('yellow', inBoth(language, "can't be judged", '无法判断'), { stream: process.stdout })}`
}

/** Says how old a request is, if its timestamp was not checked. Most requests are pasted long after they were sent. */
function ageOf({ timestamp, now, verdict }: Judgement, language: Language): string | undefined {
  if (timestamp === undefined || now !== undefined || verdict === 'SIGN_ERROR_TIMESTAMP') return undefined
  const age = Date.now() - Number(timestamp) * 1000
  const duration = ms(Math.abs(age), { long: true })
  if (language === 'zh') return `时间戳 ${shortened(timestamp)}：${inChinese(duration)}${age < 0 ? '后' : '前'}，未加 --now，没有校验`
  return `timestamp ${shortened(timestamp)}: ${duration} ${age < 0 ? 'ahead' : 'old'}, not checked without --now (时间戳未校验)`
}

const UNITS: Readonly<Record<string, string>> = { day: '天', hour: '小时', minute: '分钟', second: '秒', ms: '毫秒' }

/** Translates a duration such as `2 days`. */
function inChinese(duration: string): string {
  return duration.replace(/(day|hour|minute|second|ms)s?/, (unit, name: string) => UNITS[name] ?? unit)
}

import type { FaultChoice, JournalEntry, MerchantControl } from '../../../contracts/index.ts'
import type { Scored } from '../scorecard/scorecard.ts'
import { type Application, type Tried, WHEN_TIMED_OUT } from './application.ts'
import { type AuditCase, OTHER_HOST } from './cases.ts'
import type { OtherHost } from './other-host.ts'

export type Result = Scored<AuditCase>

export interface AuditMeans {
  readonly application: Application
  readonly merchant: MerchantControl
  readonly otherHost: OtherHost
  /** The time limit for each case, in milliseconds. */
  readonly timeout: number
  readonly publicKeyId: string | undefined
}

/** What the audit learns about an application that gets the right answer. The right answer is the server's answer without any change. */
export interface Baseline {
  readonly operations: readonly string[]
  readonly listsCertificates: boolean
  readonly asksForPublicKey: boolean
  readonly userAgent: string
}

/**
 * Thrown when an application gets the right answer but does not finish in time, makes no successful call, or does not believe the answer.
 * To believe an answer is to accept it as genuine. After such a failure, the application's refusals of changed answers would prove nothing.
 */
export class NotTried extends Error {
  override readonly name = 'NotTried'
  /** The last five calls that reached the server, and the end of what the application printed or answered. */
  readonly shown: readonly string[]

  constructor(reason: string, shown: readonly string[]) {
    super(reason)
    this.shown = shown
  }
}

const LISTS_CERTIFICATES = 'listCertificates'

/**
 * Gives an application the right answer again, if it refused at least one changed answer and believed none. Such refusals can have
 * another cause. For example, an application that stores an order only once fails at every later call.
 *
 * @throws {NotTried} When the application fails this time: it does not finish in time, does not believe the right answer, or makes no
 * successful call.
 */
export async function tryRightAnswerAgain(results: readonly Result[], means: AuditMeans): Promise<void> {
  const hasRefused = results.some(({ outcome }) => outcome === 'refused')
  if (hasRefused && !results.slice(1).some(({ outcome }) => outcome === 'believed')) await tryRightAnswer(means, AGAIN)
}

const AGAIN = 'The refusals show nothing: after them, '

/**
 * Lets an application call the server, and gives it the right answer. Returns what this shows about the application.
 *
 * @param effect The beginning of the error message.
 * @throws {NotTried} When the application does not finish in time, does not believe the right answer, or makes no successful call.
 */
export async function tryRightAnswer(
  { application, merchant, otherHost, timeout, publicKeyId }: AuditMeans,
  effect = "The audit can't run: ",
): Promise<Baseline> {
  await merchant.reset()
  const tried = await application(timeout)
  const calls = await merchant.requests()
  const [last] = calls.filter(({ status }) => status < 300)
  const failed = (reason: string) => new NotTried(effect + reason, tailOf(tried, calls))
  if (tried.timedOut) throw failed(`${tried.end[0]}, even with the right answer. ${WHEN_TIMED_OUT[0]}`)
  if (!tried.believed) throw failed(`the right answer was not believed (${tried.end[0]})`)
  if (!last) throw failed(`no successful call reached the server (${tried.end[0]})`)
  const own = calls.filter(({ operation }) => operation !== null && operation !== LISTS_CERTIFICATES)
  const operations = [...new Set((own.length > 0 ? own : calls).flatMap(({ operation }) => operation ?? []))]
  otherHost.answerWith(last.status, last.answer.body)
  return {
    operations,
    listsCertificates: calls.some(({ operation }) => operation === LISTS_CERTIFICATES),
    asksForPublicKey: publicKeyId !== undefined && own.some(({ headers }) => headers['wechatpay-serial'] === publicKeyId),
    userAgent: last.headers['user-agent'] ?? '',
  }
}

function tailOf({ output }: Tried, calls: readonly JournalEntry[]): string[] {
  const last = calls.slice(0, 5).map(({ method, target, status, code }) => `${method} ${target} ${status} ${code ?? ''}`.trim())
  return [...last, ...output.split(/\r?\n/)].filter((line) => line.trim() !== '')
}

/**
 * Tries the cases one after another, and yields their results. The case of the right answer is not tried again and has the outcome
 * `believed`, because {@link tryRightAnswer} has already tried it.
 */
export async function* tryCases(cases: readonly AuditCase[], baseline: Baseline, means: AuditMeans): AsyncGenerator<Result> {
  for (const audited of cases) yield await tryCase(audited, baseline, means)
}

async function tryCase(audited: AuditCase, baseline: Baseline, { application, merchant, otherHost, timeout }: AuditMeans): Promise<Result> {
  if (audited.fault === undefined) return { audited, outcome: 'believed', remark: '' }
  const missing = missingFor(audited, baseline)
  if (missing !== undefined) return { audited, outcome: 'not_applicable', ...remarkOf(missing) }
  await merchant.reset()
  const operations = audited.answers === 'certificates' ? [LISTS_CERTIFICATES] : baseline.operations
  for (const operation of operations) await merchant.addFault({ operation, rate: 1, ...faultOf(audited.fault, otherHost.url) })
  const tried = await application(timeout)
  const acted = (await merchant.faults()).some(({ hits }) => hits > 0)
  if (acted && tried.timedOut) return { audited, outcome: 'timed_out', ...remarkOf(tried.end) }
  if (acted) return { audited, outcome: tried.believed ? 'believed' : 'refused', remark: '' }
  if (tried.believed) return { audited, outcome: 'not_applicable', ...remarkOf(NOT_ASKED) }
  const [end, chineseEnd] = tried.end
  return {
    audited,
    outcome: 'not_tried',
    ...remarkOf([`it did not get this answer (${end})`, `没有收到这个应答（${chineseEnd}）`]),
  }
}

/** A remark in English and in Chinese. */
type Remark = readonly [string, string]

function remarkOf([remark, remark_zh]: Remark): Pick<Result, 'remark' | 'remark_zh'> {
  return { remark, remark_zh }
}

const NOT_ASKED: Remark = ['it did not ask for this answer', '没有请求这个应答']

function missingFor({ answers, needsPublicKey }: AuditCase, baseline: Baseline): Remark | undefined {
  if (answers === 'certificates' && !baseline.listsCertificates) return ['it downloads no platform certificate', '不下载平台证书']
  // The list of platform certificates does not matter to a client that verifies with the public key.
  if (answers === 'certificates' && baseline.asksForPublicKey) return ['it verifies with the public key', '用微信支付公钥验签']
  return needsPublicKey && !baseline.asksForPublicKey ? ['it does not ask for the public key', '没有使用微信支付公钥'] : undefined
}

function faultOf(fault: NonNullable<AuditCase['fault']>, otherHost: string): Partial<FaultChoice> {
  return fault.location === OTHER_HOST ? { ...fault, location: otherHost } : fault
}

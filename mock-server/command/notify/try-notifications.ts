import { type HandlerAnswer, type NotificationTarget, postNotification } from '../../notifications/post-notification.ts'
import { printable } from '../printable.ts'
import type { Scored } from '../scorecard/scorecard.ts'
import type { NotificationWriter } from './notification-writer.ts'
import type { NotifyCase } from './notify-cases.ts'

export interface CheckMeans {
  readonly handler: NotificationTarget
  readonly writer: NotificationWriter
  /** How long each answer may take, in milliseconds. */
  readonly timeout: number
}

export interface NotifyResult extends Scored<NotifyCase> {
  readonly status: number | null
  readonly milliseconds: number
  /** The beginning of the first line of the answer's body. */
  readonly answer: string
}

/** Sends the notification of a case and judges the answer. */
export async function tryNotification(audited: NotifyCase, means: CheckMeans): Promise<NotifyResult> {
  const { wire } = audited
  if (wire !== 'cut') return judged(audited, await send(audited, wire, means))
  await send(audited, wire, means)
  // The first notification was cut short. The case tests whether the handler still accepts a complete notification after that.
  return judged(audited, await send(audited, undefined, means))
}

async function send(audited: NotifyCase, wire: NotifyCase['wire'] | undefined, means: CheckMeans): Promise<HandlerAnswer> {
  const { handler, writer, timeout } = means
  return postNotification(handler, await writer.write(audited), { limit: timeout, wire })
}

function judged(audited: NotifyCase, { status, body, milliseconds, failure }: HandlerAnswer): NotifyResult {
  const [line = ''] = body.split(/\r?\n/)
  const answer = printable(line.slice(0, ANSWER_CHARACTERS))
  const measured = { audited, status, milliseconds, answer }
  if (failure !== null) return { ...measured, outcome: outcomeOf(audited, failure, status), ...remarkOn(failure) }
  const outcome = judgedBy(status)
  if (outcome === 'believed' && saysFail(body)) return { ...measured, outcome, remark: `${status} FAIL` }
  return { ...measured, outcome, remark: String(status) }
}

const ANSWER_CHARACTERS = 200

function saysFail(body: string): boolean {
  return body.includes('"FAIL"')
}

/**
 * The outcome when there was no complete answer. If the handler no longer listens, the case was not tried. Otherwise, a notification that the
 * handler should believe counts as refused, because WeChat Pay sends it again. Any other notification is judged by the status. Without a
 * status, the outcome is `timed_out` or `no_answer`.
 */
function outcomeOf({ wanted }: NotifyCase, failure: string, status: number | null): NotifyResult['outcome'] {
  if (isGone(failure)) return 'not_tried'
  if (wanted === 'believe') return 'refused'
  if (status !== null) return judgedBy(status)
  return TIMED_OUT.test(failure) ? 'timed_out' : 'no_answer'
}

function judgedBy(status: number | null): 'believed' | 'refused' {
  return status !== null && status >= 200 && status < 300 ? 'believed' : 'refused'
}

const TIMED_OUT = /^No (complete )?answer within (\S+) s$/

/** Whether the handler no longer listens. */
function isGone(failure: string): boolean {
  return failure.includes('ECONNREFUSED')
}

function remarkOn(failure: string): Pick<NotifyResult, 'remark' | 'remark_zh'> {
  if (isGone(failure)) return { remark: 'nothing listens any more', remark_zh: '处理程序已停止监听' }
  const [, complete = '', seconds] = TIMED_OUT.exec(failure) ?? []
  if (seconds !== undefined)
    return { remark: `no ${complete}answer within ${seconds} s`, remark_zh: `${seconds} 秒内没有${complete && '完整的'}应答` }
  return { remark: printable(failure) }
}

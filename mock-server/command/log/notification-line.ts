import { styleText } from 'node:util'
import type { DeliveryReport } from '../../notifications/make-attempts.ts'
import type { UnsentNotification } from '../../notifications/notify-after-call.ts'
import { clock, shortened, visible } from './log-line.ts'

/**
 * The log level of a notification. It is `warn` for a notification that was not sent, and for a valid one that the handler did not accept.
 * Everything else is `info`: a handler is right to refuse a forged notification.
 */
export function notificationLevel(report: DeliveryReport | UnsentNotification): 'warn' | 'info' {
  if (!('attempt' in report)) return 'warn'
  const { failure, fault } = report.attempt
  const isValid = fault === null || fault === 'slow'
  return failure !== null && isValid ? 'warn' : 'info'
}

/** Formats an attempt or an unsent notification as one line. The line is coloured when stderr is a terminal. */
export function notificationLine(report: DeliveryReport | UnsentNotification, now: number): string {
  const failed = 'attempt' in report ? report.attempt.failure !== null : true
  return `${clock(now)} ${styleText(failed ? 'red' : 'green', notificationText(report), { stream: process.stderr })}`
}

/** The event, the URL and the outcome of a notification. */
export function notificationText(report: DeliveryReport | UnsentNotification): string {
  const named = `notification ${visible(report.event_type)} ${visible(shortened(report.url))}`
  if (!('attempt' in report)) return `${named} not sent, ${visible(report.failure)}`
  const { status, milliseconds, failure, fault } = report.attempt
  const outcome = [named, fault, status, `${milliseconds} ms`].filter((part) => part !== null).join(' ')
  const next = report.next_attempt === null ? [] : [`again at ${report.next_attempt}`]
  return [outcome, ...(failure === null ? [] : [visible(failure)]), ...next].join(', ')
}

/** The fields that describe an attempt in a JSON line. */
export function attemptFields({ id, attempt, next_attempt }: DeliveryReport): Record<string, unknown> {
  const { status, failure, fault, serial_no, milliseconds } = attempt
  return { notification: id, status, failure, fault, serial_no, milliseconds, next_attempt }
}

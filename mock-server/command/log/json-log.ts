import { pino, stdTimeFunctions } from 'pino'
import { errorMessage } from '../../../contracts/error-message.ts'
import { printable } from '../printable.ts'
import type { LogLevel } from '../settings/settings.ts'
import { targetText } from '../target-text.ts'
import type { WriteLine } from './line-writer.ts'
import type { Log } from './log.ts'
import { builtMessage, errorOf, isBug, levelOf, outcomeOf, shortened, trace } from './log-line.ts'
import { attemptFields, notificationLevel, notificationText } from './notification-line.ts'

/** Creates a log of one JSON object per line, for programs. Fields are listed one by one, so that no other field gets into the log. */
export function jsonLog(level: LogLevel, write: WriteLine, worker?: number): Log {
  const base = worker === undefined ? null : { worker }
  const options = { level, base, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label: string) => ({ level: label }) } }
  // `write` writes the lines. While stderr is a full pipe that nobody reads, pino's own destinations would block the server or keep it from
  // exiting.
  const logger = pino(options, { write: (line) => write(`${printable(line.trimEnd())}\n`) })
  return {
    exchange: (exchange) => {
      const { mchid, method, status, code, error, wire, requestId: request_id, signer, warnings } = exchange
      const target = shortened(targetText(exchange.target))
      const milliseconds = Number(exchange.milliseconds.toFixed(1))
      const ofError = { field: error?.field ?? undefined, message: error?.message }
      logger[levelOf(exchange)](
        { mchid, method, target, status, code, ...ofError, wire, request_id, signer, warnings, milliseconds },
        [method, target, outcomeOf(exchange), ...errorOf(exchange)].join(' '),
      )
    },
    diagnosis: async (refusal) => {
      const { mchid, request_id, method, target: wholeTarget, diagnosis } = refusal
      const { mistakes, same_as, key, hash, signed, certain } = diagnosis
      const target = shortened(targetText(wholeTarget))
      const built = builtMessage(refusal)
      const names = mistakes.map(({ id }) => id).join(', ') || 'no known mistake'
      logger.info(
        { mchid: mchid ?? undefined, request_id, method, target, built, mistakes, same_as, key, hash, signed, certain },
        `${method} ${target} ${names}`,
      )
    },
    notification: (report) => {
      const { mchid, event_type, url } = report
      const outcome = 'attempt' in report ? attemptFields(report) : { failure: report.failure }
      logger[notificationLevel(report)]({ mchid, event_type, url, ...outcome }, notificationText(report))
    },
    prepare: async () => undefined,
    warn: (text) => logger.warn(text.replaceAll('\n', ' ')),
    failure: (error) => logger.error(isBug(error) ? { trace: trace(error) } : {}, errorMessage(error)),
  }
}

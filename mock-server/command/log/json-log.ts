import { pino, stdTimeFunctions } from 'pino'
import type { LogLevel } from '../settings/settings.ts'
import type { WriteLine } from './line-writer.ts'
import type { Log } from './log.ts'
import { levelOf, outcomeOf, shortened, trace } from './log-line.ts'

/** Creates a log of one JSON object per line, for programs. Every field is named here, so that no other gets into the log. */
export function jsonLog(level: LogLevel, write: WriteLine): Log {
  const options = { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label: string) => ({ level: label }) } }
  // Not a pino destination, which blocks the server, or its exit, while nobody reads a full pipe.
  const logger = pino(options, { write })
  return {
    exchange: (exchange) => {
      const { method, status, code, wire, milliseconds } = exchange
      const target = shortened(exchange.target)
      logger[levelOf(exchange)](
        { method, target, status, code, wire, milliseconds: Number(milliseconds.toFixed(1)) },
        `${method} ${target} ${outcomeOf(exchange)}`,
      )
      for (const warning of exchange.warnings ?? []) logger.warn({ method, target, warning }, `${method} ${target} ${warning}`)
    },
    diagnosis: async ({ method, target: wholeTarget, message: built, diagnosis: { mistakes, same_as, key, hash, signed, certain } }) => {
      const target = shortened(wholeTarget)
      const names = mistakes.map(({ id }) => id).join(', ') || 'no known mistake'
      logger.info({ method, target, built, mistakes, same_as, key, hash, signed, certain }, `${method} ${target} ${names}`)
    },
    prepare: async () => undefined,
    warn: (text) => logger.warn(text.replaceAll('\n', ' ')),
    failure: (error) => logger.error({ trace: trace(error) }, error instanceof Error ? error.message : String(error)),
  }
}

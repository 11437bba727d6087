import { LOG_LEVELS, type LogLevel } from '../settings/setting-values.ts'
import { levelOf } from './level-of.ts'
import type { Log } from './log.ts'
import { logLine } from './log-line.ts'
import { trace } from './trace.ts'

/** Lines to read in a terminal. */
export function prettyLog(threshold: LogLevel): Log {
  const write = (level: LogLevel, text: string) => {
    if (LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(threshold)) process.stderr.write(`${text}\n`)
  }
  return {
    exchange: (exchange) => write(levelOf(exchange), logLine(exchange)),
    warn: (text) => write('warn', text),
    failure: (error) => write('error', trace(error)),
  }
}

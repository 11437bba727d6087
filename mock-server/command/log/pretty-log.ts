import { LOG_LEVELS, type LogLevel } from '../settings/setting-values.ts'
import { levelOf } from './level-of.ts'
import type { Log } from './log.ts'
import { diagnosisLine, logLine } from './log-line.ts'
import { trace } from './trace.ts'

/** Its libraries take longer to load than the server has before it is ready. */
const loadBlock = () => import('../diagnosis/diagnosis-block.ts')

/** Lines to read in a terminal. */
export function prettyLog(threshold: LogLevel): Log {
  const isTold = (level: LogLevel) => LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(threshold)
  const write = (level: LogLevel, text: string) => {
    if (isTold(level)) process.stderr.write(`${text}\n`)
  }
  return {
    exchange: (exchange) => write(levelOf(exchange), logLine(exchange)),
    diagnosis: async (refusal) => {
      if (!isTold('info')) return
      const { diagnosisBlock } = await loadBlock()
      const { message: built, diagnosis } = refusal
      write('info', `${diagnosisLine(refusal)}\n${diagnosisBlock({ built, diagnosis }, process.stderr)}`)
    },
    prepare: async () => {
      if (isTold('info')) await loadBlock()
    },
    warn: (text) => write('warn', text),
    failure: (error) => write('error', trace(error)),
  }
}

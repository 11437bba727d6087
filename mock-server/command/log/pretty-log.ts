import { errorMessage } from '../../../contracts/error-message.ts'
import type { Language } from '../language.ts'
import { printable } from '../printable.ts'
import { LOG_LEVELS, type LogLevel } from '../settings/settings.ts'
import type { WriteLine } from './line-writer.ts'
import type { Log } from './log.ts'
import { builtMessage, diagnosisLine, isBug, levelOf, logLine, trace, visible } from './log-line.ts'
import { notificationLevel, notificationLine } from './notification-line.ts'

/** Loads the formatting of diagnoses on demand, because its libraries take long to load. */
const loadBlock = () => import('../diagnosis/diagnosis-block.ts')

/** Creates a log of lines for people to read in a terminal. */
export function prettyLog(threshold: LogLevel, writeLine: WriteLine, language: Language): Log {
  const isLogged = (level: LogLevel) => LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(threshold)
  const write = (level: LogLevel, text: string) => {
    if (isLogged(level)) writeLine(`${text}\n`)
  }
  return {
    exchange: (exchange) => {
      const level = levelOf(exchange)
      if (isLogged(level)) write(level, logLine(exchange, language))
    },
    diagnosis: async (refusal) => {
      if (!isLogged('info')) return
      const { diagnosisBlock } = await loadBlock()
      const { diagnosis } = refusal
      write(
        'info',
        `${diagnosisLine(refusal)}\n${diagnosisBlock({ built: builtMessage(refusal), diagnosis }, { stream: process.stderr, language })}`,
      )
    },
    notification: (report) => write(notificationLevel(report), notificationLine(report, Date.now())),
    prepare: async () => {
      if (isLogged('info')) await loadBlock()
    },
    // Keeps the line breaks of a warning with several lines.
    warn: (text) => write('warn', text.replace(/[^\n]+/g, visible)),
    failure: (error) => write('error', isBug(error) ? trace(error) : printable(errorMessage(error))),
  }
}

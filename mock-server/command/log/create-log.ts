import { setImmediate } from 'node:timers/promises'
import type { Language } from '../language.ts'
import type { Settings } from '../settings/settings.ts'
import { createLineWriter } from './line-writer.ts'
import type { Log } from './log.ts'
import { prettyLog } from './pretty-log.ts'

/**
 * Creates the log in the format and with the level of the settings.
 *
 * @param language The language that comes first in texts for people.
 * @param worker The number of this worker, when a server has several.
 */
export async function createLog({ logFormat, logLevel }: Settings, language: Language = 'en', worker?: number): Promise<Log> {
  if (logFormat === 'pretty') {
    const write = createLineWriter(process.stderr)
    return diagnosingLater(prettyLog(logLevel, worker === undefined ? write : (line) => write(`[${worker}] ${line}`), language))
  }
  const { jsonLog } = await import('./json-log.ts')
  const toLine = (msg: string) => `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), worker, msg })}\n`
  return diagnosingLater(jsonLog(logLevel, createLineWriter(process.stderr, toLine), worker))
}

/**
 * Returns a log that writes each diagnosis one iteration of the event loop later. The delay puts the log line about the request first,
 * even if the answer waits for the diagnosis.
 */
function diagnosingLater(log: Log): Log {
  const diagnosis: Log['diagnosis'] = async (refusal) => {
    await setImmediate()
    await log.diagnosis(refusal)
  }
  return { ...log, diagnosis }
}

import type { Settings } from '../settings/settings.ts'
import { createLineWriter } from './line-writer.ts'
import type { Log } from './log.ts'
import { prettyLog } from './pretty-log.ts'

/** Creates the log in the format and with the level of the settings. */
export async function createLog({ logFormat, logLevel }: Settings): Promise<Log> {
  const write = createLineWriter(process.stderr)
  if (logFormat === 'pretty') return prettyLog(logLevel, write)
  const { jsonLog } = await import('./json-log.ts')
  return jsonLog(logLevel, write)
}

import type { Settings } from '../settings/settings.ts'
import type { Log } from './log.ts'
import { prettyLog } from './pretty-log.ts'

/** The log in the format and from the level on that the settings want. */
export async function createLog({ logFormat, logLevel }: Settings): Promise<Log> {
  if (logFormat === 'pretty') return prettyLog(logLevel)
  const { jsonLog } = await import('./json-log.ts')
  return jsonLog(logLevel)
}

import type { Settings } from '../settings/settings.ts'
import { createLineWriter } from './line-writer.ts'
import type { Log } from './log.ts'
import { prettyLog } from './pretty-log.ts'

/** The log in the format and from the level that the settings say. */
export async function createLog({ logFormat, logLevel }: Settings): Promise<Log> {
  const write = createLineWriter(process.stderr)
  if (logFormat === 'pretty') return prettyLog(logLevel, write)
  const { jsonLog } = await import('./json-log.ts')
  return jsonLog(logLevel, write)
}

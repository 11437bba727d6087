import type { Exchange } from '../edge/http-exchange.ts'
import { prettyLog } from './pretty-log.ts'
import type { Settings } from './settings.ts'

/** What the command tells on stderr while it runs. Nothing secret is handed to it. */
export interface Log {
  /** One request and its answer. */
  exchange(exchange: Exchange): void
  /** What the user should know. */
  warn(text: string): void
  /** A bug of the mock server. */
  failure(error: unknown): void
}

/** The log in the format and from the level on that the settings want. */
export async function createLog({ logFormat, logLevel }: Settings): Promise<Log> {
  if (logFormat === 'pretty') return prettyLog(logLevel)
  const { jsonLog } = await import('./json-log.ts')
  return jsonLog(logLevel)
}

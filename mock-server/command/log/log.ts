import type { DiagnosedEntry } from '../../diagnosis/diagnose-refusal.ts'
import type { Exchange } from '../../edge/http-exchange.ts'
import type { Settings } from '../settings/settings.ts'
import { createLineWriter } from './line-writer.ts'
import { prettyLog } from './pretty-log.ts'

/** A refused request, as the log tells it. */
export type ToldRefusal = Pick<DiagnosedEntry, 'time' | 'method' | 'target' | 'message' | 'diagnosis'>

/** What the command writes to stderr while it runs. Nothing secret is handed to it. */
export interface Log {
  /** One request and its answer. */
  exchange(exchange: Exchange): void
  /** The mistake in a refused request. What draws it is loaded for the first one. */
  diagnosis(refusal: ToldRefusal): Promise<void>
  /** Loads what draws a diagnosis, ahead of the first one. */
  prepare(): Promise<void>
  /** What the user should know. */
  warn(text: string): void
  /** A bug of the mock server. */
  failure(error: unknown): void
}

/** The log in the format and from the level that the settings say. */
export async function createLog({ logFormat, logLevel }: Settings): Promise<Log> {
  const write = createLineWriter(process.stderr)
  if (logFormat === 'pretty') return prettyLog(logLevel, write)
  const { jsonLog } = await import('./json-log.ts')
  return jsonLog(logLevel, write)
}

import type { DiagnosedEntry } from '../../diagnosis/diagnose-refusal.ts'
import type { Exchange } from '../../edge/http-exchange.ts'

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

import type { DiagnosedEntry } from '../../diagnosis/diagnose-refusal.ts'
import type { Exchange } from '../../edge/http-exchange.ts'

/** What is told of a refused request. */
export type ToldRefusal = Pick<DiagnosedEntry, 'time' | 'method' | 'target' | 'message' | 'diagnosis'>

/** What the command tells on stderr while it runs. Nothing secret is handed to it. */
export interface Log {
  /** One request and its answer. */
  exchange(exchange: Exchange): void
  /** Which mistake was made in a request that was refused. What draws it is loaded at the first one. */
  diagnosis(refusal: ToldRefusal): Promise<void>
  /** Loads what draws a diagnosis, ahead of the first one. */
  prepare(): Promise<void>
  /** What the user should know. */
  warn(text: string): void
  /** A bug of the mock server. */
  failure(error: unknown): void
}

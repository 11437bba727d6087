import type { Exchange } from '../../edge/http-exchange.ts'

/** What the command tells on stderr while it runs. Nothing secret is handed to it. */
export interface Log {
  /** One request and its answer. */
  exchange(exchange: Exchange): void
  /** What the user should know. */
  warn(text: string): void
  /** A bug of the mock server. */
  failure(error: unknown): void
}

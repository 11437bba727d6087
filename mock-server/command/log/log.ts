import type { DiagnosedEntry } from '../../diagnosis/diagnose-refusal.ts'
import type { Exchange } from '../../edge/http-exchange.ts'
import type { DeliveryReport } from '../../notifications/make-attempts.ts'
import type { UnsentNotification } from '../../notifications/notify-after-call.ts'

/** The fields of a diagnosed request that the log uses. */
export type DiagnosedRefusal = Pick<
  DiagnosedEntry,
  'time' | 'mchid' | 'request_id' | 'method' | 'target' | 'message' | 'verdict' | 'diagnosis'
>

/** The log of the command, on stderr. */
export interface Log {
  /** Writes one request and its answer. */
  exchange(exchange: Exchange): void
  /** Writes the diagnosis of a refused request. */
  diagnosis(refusal: DiagnosedRefusal): Promise<void>
  /** Writes one attempt to deliver a notification, or a notification that could not be sent. */
  notification(report: DeliveryReport | UnsentNotification): void
  /** Loads the code that formats diagnoses, if the log needs that code. The server calls this before the first diagnosis. */
  prepare(): Promise<void>
  /** Writes a warning to the user. */
  warn(text: string): void
  /** Writes an error: a bug of the mock server, or a failure to write the state file or to reach the store. */
  failure(error: unknown): void
}

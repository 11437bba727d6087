import type { DiagnosedEntry } from '../../diagnosis/diagnose-refusal.ts'
import type { Exchange } from '../../edge/http-exchange.ts'
import type { DeliveryReport } from '../../notifications/make-attempts.ts'
import type { UnsentNotification } from '../../notifications/notify-after-call.ts'

/** A diagnosed request, as the log shows it. */
export type DiagnosedRefusal = Pick<
  DiagnosedEntry,
  'time' | 'mchid' | 'request_id' | 'method' | 'target' | 'message' | 'verdict' | 'diagnosis'
>

/** The log of the command, on stderr. */
export interface Log {
  /** One request and its answer. */
  exchange(exchange: Exchange): void
  /** Writes the diagnosis of a refused request. */
  diagnosis(refusal: DiagnosedRefusal): Promise<void>
  /** One attempt to deliver a notification, or a notification that could not be sent. */
  notification(report: DeliveryReport | UnsentNotification): void
  /** Loads the code that formats diagnoses, if the log needs it. Called before the first diagnosis. */
  prepare(): Promise<void>
  /** A warning to the user. */
  warn(text: string): void
  /** A bug of the mock server, or a failure to write the state file or reach the store. */
  failure(error: unknown): void
}

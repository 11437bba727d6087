import type { MockCredentials } from '../../control/merchant-resource.ts'
import type { Family } from '../../metrics/exposition.ts'

/** A worker that listens. */
export interface Ready {
  readonly url: string
  readonly credentials: MockCredentials
}

/** Why a worker can't listen. */
export interface Failed {
  /** The error in one line. It names a setting as the user gave it, such as `--port` or `GOLDPLAN_MOCK_PORT`. */
  readonly message: string
  readonly exitCode: 1 | 2
}

/** The metrics of a worker; without families when the worker did not answer in time. */
export interface WorkerMetrics {
  readonly worker: number
  readonly families?: readonly Family[] | undefined
}

// In both types of messages, `gather`, `tell` and `question` hold the number of a question. The process that asks chooses the number.

/** The messages from a worker to the primary process. */
export type FromWorker =
  | { readonly ready: Ready }
  | { readonly failed: Failed }
  /** Asks for the metrics of all workers. */
  | { readonly gather: number }
  /** The answer to `tell`: the metrics of this worker. */
  | { readonly metrics: { readonly question: number; readonly families: readonly Family[] } }
  /** The answer to {@link ARE_YOU_ALIVE}. A worker sends it only after loading its code. */
  | { readonly alive: true }

/** The messages from the primary process to a worker. */
export type ToWorker =
  | typeof STOP
  | typeof ARE_YOU_ALIVE
  /** Asks for the metrics of the worker. */
  | { readonly tell: number }
  /** The answer to `gather`: the metrics of all workers. */
  | { readonly gathered: { readonly question: number; readonly workers: readonly WorkerMetrics[] } }

export const STOP = 'stop'
export const ARE_YOU_ALIVE = 'are you alive?'

import type { Exchange } from '../edge/http-exchange.ts'
import { type Counts, createCounts } from './counts.ts'
import { createHistogram, type Histogram } from './histogram.ts'

/** What this process of a server has counted since its start. */
export interface Metrics {
  /** The exchanges by operation, status and code. */
  readonly exchanges: Counts<'operation' | 'status' | 'code'>
  readonly signing: Histogram
  /** How long the store took, by verb; empty for the store in the memory of this process. */
  readonly store: ReadonlyMap<string, Histogram>
  /** The histogram for a verb of the store, created at the first call. */
  readonly ofStore: (verb: string) => Histogram
}

/** @param elapsed Milliseconds since any fixed moment. */
export function createMetrics(elapsed: () => number): Metrics {
  const store = new Map<string, Histogram>()
  return {
    exchanges: createCounts({ operation: 'other', status: 'other', code: 'other' }),
    signing: createHistogram(elapsed),
    store,
    ofStore(verb) {
      const known = store.get(verb) ?? createHistogram(elapsed)
      store.set(verb, known)
      return known
    },
  }
}

/** How many characters of an error code are in a label. There is a limit, because a test may script any text as a code. */
const CODE_LIMIT = 64

/** Counts an exchange. Requests without an operation share the label `unknown`, so that paths don't become labels. */
export function countExchange({ operation = 'unknown', status, code = '' }: Exchange, { exchanges }: Metrics): void {
  exchanges.add({ operation, status: String(status), code: code.slice(0, CODE_LIMIT) })
}

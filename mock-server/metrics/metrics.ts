import type { Exchange } from '../edge/http-exchange.ts'
import { type Counts, createCounts } from './counts.ts'
import { createHistogram, type Histogram } from './histogram.ts'

/** What this process of the server has counted since the process started. */
export interface Metrics {
  /** The exchanges by operation, status and code. */
  readonly exchanges: Counts<'operation' | 'status' | 'code'>
  /** How long it took to sign an answer. */
  readonly signing: Histogram
  /** How long the store took, by the name of its method; empty when the store is in the memory of this process. */
  readonly store: ReadonlyMap<string, Histogram>
  /** Returns the histogram for a method of the store, such as `read`. Creates it at the first call. */
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

/** A label has at most this many characters of an error code, because a test may choose any text as the code of a scripted answer. */
const CODE_LIMIT = 64

/** Counts an exchange. Requests without an operation share the label `unknown`, so that paths don't become labels. */
export function countExchange({ operation = 'unknown', status, code = '' }: Exchange, { exchanges }: Metrics): void {
  exchanges.add({ operation, status: String(status), code: code.slice(0, CODE_LIMIT) })
}

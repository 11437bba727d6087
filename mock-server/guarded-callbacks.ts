import type { MockServerOptions } from './mock-server-options.ts'
import { StoreAway } from './store/store-away.ts'

/** The callbacks of a user, to which the server reports what happens. */
export type Callbacks = Required<Pick<MockServerOptions, 'onExchange' | 'onDiagnosis' | 'onNotification' | 'onFailure'>>

/** Guards the callbacks of a user: an error of `onFailure` is printed, and an error of another callback goes to `onFailure`. */
export function guardedCallbacks({ onFailure = printFailure, ...options }: MockServerOptions): Callbacks {
  const report = guarded(onFailure, printFailure)
  return {
    onFailure: report,
    onExchange: guarded(options.onExchange, report),
    onDiagnosis: guarded(options.onDiagnosis, report),
    onNotification: guarded(options.onNotification, report),
  }
}

function guarded<Told>(tell: (told: Told) => void = () => undefined, onError: (error: unknown) => void): (told: Told) => void {
  return async (told) => {
    try {
      // The callback is awaited, because it may be asynchronous and its promise may be rejected.
      await tell(told)
    } catch (error) {
      onError(error)
    }
  }
}

function printFailure(error: unknown): void {
  console.error(error instanceof StoreAway ? error.message : error)
}

import type { Store } from '../store/store.ts'
import type { Metrics } from './metrics.ts'

/** Measures how long a store outside this process takes, by verb: `read`, `journal.append`. */
export function timedStore(store: Store, { ofStore }: Pick<Metrics, 'ofStore'>): Store {
  const timed = <Verbs extends object>(verbs: Verbs, prefix: string): Verbs =>
    new Proxy(verbs, {
      get(target, name): unknown {
        const verb: unknown = Reflect.get(target, name)
        if (name === 'journal') return journal
        if (typeof verb !== 'function') return verb
        return (...given: unknown[]) => {
          const result: unknown = verb.apply(target, given)
          return result instanceof Promise ? ofStore(`${prefix}${String(name)}`).time(() => result) : result
        }
      },
    })
  const journal = timed(store.journal, 'journal.')
  return timed(store, '')
}

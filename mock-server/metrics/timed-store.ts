import type { Store } from '../store/store.ts'
import type { Metrics } from './metrics.ts'

/** Wraps a store so that metrics record how long each call takes, under names such as `read` and `journal.append`. */
export function timedStore(store: Store, { ofStore }: Pick<Metrics, 'ofStore'>): Store {
  const timed = <Verbs extends object>(verbs: Verbs, prefix: string): Verbs =>
    Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [name, typeof verb === 'function' ? time(verb, prefix + name) : verb]),
    ) as Verbs
  const time =
    (verb: (...given: unknown[]) => unknown, name: string) =>
    (...given: unknown[]) => {
      const result = verb(...given)
      return result instanceof Promise ? ofStore(name).time(() => result) : result
    }
  return { ...timed(store, ''), journal: timed(store.journal, 'journal.') }
}

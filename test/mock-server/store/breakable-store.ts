import { recordReader } from '../../../mock-server/journal/journal-entry.ts'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { createMemoryStore } from '../../../mock-server/store/memory-store.ts'
import type { RecordKey } from '../../../mock-server/store/records.ts'
import { StoreAway } from '../../../mock-server/store/store-away.ts'

export const STORE_URL = 'redis://user:secret@127.0.0.1:6379/0?key=secret'

/**
 * Whether a method of a store or its journal fails. `verb` is the name of the method, followed by the kind of the record if the method takes one:
 * `read tenant`.
 */
type IsBroken = (verb: string) => boolean

/** A store in memory. A test chooses which methods, other than `follow`, fail as if the store could not be reached. */
export function breakableStore(url = STORE_URL) {
  let isBroken: IsBroken = () => false
  const memory = createMemoryStore(createMemoryJournal({ entries: 1_000, bytes: 1e6, ownBytes: 1e6 }, recordReader))
  const breakable = <Verbs extends object>(verbs: Verbs): Verbs =>
    new Proxy(verbs, {
      get(target, name): unknown {
        const verb: unknown = Reflect.get(target, name)
        if (typeof verb !== 'function') return name === 'journal' ? breakable(Object(verb)) : verb
        if (name === 'follow') return verb
        return async (...given: readonly (RecordKey | readonly RecordKey[])[]) => {
          if (isBroken(nameOf(String(name), given[0]))) throw new StoreAway(url, new Error('connect ECONNREFUSED'))
          return verb.apply(target, given)
        }
      },
    })
  return {
    store: breakable(memory),
    break: (broken: IsBroken = () => true) => {
      isBroken = broken
    },
    mend: () => {
      isBroken = () => false
    },
  }
}

/** The `verb` that {@link IsBroken} gets for a call. A read of several records is named after the first record, which is the merchant. */
function nameOf(verb: string, given: RecordKey | readonly RecordKey[] | undefined): string {
  const [first] = [given ?? []].flat()
  if (first?.kind === undefined) return verb
  return `${verb === 'readSeveral' ? 'read' : verb} ${first.kind}`
}

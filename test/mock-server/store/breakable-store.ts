import { recordReader } from '../../../mock-server/journal/journal-entry.ts'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { createMemoryStore } from '../../../mock-server/store/memory-store.ts'
import type { RecordKey } from '../../../mock-server/store/records.ts'
import { StoreAway } from '../../../mock-server/store/store-away.ts'

export const STORE_URL = 'redis://user:secret@127.0.0.1:6379/0?key=secret'

/**
 * Says whether a method of the store or of its journal fails. `verb` is the name of the method. If the method takes the key of a record,
 * `verb` also has the kind of that record, as in `read tenant`.
 */
type IsBroken = (verb: string) => boolean

/** Creates a store in memory. A test can make its methods fail as if the store could not be reached. Only `follow` never fails. */
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

/** The `verb` that {@link IsBroken} gets for a call. For `readSeveral`, it is `read` and the kind of the first record. */
function nameOf(verb: string, given: RecordKey | readonly RecordKey[] | undefined): string {
  const [first] = [given ?? []].flat()
  if (first?.kind === undefined) return verb
  return `${verb === 'readSeveral' ? 'read' : verb} ${first.kind}`
}

import { type FaultChoice, findMistake, newFault } from '../faults/check-fault.ts'
import { type Fault, type FaultScript, isUsedUp, NO_FAULTS } from '../faults/fault-script.ts'
import type { OpenApiDocument } from '../openapi/open-document.ts'
import type { Store } from '../store/store.ts'
import { readTenant } from './change-tenant.ts'
import { conflict, refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

const FAULT_LIMIT = 100

export const faults: ControlHandlers<'addFault' | 'listFaults' | 'clearFaults'> = {
  async addFault({ path, body }, { store, goldplan }) {
    checkFault(body, goldplan)
    const { faults, last_id } = await changeScript(path.mchid, store, (script) => withFault(script, body))
    return faults.find(({ id }) => id === last_id) as Fault
  },
  async listFaults({ path }, { store }) {
    await readTenant(path.mchid, store)
    const stored = await store.read(path.mchid, 'faults')
    return { faults: [...(stored?.value.faults ?? [])] }
  },
  async clearFaults({ path }, { store }) {
    await changeScript(path.mchid, store, ({ last_id }) => ({ last_id, faults: [] }))
    return undefined
  },
}

/**
 * Checks what the schema of a fault can't.
 *
 * @param field Where it is in the body.
 * @throws {ControlError} 400, with the first mistake.
 */
export function checkFault(choice: FaultChoice, goldplan: OpenApiDocument, field = '/body'): void {
  const mistake = findMistake(choice, goldplan)
  if (mistake) throw refused(`${field}${mistake.field}`, mistake.seen, mistake.wanted)
}

/** The script with one fault more; those used up make room for it. */
function withFault({ last_id, faults }: FaultScript, choice: FaultChoice): FaultScript {
  const kept = faults.length < FAULT_LIMIT ? faults : faults.filter((fault) => !isUsedUp(fault))
  if (kept.length >= FAULT_LIMIT) throw conflict(`There are ${kept.length} faults, which is the most there can be`, { limit: FAULT_LIMIT })
  return { last_id: last_id + 1, faults: [...kept, newFault(last_id + 1, choice)] }
}

/** The script after the change. */
async function changeScript(mchid: string, store: Store, change: (script: FaultScript) => FaultScript): Promise<FaultScript> {
  for (;;) {
    await readTenant(mchid, store)
    const stored = await store.read(mchid, 'faults')
    const script = change(stored?.value ?? NO_FAULTS)
    if (await store.swap(mchid, 'faults', stored?.version, script)) return script
  }
}

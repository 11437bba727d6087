import { type FaultChoice, faultMistake, newFault } from '../faults/check-fault.ts'
import { isUsedUp } from '../faults/fault-script.ts'
import type { Api } from '../openapi/index.ts'
import type { Fault, FaultScript } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { existing } from './change-tenant.ts'
import { conflict, notFound, refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'
import { operationId } from './operation-id.ts'

const FAULT_LIMIT = 100

export const faults: ControlHandlers<'addFault' | 'listFaults' | 'removeFault' | 'clearFaults'> = {
  async addFault({ path, body }, { store, api }) {
    const choice = checkedFault(body, api)
    const { faults, last_id } = await changeScript(path.mchid, store, (script) => withFault(script, choice))
    return faults.find(({ id }) => id === last_id) as Fault
  },
  async listFaults({ path }, { store }) {
    const stored = await store.read({ mchid: path.mchid, kind: 'faults' })
    return { faults: [...existing(path.mchid, stored?.value).faults] }
  },
  async removeFault({ path: { mchid, fault_id } }, { store }) {
    await changeScript(mchid, store, ({ last_id, faults }) => {
      if (!faults.some(({ id }) => id === Number(fault_id))) throw notFound('fault', String(fault_id))
      return { last_id, faults: faults.filter(({ id }) => id !== Number(fault_id)) }
    })
    return undefined
  },
  async clearFaults({ path }, { store }) {
    await changeScript(path.mchid, store, ({ last_id }) => ({ last_id, faults: [] }))
    return undefined
  },
}

/**
 * Checks a fault beyond what its schema can express.
 *
 * @param field The place of the fault in the body.
 * @returns The fault. Its `operation`, which may be another name of an operation, is replaced by the operationId.
 * @throws {ControlError} 400 that names the first mistake.
 */
export function checkedFault<Choice extends FaultChoice>(choice: Choice, api: Api, field = '/body'): Choice {
  const named = choice.operation === undefined ? choice : { ...choice, operation: operationId(choice.operation, api, `${field}/operation`) }
  const mistake = faultMistake(named, api)
  if (mistake) throw refused(`${field}${mistake.field}`, mistake.seen, mistake.wanted)
  return named
}

/** Adds a fault to the script. When the script is full, this first removes the faults that are used up. */
function withFault({ last_id, faults }: FaultScript, choice: FaultChoice): FaultScript {
  const kept = faults.length < FAULT_LIMIT ? faults : faults.filter((fault) => !isUsedUp(fault))
  if (kept.length >= FAULT_LIMIT)
    throw conflict(`There are already ${kept.length} faults, the most that a merchant can have`, { limit: FAULT_LIMIT })
  if (last_id >= Number.MAX_SAFE_INTEGER)
    throw conflict(`A fault has used the highest ID, ${last_id}, so no other fault can be added`, { limit: last_id })
  return { last_id: last_id + 1, faults: [...kept, newFault(last_id + 1, choice)] }
}

async function changeScript(mchid: string, store: Store, change: (script: FaultScript) => FaultScript): Promise<FaultScript> {
  const { after } = await updateRecord(store, { mchid, kind: 'faults' }, (script) => change(existing(mchid, script)))
  return existing(mchid, after)
}

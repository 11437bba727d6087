import type { Call } from '../operations/operation-handler.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { NOTHING_SCRIPTED, playScript, type ScriptedResult } from './fault-script.ts'

/**
 * Finds the faults that act on a valid call, and counts the call in each matching fault. Faults that are used up do not count the call.
 * After a fault has decided the answer, only latency faults still count the call.
 *
 * @param now The tenant's business time, milliseconds since 1970.
 */
export async function takeFaults({ operation, body }: Call, mchid: string, store: Store, now: number): Promise<ScriptedResult> {
  const { sub_mchid: subMchid } = (body ?? {}) as { sub_mchid?: string }
  let scripted = NOTHING_SCRIPTED
  await updateRecord(store, { mchid, kind: 'faults' }, (before) => {
    scripted = NOTHING_SCRIPTED
    if (!before || before.faults.length === 0) return before
    const { script, played } = playScript(before, { operation, subMchid }, now)
    scripted = played
    return script
  })
  return scripted
}

import type { Call } from '../gateway/validate-call.ts'
import type { Operation } from '../openapi/open-document.ts'
import type { Store } from '../store/store.ts'
import { NOTHING_SCRIPTED, playScript, type ScriptedResult } from './fault-script.ts'

/**
 * What a test has scripted for a valid call, counted as used.
 *
 * @param now The tenant's business time, milliseconds since 1970.
 */
export async function takeFaults(call: Call, { id, errors }: Operation, mchid: string, store: Store, now: number): Promise<ScriptedResult> {
  const { sub_mchid } = (call.body ?? {}) as { sub_mchid?: string }
  const target = { operation: id, subMchid: sub_mchid, documents: (example: string) => errors.has(example) }
  for (;;) {
    const stored = await store.read(mchid, 'faults')
    if (!stored || stored.value.faults.length === 0) return NOTHING_SCRIPTED
    const { script, played } = playScript(stored.value, target, now)
    if (await store.swap(mchid, 'faults', stored.version, script)) return played
  }
}

import { setImmediate } from 'node:timers/promises'
import type { Diagnosis } from '../../contracts/index.ts'
import type { Journal } from '../store/store.ts'

/** The diagnoses that are being made: one after the other, in slices, while answers go out. */
export interface Diagnoses {
  /** Makes the diagnosis of an entry of the journal when its turn comes, and adds it there. */
  start(id: number, make: () => Promise<Diagnosis>): Promise<Diagnosis>
  /** Ends when none of these entries waits for its diagnosis any more; says whether one did. */
  settled(ids: readonly number[]): Promise<boolean>
  /** Those that wait are not made any more. */
  stop(): void
}

/** How many may wait: a load test that signs wrongly would fill the memory with what it sent. */
const WAITING_LIMIT = 100

/** In the place of a diagnosis that was not made. */
const NOT_MADE: Diagnosis = {
  mistakes: [],
  same_as: [],
  key: null,
  hash: null,
  signed: null,
  certain: [
    {
      message: `Not diagnosed: ${WAITING_LIMIT} refused requests before this one were still to be diagnosed, or the server stopped.`,
      message_zh: `未做诊断：之前还有 ${WAITING_LIMIT} 个被拒绝的请求等待诊断，或服务已停止。`,
    },
  ],
}

/** @param onFailure Told of a bug in a diagnosis. */
export function createDiagnoses({ addDiagnosis }: Pick<Journal, 'addDiagnosis'>, onFailure: (error: unknown) => void): Diagnoses {
  const waiting = new Map<number, Promise<Diagnosis>>()
  let last: Promise<unknown> = Promise.resolve()
  let hasStopped = false

  async function makeInTurn(turn: Promise<unknown>, id: number, make: () => Promise<Diagnosis>): Promise<Diagnosis> {
    await turn
    // The answer goes first.
    await setImmediate()
    return add(id, hasStopped ? NOT_MADE : await make())
  }

  function failed(error: unknown): Diagnosis {
    onFailure(error)
    return NOT_MADE
  }

  async function add(id: number, diagnosis: Diagnosis): Promise<Diagnosis> {
    await addDiagnosis(id, diagnosis)
    return diagnosis
  }

  return {
    start(id, make) {
      if (waiting.size >= WAITING_LIMIT) return add(id, NOT_MADE).catch(failed)
      const made = makeInTurn(last, id, make)
        .catch(failed)
        .finally(() => waiting.delete(id))
      last = made
      waiting.set(id, made)
      return made
    },
    async settled(ids) {
      const pending = ids.flatMap((id) => waiting.get(id) ?? [])
      await Promise.all(pending)
      return pending.length > 0
    },
    stop() {
      hasStopped = true
    },
  }
}

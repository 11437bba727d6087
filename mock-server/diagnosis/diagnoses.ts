import { setImmediate } from 'node:timers/promises'
import type { Diagnosis } from '../../contracts/index.ts'
import type { Journal } from '../store/store.ts'

/** Makes diagnoses one after another, in short slices of time, so that the server goes on answering. */
export interface Diagnoses {
  /** Queues the diagnosis of a journal entry. Once the diagnosis is made, adds it to the entry and returns it. */
  start(id: number, make: () => Promise<Diagnosis>): Promise<Diagnosis>
  /** Waits until none of these entries has a pending diagnosis; returns whether any of them had one. */
  settled(ids: readonly number[]): Promise<boolean>
  /** The number of diagnoses that are not complete. */
  waiting(): number
  /** Drops the diagnoses that have not begun. */
  stop(): void
}

/** The largest number of waiting diagnoses. Without a limit, a load test with wrong signatures would fill the memory. */
const WAITING_LIMIT = 100

/** Stands for a diagnosis that was not made or not stored. */
const NOT_MADE: Diagnosis = {
  mistakes: [],
  same_as: [],
  key: null,
  hash: null,
  signed: null,
  certain: [
    {
      message: `Not diagnosed: ${WAITING_LIMIT} refused requests were already waiting for their diagnosis, the server stopped, or the diagnosis failed or could not be stored.`,
      message_zh: `没有诊断结果，可能的原因：已有 ${WAITING_LIMIT} 个被拒绝的请求在等待诊断，服务已停止，诊断出错，或诊断结果未能保存。`,
    },
  ],
}

/** @param onFailure Called with the error when a diagnosis fails or can't be stored. */
export function createDiagnoses({ addDiagnosis }: Pick<Journal, 'addDiagnosis'>, onFailure: (error: unknown) => void): Diagnoses {
  const waiting = new Map<number, Promise<Diagnosis>>()
  let last: Promise<unknown> = Promise.resolve()
  let hasStopped = false

  async function makeInTurn(turn: Promise<unknown>, make: () => Promise<Diagnosis>): Promise<Diagnosis> {
    await turn
    // Lets the server send the answer first, if the answer does not wait for the diagnosis.
    await setImmediate()
    return hasStopped ? NOT_MADE : make()
  }

  async function add(id: number, making: Promise<Diagnosis>): Promise<Diagnosis> {
    try {
      await addDiagnosis(id, await making)
      return await making
    } catch (error) {
      onFailure(error)
      return NOT_MADE
    }
  }

  return {
    start(id, make) {
      if (waiting.size >= WAITING_LIMIT) return add(id, Promise.resolve(NOT_MADE))
      const made = add(id, makeInTurn(last, make)).finally(() => waiting.delete(id))
      last = made
      waiting.set(id, made)
      return made
    },
    async settled(ids) {
      const pending = ids.flatMap((id) => waiting.get(id) ?? [])
      await Promise.all(pending)
      return pending.length > 0
    },
    waiting: () => waiting.size,
    stop() {
      hasStopped = true
    },
  }
}

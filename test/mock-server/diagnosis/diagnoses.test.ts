import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../../contracts/index.ts'
import { createDiagnoses } from '../../../mock-server/diagnosis/diagnoses.ts'

const MADE: Diagnosis = { mistakes: [], same_as: [], key: null, hash: 'SHA-256', signed: null, certain: [] }

function setUp() {
  const added = new Map<number, Diagnosis>()
  const failures: unknown[] = []
  const journal = { addDiagnosis: async (id: number, diagnosis: Diagnosis | null) => void (diagnosis && added.set(id, diagnosis)) }
  return { added, failures, diagnoses: createDiagnoses(journal, (error) => failures.push(error)) }
}

describe('the diagnoses that wait', () => {
  it('are made one after the other in their order, also when more came than may wait', async () => {
    const { added, diagnoses } = setUp()
    const order: number[] = []
    let running = 0
    const make = (id: number) => async () => {
      running += 1
      order.push(running === 1 ? id : -1)
      await setTimeout(1)
      running -= 1
      return MADE
    }
    const all = Array.from({ length: 130 }, (_, id) => diagnoses.start(id, make(id)))
    await Promise.race(all)
    all.push(...Array.from({ length: 20 }, (_, at) => diagnoses.start(200 + at, make(200 + at))))
    const made = (await Promise.all(all)).filter((diagnosis) => diagnosis === MADE)
    expect(order).toEqual(order.toSorted((one, other) => one - other))
    expect(order).not.toContain(-1)
    expect(made).toHaveLength(order.length)
    expect(added.size).toBe(150)
  })

  it('go on when one of them fails, and the failure is told', async () => {
    const { added, failures, diagnoses } = setUp()
    const bug = new Error('bug')
    const first = diagnoses.start(1, () => Promise.reject(bug))
    await Promise.all([first, diagnoses.start(2, async () => MADE)])
    expect(failures).toEqual([bug])
    expect(added.get(2)).toBe(MADE)
    expect((await first).certain[0]?.message).toMatch(/^Not diagnosed/)
  })
})

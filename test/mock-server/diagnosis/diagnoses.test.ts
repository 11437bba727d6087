import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import type { Diagnosis } from '../../../contracts/index.ts'
import { createDiagnoses } from '../../../mock-server/diagnosis/diagnoses.ts'

const MADE: Diagnosis = { mistakes: [], same_as: [], key: null, hash: 'SHA-256', signed: null, certain: [] }
const NOT_DIAGNOSED = { certain: [{ message: expect.stringMatching(/^Not diagnosed: 100 /) }] }
const LIMIT = 100

function setUp() {
  const added = new Map<number, Diagnosis>()
  const failures: unknown[] = []
  const journal = { addDiagnosis: async (id: number, diagnosis: Diagnosis | null) => void (diagnosis && added.set(id, diagnosis)) }
  return { added, failures, diagnoses: createDiagnoses(journal, (error) => failures.push(error)) }
}

/** Starts as many diagnoses as can be pending at a time. They all become complete when `release` is called. */
function fill({ start }: ReturnType<typeof createDiagnoses>) {
  const { promise, resolve } = Promise.withResolvers<Diagnosis>()
  const all = Array.from({ length: LIMIT }, (_, id) => start(id, () => promise))
  return { all, release: () => resolve(MADE) }
}

/** Lets pending work run, then returns `waits`. In a race with a promise, `waits` means that the promise is still pending. */
async function turns(): Promise<'waits'> {
  for (let turn = 0; turn < 10; turn += 1) await setImmediate()
  return 'waits'
}

describe('diagnoses', () => {
  it('are made one after another, in the order of their requests', async () => {
    const { diagnoses } = setUp()
    const started: number[] = []
    const gates = Array.from({ length: 3 }, () => Promise.withResolvers<Diagnosis>())
    const all = gates.map(({ promise }, id) => {
      return diagnoses.start(id, () => {
        started.push(id)
        return promise
      })
    })
    for (const [id, { resolve }] of gates.entries()) {
      await turns()
      expect(started).toEqual([0, 1, 2].slice(0, id + 1))
      resolve(MADE)
    }
    expect(await Promise.all(all)).toEqual([MADE, MADE, MADE])
  })

  it('are added to the journal, and `settled` waits until they are in it', async () => {
    const { added, diagnoses } = setUp()
    const { promise, resolve } = Promise.withResolvers<Diagnosis>()
    diagnoses.start(1, () => promise)
    expect(await Promise.race([diagnoses.settled([1]), turns()])).toBe('waits')
    resolve(MADE)
    await turns()
    expect(added.get(1)).toBe(MADE)
    expect(await diagnoses.settled([1])).toBe(false)
  })

  it('continue when one of them fails, and the failure is reported', async () => {
    const { added, failures, diagnoses } = setUp()
    const bug = new Error('bug')
    const first = diagnoses.start(1, () => Promise.reject(bug))
    await Promise.all([first, diagnoses.start(2, async () => MADE)])
    expect(failures).toEqual([bug])
    expect(added.get(2)).toBe(MADE)
    expect(await first).toMatchObject(NOT_DIAGNOSED)
  })

  it('are given up when the server stops before they have begun', async () => {
    const { added, diagnoses } = setUp()
    const { promise, resolve } = Promise.withResolvers<Diagnosis>()
    const underWay = diagnoses.start(1, () => promise)
    const make = vi.fn(async () => MADE)
    const waiting = diagnoses.start(2, make)
    await turns()
    diagnoses.stop()
    resolve(MADE)
    expect(await underWay).toBe(MADE)
    expect(await waiting).toMatchObject(NOT_DIAGNOSED)
    expect(make).not.toHaveBeenCalled()
    expect(added.get(2)).toMatchObject(NOT_DIAGNOSED)
  })
})

describe(`when ${LIMIT} diagnoses are pending`, () => {
  it('a further request gets the result "Not diagnosed" at once, also in its journal entry', async () => {
    const { added, diagnoses } = setUp()
    const { all, release } = fill(diagnoses)
    const make = vi.fn(async () => MADE)
    expect(await Promise.race([diagnoses.start(LIMIT, make), turns()])).toMatchObject(NOT_DIAGNOSED)
    expect(added.get(LIMIT)).toMatchObject(NOT_DIAGNOSED)
    expect(await diagnoses.settled([LIMIT])).toBe(false)
    expect(make).not.toHaveBeenCalled()
    release()
    expect(await Promise.all(all)).toEqual(Array.from({ length: LIMIT }, () => MADE))
  })

  it('a further diagnosis is accepted as soon as a pending one is made', async () => {
    const { diagnoses } = setUp()
    const first = Promise.withResolvers<Diagnosis>()
    const made = diagnoses.start(-1, () => first.promise)
    const { all, release } = fill(diagnoses)
    expect(await all[LIMIT - 1]).toMatchObject(NOT_DIAGNOSED)
    first.resolve(MADE)
    await made
    const next = diagnoses.start(LIMIT, async () => MADE)
    release()
    expect(await next).toBe(MADE)
  })

  it('the bodies of further requests are not kept in memory', async () => {
    const { diagnoses } = setUp()
    fill(diagnoses)
    const references = await Promise.all(Array.from({ length: 20 }, (_, at) => startWithBody(diagnoses, LIMIT + at)))
    await turns()
    setFlagsFromString('--expose-gc')
    runInNewContext('gc')()
    expect(references.filter((reference) => reference.deref())).toEqual([])
  })
})

/** Asks for the diagnosis of a request with a body. Returns a weak reference, which shows whether the body is still in memory. */
async function startWithBody({ start }: ReturnType<typeof createDiagnoses>, id: number): Promise<WeakRef<Uint8Array>> {
  const body = new Uint8Array(10_000)
  await Promise.race([start(id, async () => ({ ...MADE, signed: String(body.length) })), turns()])
  return new WeakRef(body)
}

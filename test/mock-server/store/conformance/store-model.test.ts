import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVERY } from '../../../every.ts'
import { isLinearizable } from './linearizable.ts'
import { MANY } from './store-cases.ts'
import { ENTRIES, type Model, STORE_COMMANDS } from './store-commands.ts'
import { actions, GONE, historyOf } from './store-histories.ts'
import { type Host, SUBJECTS } from './subjects.ts'

const SEED = 22
const RUNS = EVERY ? 300 : 5

for (const { name, missing, start } of SUBJECTS) {
  describe.skipIf(missing)(`a store ${name}${missing ? ` (skipped: ${missing})` : ''}`, () => {
    let host: Host
    beforeAll(async () => {
      host = await start()
    })
    afterAll(() => host?.[Symbol.asyncDispose]())

    it('gives the same result as a simple model for each command, through two views of the store', { timeout: 600_000 }, async () => {
      const property = fc.asyncProperty(fc.commands(STORE_COMMANDS, { size: 'max', maxCommands: 60 }), async (commands) => {
        await using opened = await host.open({ ...MANY, entries: ENTRIES })
        const model: Model = { merchants: new Map(), unclaimed: [], numbers: 0, writes: 0, entries: 0 }
        const real = { views: [opened.store, opened.other], seen: new Map() } as const
        await fc.asyncModelRun(() => ({ model, real }), commands)
      })
      await fc.assert(property, { seed: SEED, numRuns: RUNS })
    })

    it('answers concurrent clients as if their calls came one after another', { timeout: 600_000 }, async () => {
      const property = fc.asyncProperty(fc.array(actions, { minLength: 2, maxLength: 5 }), async (clients) => {
        await using opened = await host.open(MANY)
        const views = [opened.store, opened.other] as const
        let last = 0
        const counter = { next: () => (last += 1) }
        const histories = await Promise.all(clients.map((chosen, index) => historyOf(chosen, views[index % 2 ? 1 : 0], counter)))
        expect(isLinearizable(histories, GONE), JSON.stringify(histories)).toBe(true)
        // The list of merchant IDs contains the merchant if and only if the merchant exists.
        const isThere = (await opened.other.read({ mchid: '1', kind: 'tenant' })) !== undefined
        expect(await opened.store.mchids()).toEqual(isThere ? ['1'] : [])
      })
      await fc.assert(property, { seed: SEED, numRuns: 4 * RUNS })
    })
  })
}

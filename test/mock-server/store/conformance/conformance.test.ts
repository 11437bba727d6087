import { afterAll, beforeAll, describe } from 'vitest'
import { followCases } from './follow-cases.ts'
import { journalCases } from './journal-cases.ts'
import { limitCases } from './limit-cases.ts'
import { merchantCases } from './merchant-cases.ts'
import { recordCases } from './record-cases.ts'
import { sharedCases } from './shared-cases.ts'
import { addMerchants, MANY, type Open } from './store-cases.ts'
import { type Host, SUBJECTS } from './subjects.ts'

for (const { name, missing, isShared, start } of SUBJECTS) {
  describe.skipIf(missing)(`a store ${name}${missing ? ` (skipped: ${missing})` : ''}`, () => {
    let host: Promise<Host>
    beforeAll(async () => {
      host = start()
      await host
    })
    // Ends even a host that starts after the time limit of `beforeAll`. Otherwise its processes would keep vitest waiting.
    afterAll(async () => (await host)[Symbol.asyncDispose]())

    const open: Open = async (limits) => {
      const opened = await (await host).open({ ...MANY, ...limits })
      await addMerchants(opened.store)
      return opened
    }
    describe('with records', () => recordCases(open))
    describe('with merchants', () => merchantCases(open))
    describe('with a journal', () => journalCases(open))
    describe('with a limited journal', () => limitCases(open))
    describe('with a journal that is followed', () => followCases(open))
    if (isShared) describe('for several processes', () => sharedCases(open))
  })
}

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
    // A host that starts too late for its hook still has to end: its processes would keep vitest waiting.
    afterAll(async () => (await host)[Symbol.asyncDispose]())

    const open: Open = async (limits) => {
      const opened = await (await host).open({ ...MANY, ...limits })
      await addMerchants(opened.store)
      return opened
    }
    describe('records', () => recordCases(open))
    describe('merchants', () => merchantCases(open))
    describe('journal', () => journalCases(open))
    describe('limits of the journal', () => limitCases(open))
    describe('followers of the journal', () => followCases(open))
    if (isShared) describe('for several processes', () => sharedCases(open))
  })
}

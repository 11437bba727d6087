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
    let host: Host
    beforeAll(async () => {
      host = await start()
    })
    afterAll(() => host?.[Symbol.asyncDispose]())

    const open: Open = async (limits) => {
      const opened = await host.open({ ...MANY, ...limits })
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

import { describe, expect, it, vi } from 'vitest'
import { createLedger } from './outage-ledger.ts'

const FAULT = { times: 2, isSure: true }

describe('the ledger of a merchant', () => {
  it('reports a fault that acted more often than its `times` allows', () => {
    const ledger = createLedger('1')
    ledger.faultAdded('a', FAULT)
    for (let answers = 0; answers < 3; answers += 1) ledger.faultSeen('a')
    expect(ledger.wrongFaults(new Map([['a', 2]]))).toEqual(['a fault acted too often: a of 2 times: 3 answers, 2 counted, 0 answers lost'])
  })

  it('reports a missing fault if the server had acknowledged it, but not if the server had not', () => {
    const ledger = createLedger('1')
    ledger.faultAdded('a', FAULT)
    ledger.faultAdded('b', { ...FAULT, isSure: false })
    expect(ledger.wrongFaults(new Map())).toEqual(['the fault a, which was acknowledged or has acted, is gone'])
  })

  it('reports a counter that is below the number of answers, or above it when no answer was lost', () => {
    const ledger = createLedger('1')
    ledger.faultAdded('a', FAULT)
    ledger.faultSeen('a')
    expect(ledger.wrongFaults(new Map([['a', 0]]))).toHaveLength(1)
    expect(ledger.wrongFaults(new Map([['a', 2]]))).toHaveLength(1)
    ledger.answerLost()
    expect(ledger.wrongFaults(new Map([['a', 2]]))).toEqual([])
  })

  it('adds a jump of the clock to the latest possible time when the jump begins, and to the earliest when it ends', () => {
    const now = vi.spyOn(Date, 'now').mockReturnValue(1_000)
    const ledger = createLedger('1')
    const jump = ledger.jumpBegins(500)
    now.mockRestore()
    expect(ledger.businessTime(900, 999)).toEqual({ earliest: 900, latest: 999 })
    expect(ledger.businessTime(1_100, 1_200)).toEqual({ earliest: 1_100, latest: 1_700 })
    jump.ended = 1_150
    expect(ledger.businessTime(1_100, 1_200)).toEqual({ earliest: 1_100, latest: 1_700 })
    expect(ledger.businessTime(1_150, 1_200)).toEqual({ earliest: 1_650, latest: 1_700 })
    expect(ledger.advanced()).toBe(500)
    ledger.forget(jump)
    expect(ledger.businessTime(1_150, 1_200)).toEqual({ earliest: 1_150, latest: 1_200 })
  })
})

import { describe, expect, it } from 'vitest'
import { isFresh } from '../../../contracts/index.ts'

const NOW = 1_700_000_000
const millisecondsAt = (second: number, rest = 0) => second * 1000 + rest

describe('isFresh', () => {
  it.each([
    [-301, false],
    [-300, true],
    [-299, true],
    [0, true],
    [299, true],
    [300, true],
    [301, false],
  ])('for a timestamp %i seconds from the clock returns %s', (offset, fresh) => {
    expect(isFresh(String(NOW + offset), millisecondsAt(NOW))).toBe(fresh)
  })

  it('ignores the milliseconds of the clock', () => {
    expect(isFresh(NOW - 300, millisecondsAt(NOW, 999))).toBe(true)
  })

  it('returns false for a timestamp that is not a number', () => {
    expect(isFresh('soon', millisecondsAt(NOW))).toBe(false)
  })
})

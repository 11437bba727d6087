import { describe, expect, it } from 'vitest'
import { isFresh } from '../../../contracts/index.ts'

const NOW = 1_700_000_000
const millisecondsAt = (second: number, rest = 0) => second * 1000 + rest

describe('isFresh', () => {
  it.each([
    [false, -301],
    [true, -300],
    [true, -299],
    [true, 0],
    [true, 299],
    [true, 300],
    [false, 301],
  ])('returns %s for a timestamp %i seconds from the clock', (fresh, offset) => {
    expect(isFresh(String(NOW + offset), millisecondsAt(NOW))).toBe(fresh)
  })

  it('ignores the milliseconds of the clock', () => {
    expect(isFresh(NOW - 300, millisecondsAt(NOW, 999))).toBe(true)
  })

  it('returns false for a timestamp that is not a number', () => {
    expect(isFresh('soon', millisecondsAt(NOW))).toBe(false)
  })
})

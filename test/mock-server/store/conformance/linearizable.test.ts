import { describe, expect, it } from 'vitest'
import { type Call, isLinearizable } from './linearizable.ts'

const read = (value: number, began: number, ended: number): Call<number> => ({
  name: 'read',
  began,
  ended,
  after: (state) => (state === value ? state : undefined),
})
const write = (value: number, began: number, ended: number): Call<number> => ({ name: 'write', began, ended, after: () => value })

describe('the check of linearizability', () => {
  it('accepts a read of the old or the new value during a write', () => {
    expect(isLinearizable([[write(1, 0, 3)], [read(0, 1, 2)]], 0)).toBe(true)
    expect(isLinearizable([[write(1, 0, 3)], [read(1, 1, 2)]], 0)).toBe(true)
  })

  it('refuses a read of the old value after the write has ended', () => {
    expect(isLinearizable([[write(1, 0, 1)], [read(0, 2, 3)]], 0)).toBe(false)
  })

  it('refuses a read of the old value after a read of the new value, unless the reads overlap', () => {
    expect(isLinearizable([[write(1, 0, 9)], [read(1, 1, 2)], [read(0, 3, 4)]], 0)).toBe(false)
    expect(isLinearizable([[write(1, 0, 9)], [read(1, 1, 3)], [read(0, 2, 4)]], 0)).toBe(true)
  })

  it('refuses two readers that see two writes in different orders', () => {
    const writers = [[write(1, 0, 9)], [write(2, 0, 9)]]
    expect(isLinearizable([...writers, [read(1, 1, 2), read(2, 3, 4)], [read(2, 1, 2), read(1, 3, 4)]], 0)).toBe(false)
  })
})

import { expect, it } from 'vitest'
import { createRecentlyUsed } from '../../../mock-server/store/recently-used.ts'

it('a full list of recently used values drops the least recently used one', () => {
  const { get, use } = createRecentlyUsed<number>(2)
  use('a', 1)
  use('b', 2)
  use('a', 1)
  expect(use('c', 3)).toBe(3)
  expect([get('a'), get('b'), get('c')]).toEqual([1, undefined, 3])
})

import { describe, expect, it } from 'vitest'
import { EVERY } from '../every.ts'
import { ATTACKS } from './attacks.ts'

const SEED = 17

describe('the server withstands', () => {
  it.each(ATTACKS)('$name', { timeout: 600_000 }, async ({ sizes, run }) => {
    const { tried, wrong, examples } = await run(SEED, EVERY ? sizes.every : sizes.sample)
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] })
    expect(tried).toBeGreaterThanOrEqual(EVERY ? sizes.every : sizes.sample)
  })
})

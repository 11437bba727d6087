import { expect, it } from 'vitest'
import { randomNonce } from '../../../contracts/index.ts'

it('randomNonce returns 32 hexadecimal digits, which differ in each of 1,000 calls', () => {
  const nonces = Array.from({ length: 1_000 }, randomNonce)
  for (const nonce of nonces) expect(nonce).toMatch(/^[\da-f]{32}$/)
  expect(new Set(nonces).size).toBe(1_000)
})

import { expect, it } from 'vitest'
import { countExchange, createMetrics } from '../../../mock-server/metrics/metrics.ts'

it('the metrics keep 1,000 error codes, each cut to 64 characters, and count all other codes as `other`', () => {
  const metrics = createMetrics(() => 0)
  const exchange = { time: 0, method: 'GET', target: '/', operation: 'echo', status: 500, milliseconds: 0 }
  for (let number = 0; number < 5_000; number += 1) countExchange({ ...exchange, code: `${number} ${'x'.repeat(1_000)}` }, metrics)
  const counted = metrics.exchanges.entries()
  expect(counted).toHaveLength(1_001)
  expect(counted.at(-1)).toEqual({ labels: { operation: 'other', status: 'other', code: 'other' }, value: 4_000 })
  expect(Math.max(...counted.map(({ labels }) => labels.code.length))).toBe(64)
})

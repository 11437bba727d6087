import { expect, test } from 'vitest'
import { wrapped } from '../../../mock-server/command/diagnosis/terminal-text.ts'

test('a text with a long row of blanks is wrapped in linear time', () => {
  const begin = performance.now()
  expect(wrapped(`(a${' '.repeat(200_000)}) b`, '', '', Number.POSITIVE_INFINITY)).toEqual(['(a', ') b'])
  expect(performance.now() - begin).toBeLessThan(3000)
})

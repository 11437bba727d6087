import { expect, it } from 'vitest'
import { diagnoseMethod } from '../../contracts/refused-method.ts'

it('a refused method is explained with all methods of the path, and not at all when the path has none', () => {
  expect(diagnoseMethod('POST', ['GET', 'PATCH'])?.mistakes[0]?.message).toBe(
    'The path takes GET, PATCH, but the request was sent with POST.',
  )
  expect(diagnoseMethod('POST', [])).toBeNull()
})

import { expect, it } from 'vitest'
import { diagnoseMethod } from '../../contracts/refused-method.ts'

it('the diagnosis of a refused method names all methods of the path, and is null when the path has none', () => {
  expect(diagnoseMethod('POST', ['GET', 'PATCH'])?.mistakes[0]?.message).toBe(
    'The path takes GET, PATCH, but the request was sent with POST.',
  )
  expect(diagnoseMethod('POST', [])).toBeNull()
})

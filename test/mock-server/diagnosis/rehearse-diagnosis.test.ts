import { expect, test } from 'vitest'
import { rehearseDiagnosis } from '../../../mock-server/diagnosis/rehearse-diagnosis.ts'

test('the rehearsal of a diagnosis tries all mistakes, because no mistake explains its message', async () => {
  const { mistakes, key, certain } = await rehearseDiagnosis()
  expect(mistakes).toEqual([])
  expect(key?.owner).toBe('registered')
  expect(certain.at(-1)?.message).toContain('Ruled out')
})

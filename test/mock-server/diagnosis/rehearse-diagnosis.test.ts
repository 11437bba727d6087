import { expect, test } from 'vitest'
import { rehearseDiagnosis } from '../../../mock-server/diagnosis/rehearse-diagnosis.ts'

test('the diagnosis that the server rehearses at its start tries all mistakes, because none of them explains the message', async () => {
  const { mistakes, key, certain } = await rehearseDiagnosis()
  expect(mistakes).toEqual([])
  expect(key?.owner).toBe('registered')
  expect(certain.at(-1)?.message).toContain('Ruled out')
})

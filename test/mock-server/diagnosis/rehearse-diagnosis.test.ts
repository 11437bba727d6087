import { expect, test } from 'vitest'
import { rehearseDiagnosis } from '../../../mock-server/diagnosis/rehearse-diagnosis.ts'

test('the diagnosis that the server rehearses at its start finds no mistake, and says what is ruled out', async () => {
  const { mistakes, key, certain } = await rehearseDiagnosis()
  expect(mistakes).toEqual([])
  expect(key?.owner).toBe('registered')
  expect(certain.at(-1)?.message).toContain('Ruled out')
})

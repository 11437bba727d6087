import { expect, test } from 'vitest'
import { rehearseDiagnosis } from '../../../mock-server/diagnosis/rehearse-diagnosis.ts'

test('the rehearsal tries all mistakes: its message is wrong in a way that nobody can know', async () => {
  const { mistakes, key, certain } = await rehearseDiagnosis()
  expect(mistakes).toEqual([])
  expect(key?.owner).toBe('registered')
  expect(certain.at(-1)?.message).toContain('Ruled out')
})

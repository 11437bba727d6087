import { expect, test } from 'vitest'
import { casesWith, type ScoredCase } from '../../../mock-server/command/scorecard/scorecard.ts'

const CASES = ['right', 'tampered', 'tampered_body'].map(
  (id): ScoredCase => ({ id, title: id, title_zh: id, wanted: 'refuse', attack: '', attack_zh: '' }),
)

test.for([
  ['', ['right', 'tampered', 'tampered_body']],
  ['BODY', ['right', 'tampered_body']],
  ['igh', ['right']],
  ['Right', ['right']],
] as const)('--only "%s" chooses the first case, and each case whose ID contains this text in upper or lower case', ([only, ids]) => {
  expect(casesWith(CASES, only).map(({ id }) => id)).toEqual(ids)
})

test('--only refuses a text that no ID contains', () => {
  expect(() => casesWith(CASES, 'forged')).toThrow('--only forged matches no case')
})

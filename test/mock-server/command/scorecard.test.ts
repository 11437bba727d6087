import { expect, test } from 'vitest'
import { casesWith, type ScoredCase } from '../../../mock-server/command/scorecard/scorecard.ts'

const CASES = [
  ['right', 'right answer', '正确的应答'],
  ['tampered', 'changed signature, same body', '签名被改动'],
  ['tampered_body', 'changed Body', '报文被改动'],
].map(([id = '', title = '', title_zh = '']): ScoredCase => ({ id, title, title_zh, wanted: 'refuse', attack: '', attack_zh: '' }))

test.for([
  ['', ['right', 'tampered', 'tampered_body']],
  ['BODY', ['right', 'tampered_body']],
  ['igh', ['right']],
  ['Right', ['right']],
  ['TAMPERED_body', ['right', 'tampered_body']],
  ['changed sig', ['right', 'tampered']],
  ['changed body', ['right', 'tampered_body']],
  ['签名被改动', ['right', 'tampered']],
] as const)(
  '--only "%s" chooses the first case, and each case whose ID, or else whose title, contains this text in upper or lower case',
  ([only, ids]) => {
    expect(casesWith(CASES, only).map(({ id }) => id)).toEqual(ids)
  },
)

test('--only refuses a text that no ID and no title contains', () => {
  expect(() => casesWith(CASES, 'forged')).toThrow('--only forged matches no case')
})

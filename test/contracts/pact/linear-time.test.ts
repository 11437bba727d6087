import { describe, expect, it } from 'vitest'
import { filterProblem } from '../../../contracts/filter-problem.ts'
import { isLeftAsRecorded } from '../../../contracts/pact/find-state.ts'
import { ignoredRule } from '../../../contracts/pact/refuse-ignored-rules.ts'

/** How long a function runs, in milliseconds. */
function timeOf(run: () => unknown): number {
  const begin = performance.now()
  run()
  return performance.now() - begin
}

describe('linear time is enough to check', () => {
  it.each(['[', '[^', '[]', '{', '(', '\\'])('a regular expression of many %j', (text) => {
    expect(timeOf(() => filterProblem(text.repeat(50_000)))).toBeLessThan(2_000)
  })

  it('the name of a provider state with many punctuation marks', () => {
    expect(timeOf(() => isLeftAsRecorded(`a${'.'.repeat(100_000)}a`))).toBeLessThan(2_000)
  })

  it('a pact whose many rules have no example in a long list', () => {
    const body = Array.from({ length: 15_000 }, () => ({ y: 1 }))
    const rules = Object.fromEntries(body.map((_, index) => [`$[*].x${index}`, { matchers: [{ match: 'type' }] }]))
    expect(timeOf(() => ignoredRule({ body, matchingRules: { body: rules } }))).toBeLessThan(2_000)
  })

  it('a pact whose many rules each have an example in another item of a list', () => {
    const body = Array.from({ length: 20_000 }, (_, index) => ({ [`x${index}`]: 1 }))
    const rules = Object.fromEntries(body.map((_, index) => [`$[*].x${index}`, { matchers: [{ match: 'type' }] }]))
    expect(timeOf(() => ignoredRule({ body, matchingRules: { body: rules } }))).toBeLessThan(2_000)
  })
})

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

describe('a check takes less than two seconds', () => {
  it.each(['[', '[^', '[]', '{', '(', '\\'])('for a regular expression that repeats %j 50,000 times', (text) => {
    expect(timeOf(() => filterProblem(text.repeat(50_000)))).toBeLessThan(2_000)
  })

  it('for the name of a provider state with 100,000 punctuation marks', () => {
    expect(timeOf(() => isLeftAsRecorded(`a${'.'.repeat(100_000)}a`))).toBeLessThan(2_000)
  })

  it('for a pact with 15,000 matching rules, all for fields that no item of a long list has', () => {
    const body = Array.from({ length: 15_000 }, () => ({ y: 1 }))
    const rules = Object.fromEntries(body.map((_, index) => [`$[*].x${index}`, { matchers: [{ match: 'type' }] }]))
    expect(timeOf(() => ignoredRule({ body, matchingRules: { body: rules } }))).toBeLessThan(2_000)
  })

  it('for a pact with 20,000 matching rules, each for a field that a different item of a list has', () => {
    const body = Array.from({ length: 20_000 }, (_, index) => ({ [`x${index}`]: 1 }))
    const rules = Object.fromEntries(body.map((_, index) => [`$[*].x${index}`, { matchers: [{ match: 'type' }] }]))
    expect(timeOf(() => ignoredRule({ body, matchingRules: { body: rules } }))).toBeLessThan(2_000)
  })
})

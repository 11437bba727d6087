import { describe, expect, it } from 'vitest'
import { filterProblem } from '../../contracts/filter-problem.ts'

describe('a filter', () => {
  it.each(['open', String.raw`\d+\.\p{L}\x{6f}\\`, '(?P<day>a)(?i)B(?-i:c)', 'a{2}b{2,}c{2,3}', '[{]', '[^}{]a', '[]{]', '[^]{]', '[a]b'])(
    'may be an expression that Rust and JavaScript read: %s',
    (text) => {
      expect(filterProblem(text)).toBeUndefined()
    },
  )

  it.each([1, '(', '[', String.raw`\i`, String.raw`\é`, String.raw`\中`, '[]', '[^]', 'a{', 'a{x}', '[a]{', '[a]b{x}'])(
    'must be an expression that Rust reads: %s',
    (text) => {
      expect(filterProblem(text)).toContain('must be a regular expression of Rust')
    },
  )

  it.each(['(?=a)', '(?<!a)', String.raw`(a)\1`, String.raw`(?<a>b)\k<a>`])('must have no part that Rust lacks: %s', (text) => {
    expect(filterProblem(text)).toContain('must have no look-around and no back-references')
  })
})

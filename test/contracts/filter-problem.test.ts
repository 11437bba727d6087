import { describe, expect, it } from 'vitest'
import { filterProblem } from '../../contracts/filter-problem.ts'

describe('a filter', () => {
  it.each(['open', String.raw`\d+\.\p{L}\x{6f}\\`, '(?P<day>a)(?i)B(?-i:c)', 'a{2}b{2,}c{2,3}', '[{]', '[^}{]a', '[]{]', '[^]{]', '[a]b'])(
    'is accepted if it is a regular expression of Rust: %s',
    (text) => {
      expect(filterProblem(text)).toBeUndefined()
    },
  )

  it.each([1, '(', '[', String.raw`\i`, String.raw`\é`, String.raw`\中`, '[]', '[^]', 'a{', 'a{x}', '[a]{', '[a]b{x}'])(
    'is refused if it is not a regular expression of Rust: %s',
    (text) => {
      expect(filterProblem(text)).toContain('must be a regular expression of Rust')
    },
  )

  it.each(['(?=a)', '(?<!a)', String.raw`(a)\1`, String.raw`(?<a>b)\k<a>`])('is refused if it has syntax that Rust lacks: %s', (text) => {
    expect(filterProblem(text)).toContain('must have no look-around and no back-references')
  })
})

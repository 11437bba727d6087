/** Flags at the beginning of an expression, such as `(?i)`. Rust has them; JavaScript does not. */
const FLAGS = /^\(\?[imsRUux]+\)/

/**
 * What is wrong with a regular expression that selects interactions; `undefined` when nothing is. Pact panics at syntax that the regular expressions
 * of Rust do not have: https://docs.rs/regex/latest/regex/#syntax
 */
export function filterProblem(text: unknown): string | undefined {
  if (typeof text === 'string' && /\(\?<?[=!]|\\[1-9]|\\k</.test(text))
    return 'The filter must have no look-around and no back-references, which Pact does not support (不支持环视和反向引用).'
  try {
    if (typeof text === 'string' && new RegExp(text.replace(FLAGS, ''))) return undefined
  } catch {}
  return 'The filter must be a regular expression, such as "^open" (须为正则表达式).'
}

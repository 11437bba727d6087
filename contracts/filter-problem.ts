/**
 * What is wrong with a regular expression that selects interactions; `undefined` when nothing is. Pact's library panics at syntax that it does not
 * know: https://docs.rs/regex/latest/regex/#syntax
 */
export function filterProblem(text: unknown): string | undefined {
  if (typeof text === 'string' && /\(\?<?[=!]|\\[1-9]|\\k</.test(text))
    return 'It is for Pact, which supports neither look-around nor back-references (不支持环视和反向引用).'
  try {
    if (typeof text === 'string' && new RegExp(text)) return undefined
  } catch {}
  return 'It is a regular expression, such as "^open" (须为正则表达式).'
}

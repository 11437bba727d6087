/** What looks like an escape in a regular expression of Rust, such as `\d`, `\p{L}`, `\x{6f}`, `\\` and `\.`. Only ASCII characters can be escaped. */
const KNOWN_ESCAPES = /\\(?:[pPuUx]\{\w+\}|b\{[\w-]+\}|[AaBbDdPp]|[SUW]|[fnr-xz]|[^a-zA-Z\d\u0080-\uffff])/g

/** Flags such as `(?i)`, which JavaScript lacks, and the flags of a group such as `(?i:…)`, which older versions of JavaScript lack. */
const FLAGS = /\(\?[imsRUux-]+:?/g

/**
 * Returns what is wrong with a regular expression that selects interactions of a pact; `undefined` when no problem is found. Pact panics
 * at syntax that Rust's regular expressions do not have: https://docs.rs/regex/latest/regex/#syntax
 */
export function filterProblem(text: unknown): string | undefined {
  if (typeof text !== 'string') return NO_EXPRESSION
  const bare = text.replace(KNOWN_ESCAPES, '.')
  if (/\(\?<?[=!]|\\[1-9]|\\k</.test(bare)) return UNSUPPORTED
  // This check comes before the search for `CLASS`. That search takes quadratic time when many character classes are not closed.
  if (!isExpression(text)) return NO_EXPRESSION
  const isRust = !UNKNOWN_ESCAPE_OR_EMPTY_CLASS.test(bare) && !CURLY_BRACKET.test(bare.replace(CLASS, '.'))
  return isRust ? undefined : NO_EXPRESSION
}

const UNSUPPORTED = 'The filter must have no look-around and no back-references, which Pact does not support (不支持环视和反向引用).'
const NO_EXPRESSION = 'The filter must be a regular expression of Rust, such as "^open" (须为 Rust 的正则表达式).'

const CLASS = /\[\^?\]?[^\]]*\]/g

/** What Rust refuses but JavaScript accepts: an unknown escape, which JavaScript takes for text, and an empty class. */
const UNKNOWN_ESCAPE_OR_EMPTY_CLASS = /\\|\[\^?\](?![^\]]*\])/

/** A curly bracket without a number, outside a class. JavaScript takes it for text, and Rust refuses it. */
const CURLY_BRACKET = /\{(?!\d+(?:,\d*)?\})/

/** Whether JavaScript can read the expression. Replaces flags and `(?P<name>…)` of Rust first, which JavaScript may lack. */
function isExpression(text: string): boolean {
  try {
    return Boolean(new RegExp(text.replaceAll('(?P<', '(?<').replace(FLAGS, '(?:')))
  } catch {
    return false
  }
}

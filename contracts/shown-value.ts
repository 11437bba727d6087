import { inspect } from 'node:util'

/** The longest value that an error shows, in characters. */
const LONGEST = 300

/**
 * Returns a wrong value as text for an error message, as JSON if possible. `inspect` writes the values that JSON can't represent, such as
 * `undefined`, a BigInt, or an object that contains itself. `String` writes numbers, because JSON would write NaN as null.
 */
export function shownValue(value: unknown): string {
  const text = jsonOf(value) ?? inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY })
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function jsonOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

import { inspect } from 'node:util'

/** The longest value that an error shows, in characters. */
const LONGEST = 300

/**
 * Shows a wrong value in an error message, as JSON if possible. `inspect` prints what JSON has no text for, such as `undefined`, a BigInt,
 * or an object that contains itself. JSON writes NaN as null, so `String` prints numbers.
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

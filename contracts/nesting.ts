/** A JSON value may have at most this many levels of arrays and objects. No request needs more, and recursive code can handle this depth. */
export const NESTING_LIMIT = 100

/** Tells whether a JSON value has more than `levels` levels of arrays and objects. */
export function isTooDeep(value: unknown, levels: number = NESTING_LIMIT): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1))
}

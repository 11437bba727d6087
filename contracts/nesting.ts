/** A JSON value may have at most this many levels of arrays and objects. Recursive code can handle this depth. */
export const NESTING_LIMIT = 100

/** Tells whether a JSON value has more than `levels` levels of arrays and objects. */
export function isTooDeep(value: unknown, levels: number = NESTING_LIMIT): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((inner) => isTooDeep(inner, levels - 1))
  // `Object.values` would take three times as long for an object with hundreds of thousands of fields.
  for (const name in value) if (isTooDeep(value[name as keyof typeof value], levels - 1)) return true
  return false
}

/** How many arrays and objects in a JSON value may be inside each other: more than any request needs, and few enough for recursive code. */
export const NESTING_LIMIT = 100

/** Whether a JSON value has more levels than that. */
export function isTooDeep(value: unknown, levels: number = NESTING_LIMIT): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1))
}

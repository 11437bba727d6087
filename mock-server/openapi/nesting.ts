/** How many levels of arrays and objects a body may have: what no request needs, and every step can bear. */
export const NESTING_LIMIT = 100

/** Says whether a body has more levels than that. */
export function isTooDeep(value: unknown, levels: number = NESTING_LIMIT): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1))
}

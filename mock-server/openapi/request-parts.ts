/** The path of a target, as sent. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? ''
}

/** The query parameters of a target. */
export function queryOf(target: string): URLSearchParams {
  return new URLSearchParams(target.split(/\?(.*)/s)[1])
}

/**
 * The values that a target has for the parameters of a path.
 *
 * @param path With its parameters in braces: `/merchants/{mchid}`.
 */
export function pathValues(path: string, target: string): Record<string, string> {
  const segments = pathOf(target).split('/')
  const values = path
    .split('/')
    .flatMap((name, index) => (name.startsWith('{') ? [[name.slice(1, -1), decodeURIComponent(segments[index] ?? '')]] : []))
  return Object.fromEntries(values)
}

/** How many levels of arrays and objects a body may have: more than any request needs, and few enough for every step. */
export const NESTING_LIMIT = 100

/** Says whether a body has more levels than that. */
export function isTooDeep(body: unknown, levels: number = NESTING_LIMIT): boolean {
  if (typeof body !== 'object' || body === null) return false
  return levels === 0 || Object.values(body).some((inner) => isTooDeep(inner, levels - 1))
}

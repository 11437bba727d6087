/** The path of a target, not decoded. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? ''
}

/** The query parameters of a target. */
export function queryOf(target: string): URLSearchParams {
  return new URLSearchParams(target.split(/\?(.*)/s)[1])
}

/**
 * Reads the path parameters of a target.
 *
 * @param path The path template, such as `/merchants/{mchid}`.
 */
export function pathValues(path: string, target: string): Record<string, string> {
  const segments = pathOf(target).split('/')
  const values = path
    .split('/')
    .flatMap((name, index) => (name.startsWith('{') ? [[name.slice(1, -1), decodeURIComponent(segments[index] ?? '')]] : []))
  return Object.fromEntries(values)
}

/** How deep arrays and objects in a body may be nested: more than any request needs, and few enough for recursive code. */
export const NESTING_LIMIT = 100

/** Whether a body is nested deeper than that. */
export function isTooDeep(body: unknown, levels: number = NESTING_LIMIT): boolean {
  if (typeof body !== 'object' || body === null) return false
  return levels === 0 || Object.values(body).some((inner) => isTooDeep(inner, levels - 1))
}

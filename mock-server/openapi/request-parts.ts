/** The path of a request target, still percent-encoded. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? ''
}

/** The query parameters of a request target. */
export function queryOf(target: string): URLSearchParams {
  return new URLSearchParams(target.split(/\?(.*)/s)[1])
}

/**
 * Returns the decoded path parameters of a request target, by name.
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

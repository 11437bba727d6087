/** The path of a target, as sent. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? ''
}

/** The query parameters of a target. */
export function queryOf(target: string): URLSearchParams {
  return new URLSearchParams(target.split(/\?(.*)/s)[1])
}

export function withPath(target: string, change: (path: string) => string): string {
  const [path = ''] = target.split('?', 1)
  return change(path) + target.slice(path.length)
}

/** The query without its question mark. */
export function queryOf(target: string): string {
  return target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
}

/** Changes the query of a target. A target without a query is returned unchanged. */
export function withQuery(target: string, change: (query: string) => string): string {
  const at = target.indexOf('?') + 1
  return at === 0 ? target : target.slice(0, at) + change(target.slice(at))
}

/** The target with the hexadecimal digits of its percent-encoding in lower case, such as `%2f`. */
export function lowerCodes(target: string): string {
  return target.replace(/%[\da-f]{2}/gi, (code) => code.toLowerCase())
}

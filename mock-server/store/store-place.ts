/**
 * Returns the URL of a store without user, password and query, for messages. If the text is not a URL with a host or a path, the password
 * may be anywhere in it. The result is then only the scheme.
 */
export function placeOf(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed || (parsed.host === '' && !parsed.pathname.startsWith('/'))) return `${/^[a-z][a-z\d+.-]*:/i.exec(url)?.[0] ?? ''}…`
  const { protocol, host, pathname } = parsed
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

/** Whether a text is the URL of a Redis server. Its path may be a number or empty, and its user and password must be decodable. */
export function isRedisUrl(text: string): boolean {
  const url = /^rediss?:\/\/[^\s/]+/.test(text) ? URL.parse(text) : null
  return url !== null && /^\/?\d*$/.test(url.pathname) && [url.username, url.password].every(isDecodable)
}

function isDecodable(encoded: string): boolean {
  try {
    return decodeURIComponent(encoded) !== undefined
  } catch {
    return false
  }
}

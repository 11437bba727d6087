/**
 * Where a store is, for messages: its URL without user, password and query. A URL that can't be parsed may have its password anywhere, so only its
 * scheme is shown.
 */
export function placeOf(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed) return `${/^[a-z][a-z\d+.-]*:/i.exec(url)?.[0] ?? ''}…`
  const { protocol, host, pathname } = parsed
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

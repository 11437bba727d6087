/** A URL without what may be a secret: its query, and a user name and password. */
export function urlForLog(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'no URL'
}

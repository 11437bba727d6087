/**
 * Returns a URL without the parts that may be secret: the query, the fragment, the user name and the password. Returns `not a URL` for any other
 * text, because the whole text may be secret.
 */
export function urlForLog(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'not a URL'
}

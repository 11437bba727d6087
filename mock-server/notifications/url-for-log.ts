/**
 * A URL without the parts that may be secret: the query, the fragment, the user name and the password. A text that is not a URL may be
 * secret as a whole.
 */
export function urlForLog(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'not a URL'
}

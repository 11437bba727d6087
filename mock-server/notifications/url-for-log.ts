/** A URL without the parts that may be secret: the query, the user name and the password. */
export function urlForLog(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'no URL'
}

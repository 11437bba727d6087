/** Returns the path and query of a request's target. A client that uses a proxy sends the whole URL, but signs only the path and query. */
export function originForm(target: string): string {
  return target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*(?=(\/?))/i, (_, slash) => (slash ? '' : '/'))
}

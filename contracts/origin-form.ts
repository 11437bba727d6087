/** Returns the path and query of a request's target, which are signed. A client behind a proxy sends the whole URL as target. */
export function originForm(target: string): string {
  return target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*(?=(\/?))/i, (_, slash) => (slash ? '' : '/'))
}

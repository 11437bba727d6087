/** Returns the path and query in a request's target. Only they are signed, but a client behind a proxy sends the whole URL as the target. */
export function originForm(target: string): string {
  return target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*(?=(\/?))/i, (_, slash) => (slash ? '' : '/'))
}

/**
 * The part of a URL before the host that may be a password. A URL with `/` in its password is not valid, but an error may show it; what follows its first
 * colon is a password unless it is a port.
 */
const USER_INFO = /([a-z][a-z\d+.-]*:\/\/)(?:[^\s/?#\\]*|[^\s/?#\\:@[]*:(?!\d*(?:[/?#\s'"]|$))\S*)@/gi

/** Removes the user names and passwords from all URLs in a text. */
export function withoutPasswords(text: string): string {
  return text.replace(USER_INFO, '$1…@')
}

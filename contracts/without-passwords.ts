/**
 * Matches the user name and the password of a URL. A password with `/` makes the URL invalid, but an error may still show that URL. So the
 * text between the first colon and the last `@` counts as a password, unless a port comes after the colon.
 */
const USER_INFO = /([a-z][a-z\d+.-]*:\/\/)(?:[^\s/?#\\]*|[^\s/?#\\:@[]*:(?!\d*(?:[/?#\s'"]|$))\S*)@/gi

/** Removes the user names and passwords from the URLs in a text. */
export function withoutPasswords(text: string): string {
  return text.replace(USER_INFO, '$1…@')
}

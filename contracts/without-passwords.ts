/**
 * Replaces the user name and password of each URL in a text with `…`.
 *
 * A password with `/` makes a URL invalid, but an error may still show that URL. The part before the `/` then has no host, or looks like a
 * host with a wrong port. In such a URL, everything from `://` to the last `@` before a space is replaced.
 */
export function withoutPasswords(text: string): string {
  return text.replace(/\S+/g, withoutUserInfo)
}

function withoutUserInfo(word: string): string {
  const end = word.lastIndexOf('@') + 1
  const cut = Array.from(word.slice(0, end).matchAll(AUTHORITY)).find(([authority]) => isCut(authority))
  const whole = word.slice(0, cut?.index ?? end).replace(/(?<=:\/\/)[^/?#\\]*@/g, '…@')
  return `${whole}${cut ? '…@' : ''}${word.slice(end)}`
}

/** The part of a URL with the user name, the password, the host and the port. */
const AUTHORITY = /(?<=:\/\/)[^/?#\\]*/g

/** Whether an authority was probably cut by a `/` in a password: it has no host, or something other than a port after a colon. */
function isCut(authority: string): boolean {
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  return (at >= 0 && host === '') || /^[^:[]*:(?!\d*(?:['"]|$))/.test(host)
}

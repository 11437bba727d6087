import { shownValue } from '../../contracts/shown-value.ts'
import { withoutPasswords } from '../../contracts/without-passwords.ts'

/** A notification for `from` is sent to `to`. A notification for a URL below `from` is sent to the same path below `to`. */
export interface UrlMapping {
  readonly from: URL
  readonly to: URL
}

/**
 * Reads the option `notifyMap`, which maps public URLs to local URLs.
 *
 * @throws {TypeError} When a key or a value is not an http or https URL, or has a query, a fragment or credentials.
 */
export function readMappings(map: Readonly<Record<string, string>>): UrlMapping[] {
  return Object.entries(map).map(([from, to]) => ({ from: address(from), to: address(to) }))
}

function address(text: string): URL {
  const url = URL.parse(text)
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}${url.password}` === ''
  if (isPlain) return url
  throw new TypeError(
    `notifyMap must map one http:// or https:// URL without query, fragment or password to another; got ${shownValue(withoutPasswords(text))}`,
  )
}

/**
 * Returns the URL that a notification for `url` is sent to. The first mapping whose `from` is `url`, or is above it, replaces the beginning
 * of `url`. The rest of the path and the query are kept. Without such a mapping, returns `url`.
 */
export function mappedUrl(url: URL, mappings: readonly UrlMapping[]): URL {
  const mapping = mappings.find(({ from }) => isUnder(url, from))
  if (!mapping) return url
  const { from, to } = mapping
  return new URL(`${to.origin}${folder(to)}${url.pathname.slice(folder(from).length)}${url.search}`)
}

function isUnder(url: URL, from: URL): boolean {
  return url.origin === from.origin && `${url.pathname}/`.startsWith(`${folder(from)}/`)
}

/** The path without the slash at its end. */
function folder({ pathname }: URL): string {
  return pathname.replace(/\/$/, '')
}

import { shownValue } from '../../contracts/shown-value.ts'

/** Replaces the beginning of public URLs with a local address. */
export interface UrlMapping {
  readonly from: URL
  readonly to: URL
}

/**
 * Reads the option `notifyMap`, which maps public addresses to local ones.
 *
 * @throws {TypeError} When an address is not an http or https URL, or has a query, a fragment or credentials; the message names it.
 */
export function readMappings(map: Readonly<Record<string, string>>): UrlMapping[] {
  return Object.entries(map).map(([from, to]) => ({ from: address(from), to: address(to) }))
}

function address(text: string): URL {
  const url = URL.parse(text)
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}${url.password}` === ''
  if (isPlain) return url
  throw new TypeError(`notifyMap must map one http:// or https:// URL without query and password to another; got ${shownValue(text)}`)
}

/** The URL that a notification is sent to: the path that follows a mapped address is kept. */
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

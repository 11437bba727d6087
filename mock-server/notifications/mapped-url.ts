import { shownValue } from '../../contracts/shown-value.ts'

/** Leads the URLs under one address to another. */
export interface UrlMapping {
  readonly from: URL
  readonly to: URL
}

/**
 * Reads the option `notifyMap`: local addresses by public ones.
 *
 * @throws {TypeError} When one is no http or https URL without query, fragment and credentials; the message names it.
 */
export function readMappings(map: Readonly<Record<string, string>>): UrlMapping[] {
  return Object.entries(map).map(([from, to]) => ({ from: address(from), to: address(to) }))
}

function address(text: string): URL {
  const url = URL.parse(text)
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}${url.password}` === ''
  if (isPlain) return url
  throw new TypeError(`notifyMap must lead from one http:// or https:// URL without query and password to another; got ${shownValue(text)}`)
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

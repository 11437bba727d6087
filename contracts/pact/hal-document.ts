import { refuseDeep } from './refuse-deep.ts'

/** The methods of `JSON` that TypeScript does not know yet. They keep a number as it is written, because Pact distinguishes 1 from 1.0. */
interface KeepsNumbers {
  rawJSON(text: string): unknown
  isRawJSON(value: unknown): boolean
}

const { rawJSON, isRawJSON } = JSON as unknown as KeepsNumbers

/**
 * Parses a pact, or a document of the Broker. Returns `undefined` when the text is not a JSON object.
 *
 * @param place The file or URL of the document, for the text of the error.
 * @throws {Error} When the document is nested too deeply.
 */
export function readDocument(body: Buffer | string, place: string): object | undefined {
  const text = body.toString()
  // The check comes first, because parsing with `keepNumber` overflows the stack at a few thousand levels.
  refuseDeep(parsed(text), place)
  const keepNumber = (_key: string, value: unknown, { source = '' } = {}) => (typeof value === 'number' ? rawJSON(source) : value)
  const document = parsed(text, keepNumber)
  return typeof document === 'object' && document !== null && !Array.isArray(document) ? document : undefined
}

function parsed(text: string, reviver?: Parameters<typeof JSON.parse>[1]): unknown {
  try {
    return JSON.parse(text, reviver)
  } catch {
    return undefined
  }
}

/** Returns a number as the document writes it, or `undefined` for any other value. */
export function writtenNumber(value: unknown): string | undefined {
  return isRawJSON(value) ? JSON.stringify(value) : undefined
}

/** Returns the document with ordinary JavaScript numbers, which do not keep the written form. */
export function plainDocument(document: object): object {
  return JSON.parse(JSON.stringify(document))
}

export function writeDocument(document: object): Buffer<ArrayBuffer> {
  return Buffer.from(JSON.stringify(document))
}

export function withoutLinks(document: object): object {
  const { _links: _, ...others } = document as { readonly _links?: unknown }
  return others
}

/** Replaces the origin of the Broker's links in a document with `url`. The contents of a pact do not change. */
export function localLinks(document: object, url: string): object {
  const { _links, _embedded, ...others } = document as { readonly _links?: unknown; readonly _embedded?: unknown }
  return {
    ...others,
    ...(_links !== undefined && { _links: moved(_links, url) }),
    ...(_embedded !== undefined && { _embedded: moved(_embedded, url) }),
  }
}

function moved(value: unknown, url: string): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, url))
  if (typeof value !== 'object' || value === null || isRawJSON(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, name === 'href' ? movedLink(part, url) : moved(part, url)]))
}

/**
 * Replaces the origin of a link with `url`, and keeps the path and the query. Several slashes at the beginning of the path become one,
 * because Pact's core would take the text after two slashes for a host. A link may be a URI template, so the braces around a plain
 * `{name}` stay.
 */
function movedLink(href: unknown, url: string): unknown {
  if (typeof href !== 'string') return href
  const { pathname = '', search = '' } = URL.parse(href.replaceAll('\\', '/'), url) ?? {}
  return url + `${pathname}${search}`.replace(/^[^/]*\/*/, '/').replace(/%7B(\w+)%7D/gi, '{$1}')
}

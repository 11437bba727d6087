import { Buffer } from 'node:buffer'
import type { ReceivedRequest } from '../../../contracts/index.ts'
import type { RequestHeaders } from '../../../contracts/request-headers.ts'
import { shortened } from '../log/log-line.ts'

/** A request that someone pasted, as the gateway would have received it. */
export interface PastedRequest extends ReceivedRequest {
  /** Whether the body is known: the paste has all of it, or shows that the request had no body. `true` by default. */
  readonly isBodyGiven?: boolean
  /** Whether only the Authorization header is known. If so, the method and the target are empty. */
  readonly isHeaderOnly?: boolean
  /** The Content-Type header; `undefined` when there was none or it is unknown. */
  readonly contentType?: string | undefined
  /** The headers that the gateway has rules for; omitted when the paste does not show which headers were sent. */
  readonly headers?: RequestHeaders
  /** The Host header; `undefined` when unknown. */
  readonly host: string | undefined
  /** When the request was sent, in milliseconds since 1970; omitted when unknown. */
  readonly sent?: number
  /** A note for the user on how the request was read. */
  readonly note?: string
  /** Whether Content-Length is larger than the body or is not a number. If so, the note is shown even when the signature is valid. */
  readonly isLengthWrong?: boolean
}

/** Returns pasted text in the form in which Node.js gives headers and targets: one character for each byte of the UTF-8 text. */
export function asReceived(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** Returns a header's value as an HTTP parser does, without spaces and tabs around it. `explain` reports line breaks, so they are kept. */
export function headerValue(text: string): string {
  return asReceived(withoutSpaces(text))
}

/** A text without the spaces and tabs around it. */
export function withoutSpaces(text: string): string {
  let end = text.length
  // The end is not matched with a regular expression, which would take quadratic time for a long run of spaces.
  while (end > 0 && ' \t'.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end).replace(/^[ \t]+/, '')
}

/** Returns the value of a header as received; `undefined` when the header is missing. The name must be in lower case. */
export type HeaderLookup = (name: string) => string | undefined

/**
 * Returns a function that looks up headers. For a header that is sent several times, the function returns all values, joined by commas.
 *
 * @param received Turns a pasted value into the value that the gateway would have received.
 */
export function headerLookup(
  headers: Iterable<readonly [name: string, value: string]>,
  received: (text: string) => string = headerValue,
): HeaderLookup {
  const values = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const known = values.get(key) ?? []
    values.set(key, known)
    known.push(received(value))
  }
  return (name) => values.get(name)?.join(', ')
}

/** Returns the two headers that `explain` needs. */
export function explainedHeaders(header: HeaderLookup): Pick<PastedRequest, 'authorization' | 'contentType'> {
  return { authorization: header('authorization'), contentType: header('content-type') }
}

/** Returns the headers that the gateway has rules for. */
export function shownHeaders(header: HeaderLookup): RequestHeaders {
  return {
    accept: header('accept'),
    'accept-language': header('accept-language'),
    'content-encoding': header('content-encoding'),
    'content-type': header('content-type'),
    'user-agent': header('user-agent'),
  }
}

/** Returns the host and the target of a URL as they are written, without the fragment. The class `URL` would normalise both. */
export function partsOfUrl(url: string): { readonly host: string; readonly target: string } {
  const [, host = '', rest = ''] = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)([^#]*)/is.exec(url) ?? []
  return { host, target: asReceived(rest.startsWith('/') ? rest : `/${rest}`) }
}

/**
 * Returns the host and the target of a URL, as a browser or another client that follows the URL standard sends them.
 *
 * @throws {Error} When the URL is not valid by that standard; the message shows the URL.
 */
export function partsOfParsedUrl(url: string): { readonly host: string | undefined; readonly target: string } {
  const isWhole = /^[a-z][a-z\d+.-]*:/i.test(url)
  const parsed = URL.parse(url, isWhole ? undefined : 'http://unknown')
  if (!parsed) throw new Error(`stdin: the URL ${shortened(url)} is not valid`)
  const { host, pathname, search } = parsed
  return { host: isWhole ? host : undefined, target: `${pathname}${search}` }
}

/** Whether a target is a path of WeChat Pay's APIv3. */
export function isApi(target: string): boolean {
  return /^\/+v3\//i.test(target)
}

const METHODS_WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH']

/** Whether a request with this method usually has a body. */
export function takesBody(method: string): boolean {
  return METHODS_WITH_BODY.includes(method.toUpperCase())
}

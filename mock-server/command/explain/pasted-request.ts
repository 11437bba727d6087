import { Buffer } from 'node:buffer'
import type { ReceivedRequest } from '../../../contracts/index.ts'

/** A request that someone pasted, as the gateway would have received it. */
export interface PastedRequest extends ReceivedRequest {
  /** Whether the paste has the body, or shows that there was none. If `false`, `body` is empty. `true` by default. */
  readonly isBodyGiven?: boolean
  /** The Host header; `undefined` when unknown. */
  readonly host: string | undefined
  /** When the request was sent, in milliseconds since 1970; omitted when unknown. */
  readonly sent?: number
  /** A note for the user on how the request was read. */
  readonly note?: string
}

/** Turns pasted text into the form in which Node returns headers and targets: one character for each byte of the UTF-8 text. */
export function asReceived(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** The value of a header as an HTTP parser returns it: without spaces and tabs around it. Line breaks are kept, since `explain` reports them. */
export function headerValue(text: string): string {
  let end = text.length
  // A regular expression for the end would also start at each space in the middle, which takes quadratic time for a long run of spaces.
  while (end > 0 && ' \t'.includes(text.charAt(end - 1))) end -= 1
  return asReceived(text.slice(0, end).replace(/^[ \t]+/, ''))
}

/** The host and the target of a URL, without the fragment. Not parsed with the class `URL`, which would normalise both. */
export function partsOfUrl(url: string): { readonly host: string; readonly target: string } {
  const [, host = '', rest = ''] = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)([^#]*)/is.exec(url) ?? []
  return { host, target: asReceived(rest.startsWith('/') ? rest : `/${rest}`) }
}

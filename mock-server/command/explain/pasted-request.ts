import { Buffer } from 'node:buffer'
import type { ReceivedRequest } from '../../../contracts/index.ts'

/** A request that someone pasted, as the gateway would have received it. */
export interface PastedRequest extends ReceivedRequest {
  /** The Host header; `undefined` when unknown. */
  readonly host: string | undefined
  /** When it was sent, milliseconds since 1970; omitted when unknown. */
  readonly sent?: number
  /** A note for the user on how the request was read. */
  readonly note?: string
}

/** Turns pasted text into the form that Node gives headers and targets: one character for each byte of the UTF-8. */
export function asReceived(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** The value of a header as an HTTP parser gives it: without spaces around it. Line breaks stay, since they are a mistake to explain. */
export function headerValue(text: string): string {
  let end = text.length
  // A regular expression would try every run of spaces in the middle, from each of its spaces.
  while (end > 0 && ' \t'.includes(text.charAt(end - 1))) end -= 1
  return asReceived(text.slice(0, end).replace(/^[ \t]+/, ''))
}

/** The host and the target of a URL, without the fragment. The class `URL` would normalise both. */
export function partsOfUrl(url: string): { readonly host: string; readonly target: string } {
  const [, host = '', rest = ''] = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)([^#]*)/is.exec(url) ?? []
  return { host, target: asReceived(rest.startsWith('/') ? rest : `/${rest}`) }
}

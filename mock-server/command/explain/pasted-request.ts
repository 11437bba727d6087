import { Buffer } from 'node:buffer'
import type { ReceivedRequest } from '../../../contracts/index.ts'

/** A request that someone pasted, as the gateway would have received it. */
export interface PastedRequest extends ReceivedRequest {
  /** The Host header; `undefined` when nothing tells it. */
  readonly host: string | undefined
  /** When it was sent, milliseconds since 1970; `undefined` when nothing tells it. */
  readonly sent?: number
  /** What the user should know of how it was read. */
  readonly note?: string
}

/** Header text and targets come from Node as one character a byte: so does what was pasted, whose characters are UTF-8 on the wire. */
export function asReceived(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** The value of a header as an HTTP parser gives it, without the blanks around it; line breaks in it stay, for they are a mistake. */
export function headerValue(text: string): string {
  return asReceived(text.replace(/^[ \t]+|[ \t]+$/g, ''))
}

/** The host and the target of a URL, neither of them rewritten as `URL` would; the fragment is never sent. */
export function partsOfUrl(url: string): { readonly host: string; readonly target: string } {
  const [, host = '', rest = ''] = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)([^#]*)/is.exec(url) ?? []
  return { host, target: asReceived(rest.startsWith('/') ? rest : `/${rest}`) }
}

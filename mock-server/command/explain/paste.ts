import { Buffer } from 'node:buffer'

/** The pasted input as bytes and as text, both without a byte order mark. */
export interface Paste {
  readonly bytes: Buffer
  readonly text: string
}

/** Decodes pasted bytes. Programs on Windows may write UTF-16, or byte order marks before UTF-8. */
export function pasteOf(bytes: Buffer): Paste {
  const encoding = utf16Of(bytes)
  const whole = encoding === undefined ? bytes : Buffer.from(new TextDecoder(encoding).decode(bytes))
  let start = 0
  while (whole.subarray(start, start + MARK.length).equals(MARK)) start += MARK.length
  const rest = whole.subarray(start)
  return { bytes: rest, text: rest.toString() }
}

/** The byte order mark in UTF-8. */
const MARK = Buffer.from('\ufeff')

/** Recognises UTF-16 by its byte order mark, or by a NUL in every second byte of the first 16. */
function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const beginning = bytes.subarray(0, 16).toString('latin1')
  if (/^(?:\xff\xfe|(?:[^\0]\0){8}$)/s.test(beginning)) return 'utf-16le'
  return /^(?:\xfe\xff|(?:\0[^\0]){8}$)/s.test(beginning) ? 'utf-16be' : undefined
}

/** The end of an error message. It says what input `explain` accepts. */
export const TAKEN: string =
  'give --authorization with --method, --target and --body, or paste a curl command, a fetch call, Invoke-WebRequest, ' +
  'a raw HTTP request, a HAR, a Postman collection or an SDK log with the request (--help has an example of each; 没有找到请求，各种形式的例子见 --help)'

export const APIFOX = "an export in Apifox's own format"
export const OPENAPI = 'an OpenAPI document'

/** Returns the error message for input that describes an API and contains no request. */
export function describesAnApi(name: string): string {
  return `stdin is ${name}, which describes an API and not what was sent: send the request and copy it as curl, export a HAR, or export a Postman collection`
}

import { Buffer } from 'node:buffer'

/** What was pasted, as bytes and as text, without a byte order mark. */
export interface Paste {
  readonly bytes: Buffer
  readonly text: string
}

/** Reads pasted bytes. Windows writes UTF-16 with a byte order mark into files, and often a byte order mark before UTF-8. */
export function pasteOf(bytes: Buffer): Paste {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { bytes: Buffer.from(bytes.toString('utf16le', 2)), text: bytes.toString('utf16le', 2) }
  const rest = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  return { bytes: rest, text: rest.toString() }
}

/** What `explain` reads, as the end of an error message. */
export const TAKEN: string =
  'give --authorization with --method, --target and --body, or paste a curl command, a fetch call, Invoke-WebRequest, ' +
  'a raw HTTP request, a HAR, a Postman collection or an SDK log with the request (--help has an example of each; 没有找到请求，各种形式的例子见 --help)'

export const APIFOX = "an export in Apifox's own format"
export const OPENAPI = 'an OpenAPI document'

/** Says what to give instead of a format that describes an API. */
export function describesAnApi(name: string): string {
  return `stdin is ${name}, which describes an API and not what was sent: send the request and copy it as curl, export a HAR, or export a Postman collection`
}

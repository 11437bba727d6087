import { Buffer } from 'node:buffer'

/** A part of a form. */
export interface FormPart {
  readonly name: string
  /** The name of the file that the part contains; `undefined` when it contains none. */
  readonly fileName?: string | undefined
  readonly contentType?: string | undefined
  readonly content: Uint8Array
}

/** The boundary between the parts. It can be fixed, because the signature of an upload covers only the JSON of the part `meta`. */
const BOUNDARY = '----------------explain-wechatpay'

/** Writes a form as `multipart/form-data`. */
export function multipartBody(parts: readonly FormPart[]): { readonly contentType: string; readonly body: Buffer } {
  const encoded = parts.flatMap((part) => [Buffer.from(headOf(part)), part.content, Buffer.from('\r\n')])
  return { contentType: `multipart/form-data; boundary=${BOUNDARY}`, body: Buffer.concat([...encoded, Buffer.from(`--${BOUNDARY}--\r\n`)]) }
}

function headOf({ name, fileName, contentType }: FormPart): string {
  const file = fileName === undefined ? '' : `; filename="${escaped(fileName)}"`
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${escaped(name)}"${file}\r\n${type}\r\n`
}

/** Escapes quotes and line breaks as browsers and curl do: https://html.spec.whatwg.org/#multipart-form-data */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

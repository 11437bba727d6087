import { Buffer } from 'node:buffer'

/** A part of a multipart body. */
export interface BodyPart {
  readonly name: string | undefined
  readonly filename: string | undefined
  readonly bytes: Buffer
}

/**
 * Returns what a signature covers: in `multipart/form-data` the part `meta`, in all other bodies the whole body. If the part `meta` is
 * missing, returns no bytes.
 *
 * @param contentType The Content-Type header.
 * @see https://pay.weixin.qq.com/docs/partner/apis/ecommerce-merchant-application/upload.html
 * @example
 * ```ts
 * import { signedBody } from 'wechatpay-goldplan-mock/contracts'
 *
 * const body = Buffer.from('--b\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{"filename":"a.jpg"}\r\n--b--\r\n')
 * console.log(String(await signedBody(body, 'multipart/form-data; boundary=b'))) // {"filename":"a.jpg"}
 * ```
 */
export async function signedBody(body: Uint8Array, contentType: string | undefined): Promise<Uint8Array> {
  const parts = await bodyParts(body, contentType)
  return parts ? (metaOf(parts)?.bytes ?? Buffer.alloc(0)) : body
}

/**
 * Returns the first part named `meta` that has no file name. The gateway treats a part with a file name as a file:
 * https://github.com/TheNorthMemory/wechatpay-axios-plugin/issues/26
 */
export function metaOf(parts: readonly BodyPart[]): BodyPart | undefined {
  return parts.find(({ name, filename }) => name === 'meta' && filename === undefined)
}

/** A correct upload has two parts. A limit of twenty leaves room for wrong uploads. */
const PART_LIMIT = 20

/** Returns the parts of a `multipart/form-data` body, up to the first error. For any other content type, returns `undefined`. */
export async function bodyParts(body: Uint8Array, contentType = ''): Promise<BodyPart[] | undefined> {
  if (!/^\s*multipart\/form-data\s*(?:;|$)/i.test(contentType)) return undefined
  // Loads the parser only when a body has parts, because uploads are rare.
  const { getMultipartBoundary, MultipartParseError, parseMultipart } = await import('@remix-run/multipart-parser')
  const parts: BodyPart[] = []
  const limits = { maxFileSize: body.length, maxTotalSize: body.length, maxParts: PART_LIMIT }
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const boundary = getMultipartBoundary(contentType)?.trim()
  if (!boundary) return parts
  try {
    // Removes text before the first boundary. The standard allows such text, but the parser rejects it.
    const form = bytes.subarray(Math.max(0, bytes.indexOf(`--${boundary}`)))
    for (const part of parseMultipart(form, { boundary, ...limits }))
      parts.push({ name: part.name, filename: part.filename, bytes: Buffer.from(part.bytes) })
  } catch (error) {
    if (!(error instanceof MultipartParseError)) throw error
  }
  return parts
}

import { Buffer } from 'node:buffer'
import { shortened } from '../log/log-line.ts'
import { readBytes } from '../settings/read-file.ts'
import type { ExplainOptions } from './explain-options.ts'
import { readPaste } from './pasted-forms.ts'
import { asReceived, headerValue, type PastedRequest, partsOfUrl } from './pasted-request.ts'
import { BODY_LIMIT, readPasted, readStdin } from './read-stdin.ts'
import { checkNumber } from './request-limit.ts'

/**
 * Returns the requests to explain: the one that the flags describe, or those in the file or on stdin.
 *
 * @throws {Error} When the flags don't go together. Also when there is no request, when there are too many requests, or when a request is
 *   too large or can't be read.
 */
export async function readRequests(options: ExplainOptions): Promise<PastedRequest[]> {
  const requests = await givenRequests(options)
  checkNumber(requests)
  for (const request of requests) checkSize(request)
  const bytes = requests.reduce((sum, { target, body }) => sum + target.length + body.length, 0)
  if (bytes <= BYTES_LIMIT) return requests
  const wanted = `the limit is ${BYTES_LIMIT}, so copy fewer of them (请减少请求)`
  throw new Error(`stdin has ${requests.length} requests with ${bytes} bytes in all: ${wanted}`)
}

/**
 * The largest number of bytes in all requests together. The limit saves memory: one curl command can send the same data to hundreds of
 * addresses, and each signature message is kept until it is printed.
 */
const BYTES_LIMIT = 64 * BODY_LIMIT

function checkSize({ method, target, body }: PastedRequest): void {
  const what = `${method} ${shortened(target)}`
  if (body.length > BODY_LIMIT) throw new Error(`The body of ${what} has ${body.length} bytes: the limit is ${BODY_LIMIT}`)
  if (target.length > BODY_LIMIT) throw new Error(`The target ${what} has ${target.length} bytes: the limit is ${BODY_LIMIT}`)
}

async function givenRequests(options: ExplainOptions): Promise<PastedRequest[]> {
  if (options.authorization !== undefined) return [await requestOfFlags(options, options.authorization)]
  const incomplete = (['method', 'target', 'body', 'contentType'] as const).find((name) => options[name] !== undefined)
  if (!incomplete) return readPaste(await readPasted(options))
  const option = incomplete === 'contentType' ? 'content-type' : incomplete
  throw new Error(`--${option} needs --authorization: give '' for a request that has none`)
}

async function requestOfFlags({ method, target, body, contentType, file }: ExplainOptions, authorization: string): Promise<PastedRequest> {
  if (file !== undefined) throw new Error(`Give --authorization with --target, or the file ${file}, not both`)
  if (target === undefined) throw new Error('--authorization needs --target: the path and query of the request')
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    isBodyGiven: body !== undefined,
    ...partsOfTarget(target),
    // The header may have been copied together with its name.
    authorization: headerValue(authorization.replace(/^\s*authorization:/i, '')),
    contentType: contentType === undefined ? undefined : headerValue(contentType.replace(/^\s*content-type:/i, '')),
    body: body === undefined ? Buffer.alloc(0) : await bytesOf(body),
  }
}

function partsOfTarget(target: string): Pick<PastedRequest, 'target' | 'host' | 'note'> {
  if (target.startsWith('/')) return { target: asReceived(target), host: undefined }
  if (!/^https?:\/\//i.test(target)) throw new Error(`--target ${shortened(target)} is neither a path, which begins with /, nor a URL`)
  return { ...partsOfUrl(target), note: 'Only the path and query of --target are signed, not the host (签名不含域名).' }
}

async function bytesOf(body: string): Promise<Buffer> {
  if (!body.startsWith('@')) return Buffer.from(body)
  return body === '@-' ? readStdin(BODY_LIMIT) : readBytes('--body', body.slice(1))
}

import { Buffer } from 'node:buffer'
import { buffer } from 'node:stream/consumers'
import { shortened } from '../log/log-line.ts'
import { readBytes } from '../settings/read-file.ts'
import type { ExplainOptions } from './explain-options.ts'
import { asReceived, headerValue, type PastedRequest, partsOfUrl } from './pasted-request.ts'

/**
 * Returns the requests to explain: the one that the flags describe, or those on stdin.
 *
 * @throws {Error} When there is no request, too many, or one that can't be read; the message says what is wrong.
 */
export async function readRequests(options: ExplainOptions): Promise<PastedRequest[]> {
  if (options.authorization !== undefined) return [await requestOfFlags(options, options.authorization)]
  const incomplete = (['method', 'target', 'body'] as const).find((name) => options[name] !== undefined)
  if (incomplete) throw new Error(`--${incomplete} needs --authorization: give '' for a request that has none`)
  const requests = await readText(process.stdin.isTTY ? '' : String(await buffer(process.stdin)))
  if (requests.length <= REQUEST_LIMIT) return requests
  throw new Error(`stdin has ${requests.length} requests: explain takes at most ${REQUEST_LIMIT} at once`)
}

/** There is a limit because each diagnosis takes up to 50 milliseconds. */
const REQUEST_LIMIT = 500

/**
 * Returns the requests in a pasted text.
 *
 * @throws {Error} When the text has no request, or one that can't be read.
 */
export async function readText(content: string): Promise<PastedRequest[]> {
  if (content.trim() === '')
    throw new Error('Nothing to explain: give --authorization with --method, --target and --body, or a curl command or a HAR on stdin')
  // Each parser is loaded only when it is needed.
  if (/^\ufeff?\s*[{[]/.test(content)) return (await import('./read-har.ts')).readHar(content)
  return (await import('./read-curl.ts')).readCurl(content)
}

async function requestOfFlags({ method, target, body }: ExplainOptions, authorization: string): Promise<PastedRequest> {
  if (target === undefined) throw new Error('--authorization needs --target: the path and query of the request')
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    isBodyGiven: body !== undefined,
    ...partsOfTarget(target),
    // The header may have been copied together with its name.
    authorization: headerValue(authorization.replace(/^\s*authorization:/i, '')),
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
  return body === '@-' ? buffer(process.stdin) : readBytes('--body', body.slice(1))
}

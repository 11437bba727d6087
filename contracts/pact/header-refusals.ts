import { ApiError } from '../api-error.ts'
import { type RefusedHeader, refusedHeaders } from '../refused-headers.ts'
import { REQUEST_BYTES_LIMIT } from '../request-headers.ts'
import type { ForwardedRequest } from './loopback.ts'
import { takesBody } from './operations.ts'

/** A reason why the gateway refuses a request: a header, or a body that is encoded or too large. */
export interface HeaderRefusal extends Pick<RefusedHeader, 'checked'> {
  readonly error: ApiError
  /** What is wrong, in English and Chinese. */
  readonly explanation: string
}

/** Returns why the gateway refuses the headers of a request, or a body that is encoded or too large. */
export function headerRefusals(request: ForwardedRequest): readonly HeaderRefusal[] {
  const { method, target, headers, body } = request
  const refused = refusedHeaders(headers, takesBody(method, target.replace(/\?.*/s, '')) ?? body.length > 0)
  const made = refused.map(({ example, checked, mistake: { message, fix, message_zh, fix_zh } }) => ({
    error: new ApiError(example),
    explanation: `${method} ${target}: ${message} ${fix} (${message_zh}${fix_zh}): ${example}`,
    checked,
  }))
  return [...made, ...unread(request)]
}

function unread({ method, target, headers, body }: ForwardedRequest): HeaderRefusal[] {
  const encoding = headers['content-encoding'] || 'identity'
  const isEncoded = body.length > 0 && encoding.toLowerCase() !== 'identity'
  const reasons = [
    ...(isEncoded ? [`The request has Content-Encoding: ${encoding}. Send the body as it is. (请勿压缩请求体)`] : []),
    ...(body.length > REQUEST_BYTES_LIMIT
      ? [`The request has a body of ${body.length} bytes; the gateway takes at most ${REQUEST_BYTES_LIMIT}. (请求体过长)`]
      : []),
  ]
  return reasons.map((reason) => ({
    error: new ApiError('INVALID_REQUEST'),
    explanation: `${method} ${target}: ${reason}: INVALID_REQUEST`,
    checked: 'before',
  }))
}

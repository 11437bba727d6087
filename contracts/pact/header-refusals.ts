import { ApiError } from '../api-error.ts'
import { type RefusedHeader, refusedHeaders } from '../refused-headers.ts'
import { REQUEST_BYTES_LIMIT } from '../request-headers.ts'
import type { ForwardedRequest } from './loopback.ts'
import { takesBody } from './operations.ts'

/** A reason why the gateway refuses a request: a header, or a body that is too large. */
export interface HeaderRefusal extends Pick<RefusedHeader, 'checked'> {
  readonly error: ApiError
  /** What is wrong, in English and Chinese. */
  readonly explanation: string
}

/** Lists the reasons why the gateway refuses a request because of its headers or because its body is too large. */
export function headerRefusals(request: ForwardedRequest): readonly HeaderRefusal[] {
  const { method, target, headers, body } = request
  const refused = refusedHeaders(headers, takesBody(method, target) ?? body.length > 0)
  const made = refused.map(({ example, checked, mistake: { message, fix, message_zh, fix_zh } }) => ({
    error: new ApiError(example),
    explanation: `${method} ${target}: ${message} ${fix} (${message_zh}${fix_zh}): ${example}`,
    checked,
  }))
  return [...made, ...tooLarge(request)]
}

function tooLarge({ method, target, body }: ForwardedRequest): HeaderRefusal[] {
  if (body.length <= REQUEST_BYTES_LIMIT) return []
  const reason = `The request has a body of ${body.length} bytes; the gateway takes at most ${REQUEST_BYTES_LIMIT}. (请求体过长)`
  return [{ error: new ApiError('INVALID_REQUEST'), explanation: `${method} ${target}: ${reason}: INVALID_REQUEST`, checked: 'before' }]
}

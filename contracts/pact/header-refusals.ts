import { ApiError } from '../api-error.ts'
import { type RefusedHeader, refusedHeaders } from '../refused-headers.ts'
import type { ForwardedRequest } from './loopback.ts'
import { takesBody } from './operations.ts'

/** A reason why the gateway refuses the headers of a request. */
export interface HeaderRefusal extends Pick<RefusedHeader, 'checked'> {
  readonly error: ApiError
  /** Names the header and the fix, in English and Chinese. */
  readonly explanation: string
}

/** Why the gateway refuses the headers of a request, by the same rules as the mock server; empty when it accepts them. */
export function headerRefusals({ method, target, headers, body }: ForwardedRequest): readonly HeaderRefusal[] {
  const refused = refusedHeaders(headers, takesBody(method, target.replace(/\?.*/s, '')) ?? body.length > 0)
  return refused.map(({ example, checked, mistake: { message, fix, message_zh, fix_zh } }) => ({
    error: new ApiError(example),
    explanation: `${method} ${target}: ${message} ${fix} (${message_zh}${fix_zh}): ${example}`,
    checked,
  }))
}

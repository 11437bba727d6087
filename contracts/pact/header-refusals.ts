import { ApiError } from '../api-error.ts'
import { type RefusedHeader, refusedHeaders } from '../refused-headers.ts'
import { REQUEST_BYTES_LIMIT } from '../request-headers.ts'
import type { ForwardedRequest } from './loopback.ts'
import { requiresPlatformSerial, takesBody } from './operations.ts'
import { platformSignerFor } from './platform-signer.ts'

/** A reason why the gateway refuses a request: a header, or a body that is too large. */
export interface HeaderRefusal extends Pick<RefusedHeader, 'checked'> {
  readonly error: ApiError
  /** What is wrong, in English and Chinese. */
  readonly explanation: string
}

/** Lists the reasons why the gateway refuses a request because of its headers or because its body is too large. */
export function headerRefusals(request: ForwardedRequest): readonly HeaderRefusal[] {
  const { method, target, headers, body } = request
  const refused = refusedHeaders(headers, takesBody(method, pathIn(target)) ?? body.length > 0)
  const made = refused.map(({ example, checked, mistake: { message, fix, message_zh, fix_zh } }) => ({
    error: new ApiError(example),
    explanation: `${method} ${target}: ${message} ${fix} (${message_zh}${fix_zh}): ${example}`,
    checked,
  }))
  return [...made, ...tooLarge(request)]
}

/** Returns why the gateway refuses the Wechatpay-Serial of a request; an empty list when it is right, or the operation does not require it. */
export function serialRefusals({ method, target, headers }: ForwardedRequest): readonly HeaderRefusal[] {
  const serial = headers['wechatpay-serial']
  if (!requiresPlatformSerial(method, pathIn(target)) || platformSignerFor(serial)) return []
  const [example, reason] = serial ? ([UNKNOWN, `Wechatpay-Serial: ${serial}, which ${NO_KEY}`] as const) : ([MISSING, NO_SERIAL] as const)
  return [{ error: new ApiError(example), explanation: `${method} ${target}: The request has ${reason}: ${example}`, checked: 'after' }]
}

const MISSING = 'PARAM_ERROR_PLATFORM_SERIAL_MISSING'
const UNKNOWN = 'PARAM_ERROR_PLATFORM_SERIAL'
const NO_SERIAL = 'no Wechatpay-Serial header, which this operation requires. (此接口必须携带 Wechatpay-Serial)'
const NO_KEY = 'names no platform certificate and no WeChat Pay public key of signedPact. (未指定平台证书或微信支付公钥)'

function pathIn(target: string): string {
  return target.replace(/\?.*/s, '')
}

function tooLarge({ method, target, body }: ForwardedRequest): HeaderRefusal[] {
  if (body.length <= REQUEST_BYTES_LIMIT) return []
  const reason = `The request has a body of ${body.length} bytes; the gateway takes at most ${REQUEST_BYTES_LIMIT}. (请求体过长)`
  return [{ error: new ApiError('INVALID_REQUEST'), explanation: `${method} ${target}: ${reason}: INVALID_REQUEST`, checked: 'before' }]
}

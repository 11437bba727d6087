import { type AxiosError, AxiosHeaders, type AxiosResponse, isAxiosError } from 'axios'
import type { ErrorCode } from '../contracts/index.ts'

/** The body of an error answer of the gateway. */
export interface ErrorBody {
  /** The error code (错误码). */
  readonly code: ErrorCode
  /** The description of the error (错误描述), for people to read. */
  readonly message: string
  /** Details about the error (详细信息). */
  readonly detail?: unknown
}

/**
 * An `AxiosError` for a call that the gateway refused, with the code and message from the body of the answer.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012081726
 */
export interface WechatpayError extends AxiosError<ErrorBody> {
  /** The error code (错误码). The type lists the documented codes, but the gateway may send another one, so handle that case too. */
  code: ErrorCode
  /** The description of the error (错误描述), for people to read. One code can have many descriptions. */
  message: string
  /** The HTTP status of the answer. */
  status: number
  /** The `Request-ID` of the answer (请求ID), to give to WeChat Pay's support. */
  requestId: string | undefined
  response: AxiosResponse<ErrorBody>
}

/**
 * Tells whether an error is a refusal by the gateway, and narrows its type. Returns false for a failed connection, for a
 * `ResponseVerificationError`, and for an answer whose body has no code and message. Also returns false for a call with the `responseType`
 * `text` or `arraybuffer`, because the client does not parse the body of its answer.
 *
 * @param error The error that a call of the client rejected with.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012081726
 * @example
 * ```ts
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 * import { createWechatpay, isWechatpayError } from 'wechatpay-goldplan-mock/client'
 *
 * await using mock = await createMockServer()
 * const { mchid, serial_no: serial, private_key: privateKey, platform_certificates: platform } = mock.credentials
 * const certs = Object.fromEntries(platform.map(({ serial_no, certificate }) => [serial_no, certificate]))
 * const wxpay = createWechatpay({ mchid, serial, privateKey, certs, baseURL: mock.url })
 * try {
 *   await wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1', operation_type: 'OPEN' })
 * } catch (error) {
 *   if (!isWechatpayError(error)) throw error
 *   if (error.code === 'MCH_NOT_EXISTS') console.log(error.status, error.message, error.requestId)
 * }
 * ```
 */
export function isWechatpayError(error: unknown): error is WechatpayError {
  return isAxiosError(error) && isErrorBody(error.response?.data) && error.code === error.response.data.code
}

/**
 * Rethrows the error of a call. If the parsed body of the answer has a code and a message, first copies the code, the message and the
 * Request-ID to the error.
 */
export function throwWithBody(error: unknown): never {
  if (!isAxiosError(error) || !isErrorBody(error.response?.data)) throw error
  const { code, message } = error.response.data
  const requestId = AxiosHeaders.from(error.response.headers as AxiosHeaders).get('Request-ID') ?? undefined
  throw Object.assign(error, { code, message, requestId })
}

function isErrorBody(body: unknown): body is ErrorBody {
  const { code, message } = (body ?? {}) as Record<string, unknown>
  return typeof code === 'string' && typeof message === 'string'
}

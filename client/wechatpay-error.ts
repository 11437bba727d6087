import { type AxiosError, AxiosHeaders, type AxiosResponse, isAxiosError } from 'axios'
import type { ErrorCode } from '../contracts/index.ts'

/** The body of a refusal, as the gateway writes it. */
export interface ErrorBody {
  /** The error code (错误码). */
  readonly code: ErrorCode
  /** The description of the error (错误描述), for a person to read. */
  readonly message: string
  /** Where the fault is (详细信息), when the gateway says so. */
  readonly detail?: unknown
}

/**
 * A refusal of the gateway: an `AxiosError` with the error code and the message of the body of the answer.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012081726
 */
export interface WechatpayError extends AxiosError<ErrorBody> {
  /** The error code (错误码). Its type has the codes that the documents name; the gateway may send another, so keep a branch for it. */
  code: ErrorCode
  /** The description of the error (错误描述), for a person to read; one code has many. */
  message: string
  /** The HTTP status of the answer. */
  status: number
  /** The `Request-ID` of the answer (请求ID), to quote to WeChat Pay; `undefined` when it had none. */
  requestId: string | undefined
  response: AxiosResponse<ErrorBody>
}

/**
 * Says whether a call was refused by the gateway, and types the error. It is false when the connection failed, when the answer has no body
 * with a code and a message, and for a `ResponseVerificationError`.
 *
 * @param error What a call of the client rejected with.
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

/** Rethrows the error of a call, with the code and the message of the answer's body when it has them. */
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

import axios, { isAxiosError } from 'axios'
import { randomNonce } from '../contracts/index.ts'
import { type Chain, createChain } from './chain.ts'
import { createSigner, signingAdapter } from './signing-adapter.ts'
import { checkOptions, type WechatpayOptions } from './wechatpay-options.ts'

const PRODUCTION = 'https://api.mch.weixin.qq.com'

/**
 * Makes a client of the WeChat Pay gold plan (点金计划). It signs each request over the bytes that it sends and verifies each 2xx answer over
 * the bytes that it received. Redirects are never followed: a signature is for one URL.
 *
 * A call rejects with an `AxiosError` for a non-2xx answer, its `code` and `message` those of the body (错误码, 错误描述), and with a
 * `ResponseVerificationError` for an answer that can't be trusted.
 *
 * @param options Who signs, whose answers are believed, and any option of axios.
 * @throws {TypeError} When an option is not what is wanted; says what was given.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
 * @example
 * ```ts
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 * import { createWechatpay } from 'wechatpay-goldplan-mock/client'
 *
 * await using mock = await createMockServer()
 * const { mchid, serial_no: serial, private_key: privateKey, platform_certificates: platform } = mock.credentials
 * const certs = Object.fromEntries(platform.map(({ serial_no, certificate }) => [serial_no, certificate]))
 * const wxpay = createWechatpay({ mchid, serial, privateKey, certs, baseURL: mock.url })
 * const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1900000109', operation_type: 'OPEN' })
 * console.log(data.sub_mchid) // 1900000109
 * ```
 */
export function createWechatpay(options: WechatpayOptions): Chain {
  checkOptions(options)
  const { mchid, serial, privateKey, certs, now = Date.now, nonce = randomNonce, ...axiosOptions } = options
  const signer = createSigner({ mchid, serial, privateKey, certs: { ...certs } }, now, nonce)
  const instance = axios.create({ baseURL: PRODUCTION, ...axiosOptions })
  return createChain((method, url, data, config) => {
    const adapter = signingAdapter(signer, config?.adapter ?? instance.defaults.adapter)
    return instance.request({ ...config, method, url, data, adapter }).catch(withErrorOfBody)
  })
}

/** Gives an AxiosError the code and the message that the answer's body names. */
function withErrorOfBody(error: unknown): never {
  const body: unknown = isAxiosError(error) ? error.response?.data : undefined
  if (isErrorBody(body)) Object.assign(error as Error, { code: body.code, message: body.message })
  throw error
}

function isErrorBody(body: unknown): body is { code: string; message: string } {
  const { code, message } = (body ?? {}) as Record<string, unknown>
  return typeof code === 'string' && typeof message === 'string'
}

import { randomNonce } from '../contracts/index.ts'
import { createChain } from './chain.ts'
import { createSender } from './create-sender.ts'
import { createVerifier } from './verify-answer.ts'
import type { Wechatpay } from './wechatpay.ts'
import { axiosOptionsOf, readIdentity, type WechatpayOptions } from './wechatpay-options.ts'

/**
 * Creates a client of the WeChat Pay gold plan (点金计划). It signs each request over the bytes that it sends and verifies each 2xx answer over
 * the bytes that it received. Redirects are never followed: a signature is for one URL.
 *
 * A call rejects with a {@link WechatpayError} for a refusal of the gateway, with another `AxiosError` when the connection fails or the answer
 * has no body of the gateway's form, and with a `ResponseVerificationError` when the signature of an answer does not hold.
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
export function createWechatpay(options: WechatpayOptions): Wechatpay {
  const identity = readIdentity(options)
  const { now = Date.now, nonce = randomNonce } = options
  return createChain(createSender({ identity, now, nonce }, axiosOptionsOf(options), createVerifier(identity.certs, now)))
}

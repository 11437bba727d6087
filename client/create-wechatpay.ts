import { randomNonce } from '../contracts/index.ts'
import { createChain } from './chain.ts'
import { createSender } from './create-sender.ts'
import { createVerifier } from './verify-answer.ts'
import type { Wechatpay } from './wechatpay.ts'
import { axiosOptionsOf, readIdentity, type WechatpayOptions } from './wechatpay-options.ts'

/**
 * Creates a client for the WeChat Pay gold plan (点金计划). It signs requests and verifies the bytes of 2xx answers. It does not follow
 * redirects, because a signature is valid for one URL.
 *
 * A call that the gateway refuses rejects with a {@link WechatpayError}. When the connection fails, or an error answer is not in the
 * gateway's format, the call rejects with an ordinary `AxiosError`. A 2xx answer that fails verification leads to a
 * `ResponseVerificationError`. Data that can't be signed, or an option such as `auth` or `responseType: 'stream'`, leads to a `TypeError`.
 * A call to a real host of WeChat Pay with the shipped development keys leads to an `Error`.
 *
 * The option `timeout` works as in axios: it ends a call when nothing arrives for that many milliseconds. A call may take longer than
 * `timeout` if its answer arrives slowly or `maxRate` slows it down. To limit a whole call, give it the axios option
 * `signal: AbortSignal.timeout(5000)`.
 *
 * @param options The merchant that signs, the platform keys to trust, and axios options.
 * @throws {TypeError} When `baseURL`, or an option that is not one of axios, is not valid. The message names what was given and what is
 * wanted.
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

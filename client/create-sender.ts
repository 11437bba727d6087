import axios, { type AxiosRequestConfig } from 'axios'
import type { SendRequest } from './chain.ts'
import { checkData, throwWithoutOverflow } from './check-data.ts'
import { createSigningAdapter, type Signer } from './signing-adapter.ts'
import type { VerifyAnswer } from './verify-answer.ts'
import { throwWithBody } from './wechatpay-error.ts'

const PRODUCTION = 'https://api.mch.weixin.qq.com'

/**
 * The default of `maxContentLength`: the client reads at most this many bytes of an answer, counted after decompression. axios itself has no limit.
 * The gateway's answers have only a few kilobytes.
 */
const ANSWER_LIMIT = 10 * 1024 * 1024

/**
 * Creates the function that sends each request. The function signs the request and verifies a 2xx answer. When the gateway refuses the request, the
 * function copies the code, message and Request-ID of the answer to the error.
 */
export function createSender(signer: Signer, axiosOptions: AxiosRequestConfig, verifyAnswer: VerifyAnswer): SendRequest {
  const instance = axios.create({ maxContentLength: ANSWER_LIMIT, ...axiosOptions, baseURL: axiosOptions.baseURL ?? PRODUCTION })
  const adapterAround = createSigningAdapter(signer, verifyAnswer)
  return async (method, url, data, config) => {
    const call = `${method.toUpperCase()} ${url}`
    checkData(data, call)
    const adapter = adapterAround(config?.adapter ?? instance.defaults.adapter)
    return await instance
      .request({ ...config, method, url, data, adapter })
      .catch((error: unknown) => throwWithoutOverflow(error, call))
      .catch(throwWithBody)
  }
}

import axios, { type AxiosRequestConfig } from 'axios'
import type { SendRequest } from './chain.ts'
import { checkData, throwWithoutOverflow } from './check-data.ts'
import { createSigningAdapter, type Signer } from './signing-adapter.ts'
import type { VerifyAnswer } from './verify-answer.ts'
import { throwWithBody } from './wechatpay-error.ts'

const PRODUCTION = 'https://api.mch.weixin.qq.com'

/** The default of `maxContentLength`, in bytes after decompression. The gateway's answers are smaller. axios itself has no limit. */
const ANSWER_LIMIT = 10 * 1024 * 1024

/**
 * Creates the function that sends a request: it signs the request and verifies a 2xx answer. If the gateway refuses the request, the error
 * gets the code, message and Request-ID of the answer.
 */
export function createSender(signer: Signer, axiosOptions: AxiosRequestConfig, verifyAnswer: VerifyAnswer): SendRequest {
  const { baseURL = PRODUCTION, validateStatus = isSuccess } = axiosOptions
  const adapter = httpFirst(axios.defaults.adapter)
  const instance = axios.create({ maxContentLength: ANSWER_LIMIT, adapter, ...axiosOptions, baseURL, validateStatus })
  const adapterAround = createSigningAdapter(signer, verifyAnswer)
  return async (method, url, data, config) => {
    const call = `${method.toUpperCase()} ${url}`
    checkData(data, call)
    const signing = adapterAround(config?.adapter ?? instance.defaults.adapter)
    return await instance
      .request({ ...config, method, url, data, adapter: signing })
      .catch((error: unknown) => throwWithoutOverflow(error, call))
      .catch(throwWithBody)
  }
}

/**
 * The default of `validateStatus`. It replaces the function in `axios.defaults`: if an application accepts every status there, a refused
 * call would look like a success.
 */
function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/**
 * Puts axios's adapter for Node before its other adapters. axios itself tries XMLHttpRequest first. Tests with jsdom have XMLHttpRequest,
 * but jsdom refuses calls to another origin.
 */
function httpFirst(adapter: AxiosRequestConfig['adapter'] = []) {
  return Array.isArray(adapter) ? ['http' as const, ...adapter] : adapter
}

import axios, { type AxiosRequestConfig, isAxiosError } from 'axios'
import type { SendRequest } from './chain.ts'
import { createSigningAdapter, type Signer } from './signing-adapter.ts'
import type { VerifyAnswer } from './verify-answer.ts'

const PRODUCTION = 'https://api.mch.weixin.qq.com'

/** Makes what sends: it signs each request, verifies each 2xx answer, and gives a refusal the code and the message of its body. */
export function createSender(signer: Signer, axiosOptions: AxiosRequestConfig, verifyAnswer: VerifyAnswer): SendRequest {
  const instance = axios.create({ ...axiosOptions, baseURL: axiosOptions.baseURL ?? PRODUCTION })
  const adapterAround = createSigningAdapter(signer, verifyAnswer)
  return (method, url, data, config) => {
    const adapter = adapterAround(config?.adapter ?? instance.defaults.adapter)
    return instance.request({ ...config, method, url, data, adapter }).catch(withErrorOfBody)
  }
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

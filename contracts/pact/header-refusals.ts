import { ApiError } from '../api-error.ts'
import { acceptedLanguage, checkRequestHeaders, LANGUAGES, type RequestHeaders } from '../request-headers.ts'
import type { ForwardedRequest } from './loopback.ts'
import { takesBody } from './operations.ts'

/** A reason why the gateway refuses the headers of a request. */
export interface HeaderRefusal {
  readonly error: ApiError
  /** Names the header and the rule, in English and Chinese. */
  readonly explanation: string
  /** Whether the gateway checks this rule before or after the signature. */
  readonly isChecked: 'before' | 'after'
}

/** Why the gateway refuses the headers of a request, by the same rules as the mock server; empty when it accepts them. */
export function headerRefusals(request: ForwardedRequest): readonly HeaderRefusal[] {
  const call = `${request.method} ${request.target}`
  return [...refusedBefore(request, call), ...refusedAfter(request, call)]
}

function refusedBefore({ method, target, headers, body }: ForwardedRequest, call: string): HeaderRefusal[] {
  try {
    checkRequestHeaders(headers, takesBody(method, target.replace(/\?.*/s, '')) ?? body.length > 0)
    return []
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return [{ error, explanation: `${call} ${reasonOf(headers)}: ${error.example}`, isChecked: 'before' }]
  }
}

function reasonOf({ accept, 'user-agent': userAgent, 'content-type': contentType }: RequestHeaders): string {
  const missing = [accept ? [] : ['Accept'], userAgent ? [] : ['User-Agent']].flat().join(' and ')
  if (missing !== '') return `lacks ${missing}: the gateway requires Accept and User-Agent of every request (缺少请求头 ${missing})`
  const sent = contentType === undefined ? 'no Content-Type' : `Content-Type: ${contentType}`
  return `has ${sent}: the gateway requires application/json (Content-Type 须为 application/json)`
}

function refusedAfter({ headers: { 'accept-language': language } }: ForwardedRequest, call: string): HeaderRefusal[] {
  if (!language || acceptedLanguage(language) !== undefined) return []
  const rule = `the gateway supports only ${LANGUAGES.join(', ')}, and Node's fetch sends * unless the header is set`
  const ruleZh = `网关不支持这个 Accept-Language；fetch 默认发送 *，请设为 zh-CN`
  const error = new ApiError('PARAM_ERROR_ACCEPT_LANGUAGE')
  return [{ error, explanation: `${call} has Accept-Language: ${language}: ${rule} (${ruleZh}): ${error.example}`, isChecked: 'after' }]
}

import { ApiError } from './api-error.ts'
import { type Diagnosis, plainDiagnosis } from './diagnosis/circumstances.ts'
import { type DescribedMistake, describe, type Mistake } from './diagnosis/mistake.ts'
import type { ErrorExample } from './operations.d.ts'
import { acceptedLanguage, isEncoded, isJson, LANGUAGES, type RequestHeaders } from './request-headers.ts'

/** A mistake in a header other than Authorization. */
interface HeaderMistake extends Mistake {
  /** The error that the gateway answers with. */
  readonly example: ErrorExample
  /** Whether the gateway checks the header before or after it verifies the signature. */
  readonly checked: 'before' | 'after'
  readonly isMade: (headers: RequestHeaders, takesBody: boolean) => boolean
}

/** The mistakes, in the order in which the gateway checks for them. */
const MISTAKES: readonly HeaderMistake[] = [
  {
    id: 'accept-missing',
    message: 'The request has no Accept header, or an empty one.',
    message_zh: '请求没有 Accept 请求头，或其值为空。',
    fix: 'Send Accept: application/json. The gateway requires Accept and User-Agent of every request.',
    fix_zh: '请发送 Accept: application/json。网关要求每个请求都带 Accept 和 User-Agent。',
    example: 'INVALID_REQUEST_MISSING_HEADER',
    checked: 'before',
    isMade: ({ accept }) => !accept,
  },
  {
    id: 'user-agent-missing',
    message: 'The request has no User-Agent header, or an empty one.',
    message_zh: '请求没有 User-Agent 请求头，或其值为空。',
    fix: 'Send a User-Agent that names your program. The gateway requires Accept and User-Agent of every request.',
    fix_zh: '请在 User-Agent 中写上程序的名称。网关要求每个请求都带 Accept 和 User-Agent。',
    example: 'INVALID_REQUEST_MISSING_HEADER',
    checked: 'before',
    isMade: ({ 'user-agent': userAgent }) => !userAgent,
  },
  {
    id: 'content-type-missing',
    message: 'The request has no Content-Type header, or an empty one.',
    message_zh: '请求没有 Content-Type 请求头，或其值为空。',
    fix: 'Send Content-Type: application/json.',
    fix_zh: '请发送 Content-Type: application/json。',
    example: 'INVALID_REQUEST_CONTENT_TYPE',
    checked: 'before',
    isMade: ({ 'content-type': contentType }, takesBody) => takesBody && !contentType,
  },
  {
    id: 'content-type-not-json',
    message: 'The request has Content-Type: {type}.',
    message_zh: '请求的 Content-Type 是 {type}。',
    fix: 'Send Content-Type: application/json.',
    fix_zh: '请发送 Content-Type: application/json。',
    example: 'INVALID_REQUEST_CONTENT_TYPE',
    checked: 'before',
    isMade: ({ 'content-type': contentType }, takesBody) => takesBody && Boolean(contentType) && !isJson(contentType),
  },
  {
    id: 'content-encoding-unsupported',
    message: 'The request has Content-Encoding: {encoding}. The body must not be compressed.',
    message_zh: '请求的 Content-Encoding 是 {encoding}，报文主体不能压缩。',
    fix: 'Turn off compression of requests in the HTTP client or in the proxy that compresses them, and sign the bytes that are sent.',
    fix_zh: '关闭 HTTP 客户端或中间代理对请求的压缩，并对实际发送的字节签名。',
    example: 'INVALID_REQUEST',
    checked: 'before',
    isMade: ({ 'content-encoding': encoding }, takesBody) => takesBody && isEncoded(encoding),
  },
  {
    id: 'accept-language-unsupported',
    message: `The request has Accept-Language: {language}. The gateway supports only ${LANGUAGES.join(', ')}.`,
    message_zh: `请求的 Accept-Language 是 {language}，网关只支持 ${LANGUAGES.join('、')}。`,
    fix: "Send Accept-Language: zh-CN. Unless you set it, Node's fetch sends *.",
    fix_zh: '请发送 Accept-Language: zh-CN。不设置时，Node 自带的 fetch 会发送 *。',
    example: 'PARAM_ERROR_ACCEPT_LANGUAGE',
    checked: 'after',
    isMade: ({ 'accept-language': language }) => Boolean(language) && acceptedLanguage(language ?? '') === undefined,
  },
]

/**
 * Makes the header checks that the gateway makes before it verifies the signature.
 *
 * @param takesBody Whether the operation takes a body.
 * @throws {ApiError} When User-Agent or Accept is missing. For an operation that takes a body, also when Content-Type is missing or not
 * JSON, or when Content-Encoding says that the body is encoded.
 * @see https://developers.weixin.qq.com/community/develop/doc/0002e86c3909187aed0c6449951c00
 */
export function checkRequestHeaders(headers: RequestHeaders, takesBody: boolean): void {
  const refused = MISTAKES.find(({ checked, isMade }) => checked === 'before' && isMade(headers, takesBody))
  if (refused) throw new ApiError(refused.example)
}

/** A header that the gateway refuses: the mistake, with its texts filled in, and the error. */
export interface RefusedHeader extends Pick<HeaderMistake, 'example' | 'checked'> {
  readonly mistake: DescribedMistake
}

/** The headers for which the gateway refuses a request, in the order of its checks. */
export function refusedHeaders(headers: RequestHeaders, takesBody: boolean): RefusedHeader[] {
  const placeholders = {
    type: headers['content-type'] ?? '',
    language: headers['accept-language'] ?? '',
    encoding: headers['content-encoding'] ?? '',
  }
  const made = MISTAKES.filter(({ isMade }) => isMade(headers, takesBody))
  return made.map((mistake) => ({ example: mistake.example, checked: mistake.checked, mistake: describe(mistake, placeholders) }))
}

/**
 * Finds the headers, other than Authorization, for which the gateway refuses a request because they are missing or wrong.
 *
 * @param headers The headers of the request by their names in lower case.
 * @param takesBody Whether the operation takes a body.
 * @returns `null` when the gateway does not refuse these headers.
 * @example
 * ```ts
 * import { diagnoseHeaders } from 'wechatpay-goldplan-mock/contracts'
 *
 * const headers = { accept: 'application/json', 'user-agent': 'node', 'accept-language': '*' }
 * console.log(diagnoseHeaders(headers, false)?.mistakes[0]?.id) // accept-language-unsupported
 * ```
 */
export function diagnoseHeaders(headers: RequestHeaders, takesBody: boolean): Diagnosis | null {
  const mistakes = refusedHeaders(headers, takesBody).map(({ mistake }) => mistake)
  return mistakes.length === 0 ? null : plainDiagnosis(mistakes)
}

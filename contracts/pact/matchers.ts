import { developmentKeys } from '../keys/development-keys.ts'
import { SCHEME } from '../wire/authorization.ts'
import { match } from './load-pact.ts'

/** A matcher of Pact for a text. */
export type TextMatcher = ReturnType<typeof match.regex>

/** The headers of a message, each a text or a matcher. */
export type HeaderMatchers = Readonly<Record<string, string | TextMatcher>>

/** The five fields may come in any order; each SDK has its own. */
const AUTHORIZATION = `^${SCHEME} (?=.*mchid="\\d+")(?=.*serial_no="[0-9A-F]{40}")(?=.*nonce_str="[^"]+")(?=.*timestamp="\\d+")(?=.*signature="[A-Za-z0-9+/]{342}==").*$`

const SOME_SIGNATURE = `${'A'.repeat(342)}==`
const SOME_AUTHORIZATION = `${SCHEME} mchid="1900000100",serial_no="${developmentKeys.merchant.serial}",nonce_str="0123456789abcdef0123456789abcdef",timestamp="1700000000",signature="${SOME_SIGNATURE}"`

/**
 * Matchers for the headers and bodies of WeChat Pay. They check the form of a signature; `signedPact` and `verifyPacts` verify it.
 *
 * @example
 * ```ts
 * import { matchers } from 'wechatpay-goldplan-mock/pact'
 *
 * console.log(Object.keys(matchers.requestHeaders({ hasBody: true }))) // [ 'Authorization', 'Accept', 'User-Agent', 'Content-Type' ]
 * ```
 */
export const matchers: {
  /** An Authorization header of APIv3 with its fields in any order. */
  authorization(example?: string): TextMatcher
  /** The headers that the gateway requires of every request. */
  requestHeaders(choice: { readonly hasBody: boolean; readonly authorization?: string }): HeaderMatchers
  /** The headers that carry the signature of an answer. */
  answerSignature(): HeaderMatchers
  /** The body of an error. The message must be equal for `INVALID_REQUEST`, which stands for many errors; else any text will do. */
  error(code: string, message: string): { readonly code: string; readonly message: string | ReturnType<typeof match.string> }
} = {
  authorization: (example = SOME_AUTHORIZATION) => match.regex(AUTHORIZATION, example),
  requestHeaders({ hasBody, authorization }) {
    return {
      Authorization: matchers.authorization(authorization),
      Accept: match.regex('.+', 'application/json'),
      'User-Agent': match.regex('.+', 'consumer'),
      ...(hasBody && { 'Content-Type': match.regex('^application/json(;.*)?$', 'application/json') }),
    }
  },
  answerSignature() {
    return {
      'Wechatpay-Serial': match.regex('^([0-9A-F]{40}|PUB_KEY_ID_\\w+)$', developmentKeys.platform.serial),
      'Wechatpay-Timestamp': match.regex('^\\d{10}$', '1700000000'),
      'Wechatpay-Nonce': match.regex('^\\w{1,32}$', '0123456789abcdef0123456789abcdef'),
      'Wechatpay-Signature': match.regex('^[A-Za-z0-9+/]{342}==$', SOME_SIGNATURE),
    }
  },
  error: (code, message) => ({ code, message: code === 'INVALID_REQUEST' ? message : match.string(message) }),
}

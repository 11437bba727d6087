import { developmentKeys } from '../keys/development-keys.ts'
import { SCHEME } from '../wire/authorization.ts'
import { match } from './load-pact.ts'

/** A Pact matcher for a string. */
export type TextMatcher = ReturnType<typeof match.regex>

/** Headers, each a string or a matcher. */
export type HeaderMatchers = Readonly<Record<string, string | TextMatcher>>

/** Matches an Authorization header. Its fields may be in any order, because SDKs write them in different orders. */
const AUTHORIZATION = `^${SCHEME} (?=.*mchid="\\d+")(?=.*serial_no="[0-9A-F]{40}")(?=.*nonce_str="[^"]+")(?=.*timestamp="\\d+")(?=.*signature="[A-Za-z0-9+/]{342}==").*$`

const EXAMPLE_SIGNATURE = `${'A'.repeat(342)}==`
const EXAMPLE_AUTHORIZATION = `${SCHEME} mchid="1900000100",serial_no="${developmentKeys.merchant.serial}",nonce_str="0123456789abcdef0123456789abcdef",timestamp="1700000000",signature="${EXAMPLE_SIGNATURE}"`

/**
 * Matchers for WeChat Pay's headers and bodies. They check the format of a signature; `signedPact` and `verifyPacts` verify the signature
 * itself.
 *
 * @example
 * ```ts
 * import { matchers } from 'wechatpay-goldplan-mock/pact'
 *
 * console.log(Object.keys(matchers.requestHeaders({ hasBody: true }))) // [ 'Authorization', 'Accept', 'User-Agent', 'Content-Type' ]
 * ```
 */
export const matchers: {
  /** An APIv3 Authorization header with its fields in any order. */
  authorization(example?: string): TextMatcher
  /** The headers that the gateway requires. It requires Content-Type only of a request with a body. */
  requestHeaders(choice: { readonly hasBody: boolean; readonly authorization?: string }): HeaderMatchers
  /** The headers that carry the signature of an answer. */
  answerSignature(): HeaderMatchers
  /**
   * The body of an error. Many errors have the code `INVALID_REQUEST`, so with this code only the given `message` matches. With other
   * codes, any message matches.
   */
  error(code: string, message: string): { readonly code: string; readonly message: string | ReturnType<typeof match.string> }
} = {
  authorization: (example = EXAMPLE_AUTHORIZATION) => match.regex(AUTHORIZATION, example),
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
      'Wechatpay-Signature': match.regex('^[A-Za-z0-9+/]{342}==$', EXAMPLE_SIGNATURE),
    }
  },
  error: (code, message) => ({ code, message: code === 'INVALID_REQUEST' ? message : match.string(message) }),
}

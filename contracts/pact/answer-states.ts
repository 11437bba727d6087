import { expirePlatformCertificate, signWithNextCertificate, signWithPublicKey } from './set-up-state.ts'
import type { AnswerStateParameters, StateRows } from './state-parameters.ts'

/** Pact provider states that choose an error answer, change the certificates and keys, or keep a request from being signed again. */
export const ANSWER_STATES: StateRows<keyof AnswerStateParameters> = {
  'calls are limited': {
    meaning: 'The operation is called too often: 400 INVALID_REQUEST (命中频率限制).',
    parameters: {},
    aliases: ['the operation is called too often', 'called too often', '命中频率限制', '接口调用速度过快'],
    meaningZh: '接口调用过于频繁：400 INVALID_REQUEST',
    setUp: ({ merchant }) => merchant.addFault({ example: 'GOLDPLAN_FREQUENCY_LIMITED' }),
  },
  'the gateway limits calls': {
    meaning: 'The rate limit of the gateway is exceeded: 429 RATELIMIT_EXCEEDED (请求频率超过限制).',
    parameters: {},
    aliases: ['rate limited', 'the rate limit is exceeded', 'too many requests', '请求频率超过限制', '接口被限流'],
    meaningZh: '超过网关的频率限制：429 RATELIMIT_EXCEEDED',
    setUp: ({ merchant }) => merchant.addFault({ example: 'RATELIMIT_EXCEEDED' }),
  },
  'the system is busy': {
    meaning: 'WeChat Pay fails: 500 SYSTEM_ERROR (系统繁忙).',
    parameters: {},
    aliases: ['the system fails', 'WeChat Pay is busy', 'internal server error', '系统繁忙', '系统错误'],
    meaningZh: '系统繁忙：500 SYSTEM_ERROR',
    setUp: ({ merchant }) => merchant.addFault({ example: 'SYSTEM_ERROR' }),
  },
  'the service is unavailable': {
    meaning: 'WeChat Pay is overloaded: 503 SERVICE_UNAVAILABLE (服务不可用).',
    parameters: {},
    aliases: ['service unavailable', 'WeChat Pay is unavailable', '服务不可用'],
    meaningZh: '服务不可用：503 SERVICE_UNAVAILABLE',
    setUp: ({ merchant }) => merchant.addFault({ example: 'SERVICE_UNAVAILABLE' }),
  },
  'the answer is an error example': {
    meaning: 'The answer is this error example of the OpenAPI documents, regardless of other states.',
    parameters: { example: 'the name of the example, such as PARAM_ERROR; the operation must document it' },
    aliases: ['the answer is an error', '应答为错误示例'],
    meaningZh: '不论其他状态如何，都以 OpenAPI 文档中的这个错误示例应答',
    setUp: ({ merchant }, { example }) => merchant.addFault({ example }),
  },
  'the merchant certificate is revoked': {
    meaning: "The merchant's API certificate is revoked: 401 SIGN_ERROR, which is not signed (商户证书已作废).",
    parameters: {},
    aliases: ['the merchant certificate has been revoked', '商户证书已作废', '商户证书已吊销'],
    meaningZh: '商户 API 证书已作废：401 SIGN_ERROR，应答不签名',
    setUp: ({ merchant }) => merchant.setCertificate({ status: 'revoked' }),
  },
  'the merchant certificate has expired': {
    meaning: "The merchant's API certificate has expired: 401 SIGN_ERROR, which is not signed (商户证书已过期).",
    parameters: {},
    aliases: ['the merchant certificate is expired', '商户证书已过期', '商户证书过期'],
    meaningZh: '商户 API 证书已过期：401 SIGN_ERROR，应答不签名',
    setUp: ({ merchant }) => merchant.setCertificate({ status: 'expired' }),
  },
  'answers are signed with the next platform certificate': {
    meaning: 'The next platform certificate signs answers (平台证书轮换).',
    parameters: {},
    aliases: ['the platform certificate has been rotated', '平台证书已轮换', '平台证书已更换'],
    meaningZh: '应答由下一个平台证书签名（平台证书轮换）',
    setUp: ({ merchant }) => signWithNextCertificate(merchant),
  },
  'answers are signed with the WeChat Pay public key': {
    meaning: 'The WeChat Pay public key signs answers instead of a platform certificate (微信支付公钥).',
    parameters: {},
    aliases: ['answers are signed with the public key', '应答用微信支付公钥签名', '使用微信支付公钥'],
    meaningZh: '应答由微信支付公钥签名，不再用平台证书',
    setUp: ({ merchant }) => signWithPublicKey(merchant),
  },
  'the platform certificate has expired': {
    meaning:
      'The platform certificate has expired, so the WeChat Pay public key signs answers and there is no platform certificate to download (平台证书已过期).',
    parameters: {},
    aliases: ['the platform certificate is expired', '平台证书已过期', '平台证书过期'],
    meaningZh: '平台证书已过期，应答由微信支付公钥签名，也没有可下载的平台证书',
    setUp: ({ merchant }) => expirePlatformCertificate(merchant),
  },
  'requests are left as recorded': {
    meaning: 'The request is not signed again: it is sent with the Authorization in the pact, or without one if the pact has none.',
    parameters: { timestamp: "stops the gateway's clock at this time, in seconds since 1970; without it the clock keeps running" },
    aliases: ['requests are sent as recorded', '请求按契约原样发送'],
    meaningZh: '请求不重新签名：按契约中的 Authorization 发送，契约中没有就不带',
    setUp: async ({ merchant }, { timestamp }) => (timestamp === undefined ? undefined : merchant.setClock({ pin: timestamp })),
  },
}

import type { ErrorExample } from '../operations.d.ts'
import {
  changeSubMerchant,
  closeGoldPlan,
  expirePlatformCertificate,
  openGoldPlan,
  removeSubMerchant,
  type Scene,
  type StateContext,
  signWithNextCertificate,
  signWithPublicKey,
} from './set-up-state.ts'

interface SubMerchantParameters {
  /** The sub-merchant (特约商户); by default the one in the request. */
  readonly sub_mchid?: string
}

interface SceneParameters extends SubMerchantParameters {
  /** The payment scene (支付场景); `JSAPI` by default. */
  readonly scene?: Scene
}

interface ClosedParameters extends SceneParameters {
  /** How many hours ago the gold plan was closed. */
  readonly hours?: number
}

type NoParameters = Readonly<Record<never, never>>

/** The parameters of each provider state that a pact may name. */
export interface StateParameters {
  'the service provider is punished': NoParameters
  'the service provider has not opened the gold plan': NoParameters
  'the service provider has no custom page link': NoParameters
  'the caller is an institution': NoParameters
  'no such sub-merchant exists': SubMerchantParameters
  'a sub-merchant is punished': SubMerchantParameters
  'the gold plan of a sub-merchant was closed less than 24 hours ago': ClosedParameters
  'the gold plan of a sub-merchant was closed more than 24 hours ago': ClosedParameters
  'the gold plan of a sub-merchant was never opened': SubMerchantParameters
  'the gold plan of a sub-merchant is open': SceneParameters
  'the gold plan of a sub-merchant is open by default': SubMerchantParameters
  'a sub-merchant has its own custom page link': SubMerchantParameters
  'the custom page of a sub-merchant is open': SubMerchantParameters
  'the advertising show of a sub-merchant is open': SubMerchantParameters
  'a sub-merchant exists': SubMerchantParameters
  'calls are limited': NoParameters
  'the gateway limits calls': NoParameters
  'the system is busy': NoParameters
  'the service is unavailable': NoParameters
  /** `example`: the name of an error example that the operation documents. */
  'the answer is an error example': { readonly example: ErrorExample }
  'the merchant certificate is revoked': NoParameters
  'the merchant certificate has expired': NoParameters
  'answers are signed with the next platform certificate': NoParameters
  'answers are signed with the WeChat Pay public key': NoParameters
  'the platform certificate has expired': NoParameters
  /** `timestamp`: stops the gateway's clock at this time, in seconds since 1970. Without it the clock keeps running. */
  'requests are left as recorded': { readonly timestamp?: number }
}

/** The name of a provider state. */
export type StateName = keyof StateParameters

/** A provider state of an interaction. */
export interface ProviderState<Name extends StateName = StateName> {
  readonly name: Name
  readonly parameters: StateParameters[Name]
}

interface StateRow<Parameters> {
  readonly meaning: string
  /** A description of each parameter. */
  readonly parameters: Readonly<Record<keyof Parameters & string, string>>
  /** Other names of the state. As with the name itself, case, white space and surrounding punctuation don't matter. */
  readonly aliases: readonly string[]
  /** The meaning in Chinese, for the guides. */
  readonly meaningZh: string
  readonly setUp: (context: StateContext, parameters: Parameters) => Promise<unknown>
}

const SUB_MCHID = { sub_mchid: 'the sub-merchant; by default the one in the request' }
const SCENE = { ...SUB_MCHID, scene: 'JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM; JSAPI by default' }

/**
 * The provider states of the gold plan, each with its meaning, parameters and aliases.
 *
 * @example
 * ```ts
 * import { PROVIDER_STATES } from 'wechatpay-goldplan-mock/pact'
 *
 * for (const [name, { aliases }] of Object.entries(PROVIDER_STATES)) console.log(name, aliases)
 * ```
 */
export const PROVIDER_STATES: { readonly [Name in StateName]: StateRow<StateParameters[Name]> } = {
  'the service provider is punished': {
    meaning: 'WeChat Pay has punished the service provider (服务商被处罚).',
    parameters: {},
    aliases: ['the service provider has been punished', '服务商被处罚', '服务商被处罚中'],
    meaningZh: '服务商被微信支付处罚',
    setUp: ({ merchant }) => merchant.change({ punished: true }),
  },
  'the service provider has not opened the gold plan': {
    meaning: 'The service provider has not opened the gold plan for itself (服务商未开通点金计划).',
    parameters: {},
    aliases: ['the gold plan of the service provider is not open', '服务商未开通点金计划', '服务商没有开通点金计划'],
    meaningZh: '服务商自身未开通点金计划',
    setUp: ({ merchant }) => merchant.change({ gold_plan_open: false }),
  },
  'the service provider has no custom page link': {
    meaning: 'The service provider has not configured the link of its merchant receipt (服务商未配置商家小票链接).',
    parameters: {},
    aliases: ['the service provider has no merchant receipt link', '服务商未配置商家小票链接', '未配置商家小票链接'],
    meaningZh: '服务商未配置商家小票链接',
    setUp: ({ merchant }) => merchant.change({ custom_page_link: false }),
  },
  'the caller is an institution': {
    meaning: 'The caller is neither a service provider nor a channel partner (从业机构).',
    parameters: {},
    aliases: ['the merchant is an institution', '调用方是从业机构', '商户是从业机构'],
    meaningZh: '调用方是从业机构，既不是服务商，也不是渠道商',
    setUp: ({ merchant }) => merchant.change({ type: 'institution' }),
  },
  'no such sub-merchant exists': {
    meaning: 'The service provider has no such sub-merchant (特约商户号不存在).',
    parameters: SUB_MCHID,
    aliases: ['unknown sub-merchant', 'sub-merchant does not exist', 'the sub-merchant does not exist', '特约商户不存在', '子商户不存在'],
    meaningZh: '服务商没有这个特约商户',
    setUp: removeSubMerchant,
  },
  'a sub-merchant is punished': {
    meaning: 'WeChat Pay has punished the sub-merchant (特约商户被处罚).',
    parameters: SUB_MCHID,
    aliases: ['sub-merchant is punished', 'the sub-merchant is punished', '特约商户被处罚', '特约商户被处罚中'],
    meaningZh: '特约商户被微信支付处罚',
    setUp: (context) => changeSubMerchant(context, { punished: true }),
  },
  'the gold plan of a sub-merchant was closed less than 24 hours ago': {
    meaning: 'The gold plan was closed too recently to be opened again (关闭后未满 24 小时).',
    parameters: { ...SCENE, hours: 'how many hours ago; 1 by default' },
    aliases: ['the gold plan was closed less than 24 hours ago', '点金计划关闭不足 24 小时', '点金计划关闭未满 24 小时'],
    meaningZh: '点金计划关闭未满 24 小时，不能再次开通',
    setUp: (context, { scene, hours = 1 }) => closeGoldPlan(context, hours, scene),
  },
  'the gold plan of a sub-merchant was closed more than 24 hours ago': {
    meaning: 'The gold plan was closed long enough ago to be opened again (关闭已满 24 小时).',
    parameters: { ...SCENE, hours: 'how many hours ago; 25 by default' },
    aliases: ['the gold plan was closed more than 24 hours ago', '点金计划关闭已满 24 小时', '点金计划关闭超过 24 小时'],
    meaningZh: '点金计划关闭已满 24 小时，可以再次开通',
    setUp: (context, { scene, hours = 25 }) => closeGoldPlan(context, hours, scene),
  },
  'the gold plan of a sub-merchant was never opened': {
    meaning: 'The sub-merchant exists and its gold plan was never opened (特约商户未开通点金计划).',
    parameters: SUB_MCHID,
    aliases: ['the gold plan was never opened', 'the gold plan is not open', '点金计划未开通', '特约商户未开通点金计划'],
    meaningZh: '特约商户存在，从未开通过点金计划',
    setUp: (context) => changeSubMerchant(context, { gold_plan: {} }),
  },
  'the gold plan of a sub-merchant is open': {
    meaning: 'The gold plan of the sub-merchant is open (特约商户已开通点金计划).',
    parameters: SCENE,
    aliases: ['the gold plan is open', 'the gold plan of sub-merchant is open', '点金计划已开通', '特约商户已开通点金计划'],
    meaningZh: '特约商户已开通点金计划',
    setUp: (context, { scene }) => openGoldPlan(context, scene),
  },
  'the gold plan of a sub-merchant is open by default': {
    meaning:
      'The service provider opens the gold plan for its sub-merchants by default, so it can not be closed for only one of them (默认开通点金计划).',
    parameters: SUB_MCHID,
    aliases: ['the gold plan is open by default', '默认开通点金计划', '特约商户默认开通点金计划'],
    meaningZh: '服务商打开了“默认开通点金计划”开关，特约商户的点金计划因此已开通，不可单个关闭',
    setUp: async (context) => {
      await context.merchant.change({ opens_by_default: true })
      await changeSubMerchant(context, { jsapi_payments: true })
    },
  },
  'a sub-merchant has its own custom page link': {
    meaning: 'The service provider has configured a merchant receipt link for this sub-merchant only (特约商户商家小票链接).',
    parameters: SUB_MCHID,
    aliases: ['the sub-merchant has its own custom page link', '特约商户已配置商家小票链接', '已为特约商户配置商家小票链接'],
    meaningZh: '服务商为特约商户配置了独立的商家小票链接',
    setUp: (context) => changeSubMerchant(context, { custom_page_link: true }),
  },
  'the custom page of a sub-merchant is open': {
    meaning: 'The merchant receipt of the sub-merchant is open (商家小票已开通).',
    parameters: SUB_MCHID,
    aliases: ['the custom page is open', 'the merchant receipt is open', '商家小票已开通', '特约商户已开通商家小票'],
    meaningZh: '特约商户已开通商家小票',
    setUp: (context) => changeSubMerchant(context, { custom_page: 'OPEN' }),
  },
  'the advertising show of a sub-merchant is open': {
    meaning: 'The gold plan and the advertising show of the sub-merchant are open (广告展示已开通).',
    parameters: SUB_MCHID,
    aliases: ['the advertising show is open', '广告展示已开通', '特约商户已开通广告展示'],
    meaningZh: '特约商户已开通点金计划和广告展示',
    setUp: (context) => changeSubMerchant(context, { gold_plan: { JSAPI: { status: 'OPEN' } }, advertising_show: 'OPEN' }),
  },
  'a sub-merchant exists': {
    meaning: 'The service provider has this sub-merchant; everything is closed unless another state opens it (特约商户存在).',
    parameters: SUB_MCHID,
    aliases: ['sub-merchant exists', 'the sub-merchant exists', '特约商户存在', '特约商户已绑定'],
    meaningZh: '特约商户存在；其他状态没有设置的功能，一律未开通',
    setUp: (context) => changeSubMerchant(context, {}),
  },
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
      'The platform certificate has expired, so the WeChat Pay public key signs answers and there is no certificate to download (平台证书已过期).',
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

/** The state in which a replayed request is not signed again. */
export const LEFT_AS_RECORDED: StateName = 'requests are left as recorded'

/**
 * Creates a provider state. The compiler checks its parameters.
 *
 * @example
 * ```ts
 * import { providerState } from 'wechatpay-goldplan-mock/pact'
 *
 * console.log(providerState('a sub-merchant is punished', { sub_mchid: '1900000109' }).name)
 * ```
 */
export function providerState<Name extends StateName>(
  name: Name,
  ...[parameters]: NoParameters extends StateParameters[Name] ? [parameters?: StateParameters[Name]] : [parameters: StateParameters[Name]]
): ProviderState<Name> {
  return { name, parameters: parameters ?? ({} as StateParameters[Name]) }
}

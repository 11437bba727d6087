import type { MerchantControl, SubMerchantRecord } from '../control-client.ts'
import type { ErrorExample } from '../goldplan.openapi.d.ts'
import {
  changeSubMerchant,
  openedScenes,
  removeSubMerchant,
  type Scene,
  signWithNextCertificate,
  signWithPublicKey,
} from './set-up-state.ts'

interface OfSubMerchant {
  /** The sub-merchant (特约商户); that of the request when left out. */
  readonly sub_mchid?: string
}

interface OfScene extends OfSubMerchant {
  /** The payment scene (支付场景); `JSAPI` when left out. */
  readonly scene?: Scene
}

interface Closed extends OfScene {
  /** How many hours ago it was closed. */
  readonly hours?: number
}

type None = Readonly<Record<never, never>>

/** The provider states that a pact may name, each with its parameters. */
export interface StateParameters {
  'the service provider is punished': None
  'the service provider has not opened the gold plan': None
  'the service provider has no custom page link': None
  'the caller is an institution': None
  'no such sub-merchant exists': OfSubMerchant
  'a sub-merchant is punished': OfSubMerchant
  'the gold plan of a sub-merchant was closed less than 24 hours ago': Closed
  'the gold plan of a sub-merchant was closed more than 24 hours ago': Closed
  'the gold plan of a sub-merchant was never opened': OfSubMerchant
  'the gold plan of a sub-merchant is open': OfScene
  'the custom page of a sub-merchant is open': OfSubMerchant
  'the advertising show of a sub-merchant is open': OfSubMerchant
  'a sub-merchant exists': OfSubMerchant
  'calls are limited': None
  'the gateway limits calls': None
  'the system is busy': None
  'the service is unavailable': None
  'the answer is an error example': {
    /** The name of an error example of `goldplan.openapi.yaml` that the operation documents. */
    readonly example: ErrorExample
  }
  'the merchant certificate is revoked': None
  'the merchant certificate has expired': None
  'answers are signed with the next platform certificate': None
  'answers are signed with the WeChat Pay public key': None
  'requests are left as recorded': {
    /** Where the gateway's clock stands meanwhile, in seconds since 1970; it runs on when left out. */
    readonly timestamp?: number
  }
}

/** The name of a provider state. */
export type StateName = keyof StateParameters

/** A provider state, for an interaction. */
export interface ProviderState<Name extends StateName = StateName> {
  readonly name: Name
  readonly parameters: StateParameters[Name]
}

/** What a state is put in: the controls of the merchant that calls, and the sub-merchant that is meant. */
export interface StateContext {
  readonly merchant: MerchantControl
  readonly subMchid: string
}

interface StateRow<Parameters> {
  readonly meaning: string
  /** What each parameter is. */
  readonly parameters: Readonly<Record<keyof Parameters & string, string>>
  /** Other phrasings that can mean nothing else; rows are tried in their order. */
  readonly patterns: readonly RegExp[]
  readonly setUp: (context: StateContext, parameters: Parameters) => Promise<unknown>
}

const SUB_MCHID = 'the sub-merchant; that of the request when left out'
const SCENE = 'JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM; JSAPI when left out'
const HOURS = 'how many hours ago'

/**
 * The provider states of the gold plan: what each means, what its parameters are, and which other phrasings are taken for it.
 *
 * @example
 * ```ts
 * import { PROVIDER_STATES } from 'wechatpay-goldplan-mock/pact'
 *
 * console.log(Object.keys(PROVIDER_STATES))
 * ```
 */
export const PROVIDER_STATES: { readonly [Name in StateName]: StateRow<StateParameters[Name]> } = {
  'the service provider is punished': {
    meaning: 'WeChat Pay has punished the service provider (服务商被处罚).',
    parameters: {},
    patterns: [/service.?provider.*(punish|penali)|服务商.*处罚/i],
    setUp: ({ merchant }) => merchant.change({ punished: true }),
  },
  'the service provider has not opened the gold plan': {
    meaning: 'The service provider has not opened the gold plan for itself (服务商未开通点金计划).',
    parameters: {},
    patterns: [
      /service.?provider.*(not|never|n't).*gold.?plan|gold.?plan.*(not|n't|never|closed).*service.?provider|服务商.*(未|没有)开通点金计划/i,
    ],
    setUp: ({ merchant }) => merchant.change({ gold_plan_open: false }),
  },
  'the service provider has no custom page link': {
    meaning: 'The service provider has not configured the link of its merchant receipt (服务商未配置商家小票链接).',
    parameters: {},
    patterns: [/(no|not|without|missing).*(custom.?page|receipt).*link|(custom.?page|receipt).*link.*(missing|not)|(未|没有)配置商家小票/i],
    setUp: ({ merchant }) => merchant.change({ custom_page_link: false }),
  },
  'the caller is an institution': {
    meaning: 'The caller is neither a service provider nor a channel partner (从业机构).',
    parameters: {},
    patterns: [/(caller|merchant|provider) is an? institution|从业机构|商户类型不合法/i],
    setUp: ({ merchant }) => merchant.change({ type: 'institution' }),
  },
  'no such sub-merchant exists': {
    meaning: 'The service provider has no such sub-merchant (特约商户号不存在).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [
      /(no (such )?|unknown |missing )sub.?merchant|sub.?merchant.*(does not|doesn't|not) (exist|belong)|sub.?merchant.*(unknown|missing)/i,
      /(特约商户|子商户|二级商户).*(不存在|不属于|不是当前服务商)/,
    ],
    setUp: removeSubMerchant,
  },
  'a sub-merchant is punished': {
    meaning: 'WeChat Pay has punished the sub-merchant (特约商户被处罚).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [/sub.?merchant.*(punish|penali)|(特约商户|子商户).*处罚/i],
    setUp: (context) => changeSubMerchant(context, { punished: true }),
  },
  'the gold plan of a sub-merchant was closed less than 24 hours ago': {
    meaning: 'It was open, and was closed too short a time ago to be opened again (关闭后未满 24 小时).',
    parameters: { sub_mchid: SUB_MCHID, scene: SCENE, hours: `${HOURS}; 1 when left out` },
    patterns: [
      /closed.*(less than|within|under|in the last) (the last )?(24|twenty.?four) ?h|closed (just now|recently|(an|one|[1-9]) hours? ago)/i,
      /关闭.*((不足|未满|不到) ?24 ?小时|24 ?小时(以?内))|24 ?小时(以?内).*关闭/,
    ],
    setUp: (context, { scene, hours = 1 }) => closeScenes(context, scene, hours),
  },
  'the gold plan of a sub-merchant was closed more than 24 hours ago': {
    meaning: 'It was open, and was closed long enough ago to be opened again (关闭已满 24 小时).',
    parameters: { sub_mchid: SUB_MCHID, scene: SCENE, hours: `${HOURS}; 25 when left out` },
    patterns: [
      /closed.*((more than|over|at least) (24|twenty.?four) ?h|a day ago|yesterday)|关闭.*(已满|超过|满) ?24 ?小时|24 ?小时(以?前).*关闭/i,
    ],
    setUp: (context, { scene, hours = 25 }) => closeScenes(context, scene, hours),
  },
  'the gold plan of a sub-merchant was never opened': {
    meaning: 'The sub-merchant exists, and its gold plan was never opened (特约商户未开通点金计划).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [/gold.?plan.*(never|not|n't).*open|(never|not|n't) opened.*gold.?plan|(未|没有)开通点金计划|点金计划(未|没有)开通/i],
    setUp: (context) => changeSubMerchant(context, { gold_plan: {} }),
  },
  'the gold plan of a sub-merchant is open': {
    meaning: 'The gold plan of the sub-merchant is open (特约商户已开通点金计划).',
    parameters: { sub_mchid: SUB_MCHID, scene: SCENE },
    patterns: [/gold.?plan.*(is|was|has been|already).*(open|enabled)|(已|已经)开通点金计划|点金计划(已|已经)(开通|打开)/i],
    setUp: (context, { scene }) => changeSubMerchant(context, { gold_plan: openedScenes(scene, null) }),
  },
  'the custom page of a sub-merchant is open': {
    meaning: 'The merchant receipt of the sub-merchant is open (商家小票已开通).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [/(custom.?page|receipt).*(is|was|already).*(open|enabled)|(已|已经)(开通|打开)商家小票|商家小票(已|已经)(开通|打开)/i],
    setUp: (context) => changeSubMerchant(context, { custom_page: 'OPEN' }),
  },
  'the advertising show of a sub-merchant is open': {
    meaning: 'The gold plan and the advertising show of the sub-merchant are open (广告展示已开通).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [/adverti.*(is|are|was|already).*(open|enabled|shown)|(已|已经)(开通|打开)广告展示|广告展示(已|已经)(开通|打开)/i],
    setUp: (context) => changeSubMerchant(context, { gold_plan: openedScenes('JSAPI', null), advertising_show: 'OPEN' }),
  },
  'a sub-merchant exists': {
    meaning: 'The service provider has this sub-merchant; all of it is off unless another state says otherwise (特约商户存在).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [/sub.?merchant( \S+)? (exists|is (bound|known|one of ours))|there is a sub.?merchant|(特约商户|子商户).*(存在|已绑定)/i],
    setUp: (context) => changeSubMerchant(context, {}),
  },
  'calls are limited': {
    meaning: 'The operation is called too often: 400 INVALID_REQUEST (命中频率限制).',
    parameters: {},
    patterns: [/(frequency|called too (often|fast)|calls? (are|is) limited)|命中频率限制|调用速度过快|频率过高/i],
    setUp: ({ merchant }) => merchant.addFault({ example: 'GOLDPLAN_FREQUENCY_LIMITED' }),
  },
  'the gateway limits calls': {
    meaning: 'The limit of the gateway is exceeded: 429 RATELIMIT_EXCEEDED (请求频率超过限制).',
    parameters: {},
    patterns: [/rate.?limit|too many requests|\b429\b|请求频率超过限制|限流/i],
    setUp: ({ merchant }) => merchant.addFault({ example: 'RATELIMIT_EXCEEDED' }),
  },
  'the system is busy': {
    meaning: 'WeChat Pay fails: 500 SYSTEM_ERROR (系统繁忙).',
    parameters: {},
    patterns: [
      /(system|server|gateway|wechat pay) (is busy|fails|error|has failed)|internal (server )?error|\b500\b|系统(繁忙|错误|异常)/i,
    ],
    setUp: ({ merchant }) => merchant.addFault({ example: 'SYSTEM_ERROR' }),
  },
  'the service is unavailable': {
    meaning: 'WeChat Pay is overloaded: 503 SERVICE_UNAVAILABLE (服务不可用).',
    parameters: {},
    patterns: [/unavailable|overloaded|\b503\b|服务不可用/i],
    setUp: ({ merchant }) => merchant.addFault({ example: 'SERVICE_UNAVAILABLE' }),
  },
  'the answer is an error example': {
    meaning: 'The answer is this error example of goldplan.openapi.yaml, whatever the state.',
    parameters: { example: 'its name, as PARAM_ERROR; one that the operation documents' },
    patterns: [],
    setUp: ({ merchant }, { example }) => merchant.addFault({ example }),
  },
  'the merchant certificate is revoked': {
    meaning: "The merchant's API certificate is revoked: 401 SIGN_ERROR, which is not signed (商户证书已作废).",
    parameters: {},
    patterns: [/certificate.*revoked|revoked.*certificate|证书.*(作废|吊销)/i],
    setUp: ({ merchant }) => merchant.setCertificate({ status: 'revoked' }),
  },
  'the merchant certificate has expired': {
    meaning: "The merchant's API certificate has expired: 401 SIGN_ERROR, which is not signed (商户证书已过期).",
    parameters: {},
    patterns: [/certificate.*expired|expired.*certificate|证书.*过期/i],
    setUp: ({ merchant }) => merchant.setCertificate({ status: 'expired' }),
  },
  'answers are signed with the next platform certificate': {
    meaning: 'The platform certificate has been changed for its successor (平台证书轮换).',
    parameters: {},
    patterns: [/(next|new|other) platform certificate|platform certificate.*(rotat|changed)|平台证书.*(轮换|更换)/i],
    setUp: ({ merchant }) => signWithNextCertificate(merchant),
  },
  'answers are signed with the WeChat Pay public key': {
    meaning: 'Answers are signed with the WeChat Pay public key in the place of a certificate (微信支付公钥).',
    parameters: {},
    patterns: [/public.?key|微信支付公钥/i],
    setUp: ({ merchant }) => signWithPublicKey(merchant),
  },
  'requests are left as recorded': {
    meaning: 'The request of this interaction is not signed anew: its Authorization is sent as the pact holds it, or none.',
    parameters: { timestamp: "where the gateway's clock stands meanwhile, in seconds since 1970; it runs on when left out" },
    patterns: [],
    setUp: async ({ merchant }, { timestamp }) => (timestamp === undefined ? undefined : merchant.setClock({ pin: timestamp })),
  },
}

/** That a replayed request is not to be signed. */
export const LEFT_AS_RECORDED: StateName = 'requests are left as recorded'

/**
 * A provider state, its parameters checked by the compiler.
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
  ...[parameters]: None extends StateParameters[Name] ? [parameters?: StateParameters[Name]] : [parameters: StateParameters[Name]]
): ProviderState<Name> {
  return { name, parameters: parameters ?? ({} as StateParameters[Name]) }
}

async function closeScenes(context: StateContext, scene: Scene | undefined, hours: number): Promise<SubMerchantRecord> {
  const { business_time } = await context.merchant.clock()
  return changeSubMerchant(context, { gold_plan: openedScenes(scene, business_time - hours * 3600) })
}

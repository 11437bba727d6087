import type { SubMerchantRecord } from '../control/index.ts'
import type { ErrorExample } from '../operations.d.ts'
import { ANSWERS, IS, NOT, NOT_ZH, PROVIDER, phrasing, phrasingOfSubMerchant, SUB } from './phrasing.ts'
import {
  changeSubMerchant,
  openedScenes,
  removeSubMerchant,
  type Scene,
  type StateContext,
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

interface StateRow<Parameters> {
  readonly meaning: string
  /** What each parameter is. */
  readonly parameters: Readonly<Record<keyof Parameters & string, string>>
  /** Other phrasings that can mean nothing else. */
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
    patterns: [
      phrasing`${PROVIDER}_${IS}_(punished|penali[sz]ed|under punishment)|(punished|penali[sz]ed)_${PROVIDER}`,
      phrasing`服务商_(正在)?_处罚中?`,
    ],
    setUp: ({ merchant }) => merchant.change({ punished: true }),
  },
  'the service provider has not opened the gold plan': {
    meaning: 'The service provider has not opened the gold plan for itself (服务商未开通点金计划).',
    parameters: {},
    patterns: [
      phrasing`${PROVIDER}_(${NOT}_(opened|enabled)|closed)_gold.?plan`,
      phrasing`(${PROVIDER}_gold.?plan|gold.?plan_${PROVIDER})_(${NOT}_(open(ed)?|enabled)|closed)`,
      phrasing`服务商_(${NOT_ZH}_开通过?_点金计划|点金计划_${NOT_ZH}_开通)`,
    ],
    setUp: ({ merchant }) => merchant.change({ gold_plan_open: false }),
  },
  'the service provider has no custom page link': {
    meaning: 'The service provider has not configured the link of its merchant receipt (服务商未配置商家小票链接).',
    parameters: {},
    patterns: [
      phrasing`(${PROVIDER})?_(no|without|missing)_(custom.?page|(merchant )?receipt)_link`,
      phrasing`(${PROVIDER})?_${NOT}_(configured|set)_(custom.?page|(merchant )?receipt)_link`,
      phrasing`(${PROVIDER})?_(custom.?page|(merchant )?receipt)_link_(${PROVIDER})?_(missing|${NOT}_(configured|set))`,
      phrasing`(服务商)?_(${NOT_ZH}_配置_商家小票(链接)?|商家小票链接_${NOT_ZH}_配置)`,
    ],
    setUp: ({ merchant }) => merchant.change({ custom_page_link: false }),
  },
  'the caller is an institution': {
    meaning: 'The caller is neither a service provider nor a channel partner (从业机构).',
    parameters: {},
    patterns: [phrasing`(caller|merchant|provider) is an? institution|(调用方|商户|服务商)?_从业机构|商户类型不合法`],
    setUp: ({ merchant }) => merchant.change({ type: 'institution' }),
  },
  'no such sub-merchant exists': {
    meaning: 'The service provider has no such sub-merchant (特约商户号不存在).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [
      phrasing`(no( such)?|unknown|missing)_${SUB}(_exists)?|${SUB}_(unknown|missing)`,
      phrasing`${SUB}_(${NOT}|(do|does)n't)_(exist|belong( to us|_to_${PROVIDER})?)`,
      phrasing`${SUB}_(不存在|不属于_服务商|不是_服务商_(${SUB})?)|(没有|无此|未知)_${SUB}`,
    ],
    setUp: removeSubMerchant,
  },
  'a sub-merchant is punished': {
    meaning: 'WeChat Pay has punished the sub-merchant (特约商户被处罚).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [
      phrasing`${SUB}_${IS}_(punished|penali[sz]ed|under punishment)|(punished|penali[sz]ed)_${SUB}`,
      phrasing`${SUB}_(正在)?_处罚中?`,
    ],
    setUp: (context) => changeSubMerchant(context, { punished: true }),
  },
  'the gold plan of a sub-merchant was closed less than 24 hours ago': {
    meaning: 'It was open, and was closed too short a time ago to be opened again (关闭后未满 24 小时).',
    parameters: { sub_mchid: SUB_MCHID, scene: SCENE, hours: `${HOURS}; 1 when left out` },
    patterns: [
      phrasingOfSubMerchant`(gold.?plan_closed|closed_gold.?plan)_(less than|under|within( the last)?|in the last) (24|twenty.?four)\s?(h|hours)( ago)?`,
      phrasingOfSubMerchant`(gold.?plan_closed|closed_gold.?plan)_(just now|recently|(an|one|[1-9]) hours? ago)`,
      phrasingOfSubMerchant`(点金计划_关闭|关闭_点金计划)_((不足|未满|不满|不到)_24\s?小时|24\s?小时以?内)`,
      phrasingOfSubMerchant`24\s?小时以?内_(点金计划_关闭过?|关闭过?_点金计划)|点金计划_24\s?小时以?内_关闭过?`,
    ],
    setUp: (context, { scene, hours = 1 }) => closeScenes(context, scene, hours),
  },
  'the gold plan of a sub-merchant was closed more than 24 hours ago': {
    meaning: 'It was open, and was closed long enough ago to be opened again (关闭已满 24 小时).',
    parameters: { sub_mchid: SUB_MCHID, scene: SCENE, hours: `${HOURS}; 25 when left out` },
    patterns: [
      phrasingOfSubMerchant`(gold.?plan_closed|closed_gold.?plan)_(more than|over|at least) (24|twenty.?four)\s?(h|hours)( ago)?`,
      phrasingOfSubMerchant`(gold.?plan_closed|closed_gold.?plan)_(more than )?a day ago`,
      phrasingOfSubMerchant`(点金计划_关闭|关闭_点金计划)_(已满|超过|满)_24\s?小时`,
      phrasingOfSubMerchant`24\s?小时以?前_(点金计划_关闭|关闭_点金计划)|点金计划_24\s?小时以?前_关闭`,
    ],
    setUp: (context, { scene, hours = 25 }) => closeScenes(context, scene, hours),
  },
  'the gold plan of a sub-merchant was never opened': {
    meaning: 'The sub-merchant exists, and its gold plan was never opened (特约商户未开通点金计划).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [
      phrasingOfSubMerchant`gold.?plan_${NOT}_(open(ed)?|enabled)|${NOT}_(opened|enabled)_gold.?plan`,
      phrasingOfSubMerchant`${NOT_ZH}_开通过?_点金计划|点金计划_${NOT_ZH}_开通过?`,
    ],
    setUp: (context) => changeSubMerchant(context, { gold_plan: {} }),
  },
  'the gold plan of a sub-merchant is open': {
    meaning: 'The gold plan of the sub-merchant is open (特约商户已开通点金计划).',
    parameters: { sub_mchid: SUB_MCHID, scene: SCENE },
    patterns: [
      phrasingOfSubMerchant`gold.?plan_${IS}_(open(ed)?|enabled)|${SUB}_has_(opened|enabled)_gold.?plan`,
      phrasingOfSubMerchant`(已|已经)开通_点金计划|点金计划_(已|已经)(开通|打开)`,
    ],
    setUp: (context, { scene }) => changeSubMerchant(context, { gold_plan: openedScenes(scene, null) }),
  },
  'the custom page of a sub-merchant is open': {
    meaning: 'The merchant receipt of the sub-merchant is open (商家小票已开通).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [
      phrasingOfSubMerchant`(custom.?page|(merchant )?receipt)_${IS}_(open(ed)?|enabled)`,
      phrasingOfSubMerchant`(已|已经)(开通|打开)_商家小票|商家小票_(已|已经)(开通|打开)`,
    ],
    setUp: (context) => changeSubMerchant(context, { custom_page: 'OPEN' }),
  },
  'the advertising show of a sub-merchant is open': {
    meaning: 'The gold plan and the advertising show of the sub-merchant are open (广告展示已开通).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [
      phrasingOfSubMerchant`adverti(sing|sements?)_(show)?_${IS}_(open(ed)?|enabled|shown)`,
      phrasingOfSubMerchant`(已|已经)(开通|打开)_广告展示|广告展示_(已|已经)(开通|打开)`,
    ],
    setUp: (context) => changeSubMerchant(context, { gold_plan: openedScenes('JSAPI', null), advertising_show: 'OPEN' }),
  },
  'a sub-merchant exists': {
    meaning: 'The service provider has this sub-merchant; all of it is off unless another state says otherwise (特约商户存在).',
    parameters: { sub_mchid: SUB_MCHID },
    patterns: [phrasing`${SUB}_(exists|is (bound|known|one of ours))|there is an? ${SUB}|${SUB}_(存在|(已|已经)绑定)`],
    setUp: (context) => changeSubMerchant(context, {}),
  },
  'calls are limited': {
    meaning: 'The operation is called too often: 400 INVALID_REQUEST (命中频率限制).',
    parameters: {},
    patterns: [
      phrasing`called too (often|fast|frequently)|calls? (are|is) limited|frequency_limit_${IS}_(exceeded|reached|hit)`,
      phrasing`命中频率限制|(调用)?_(速度过快|频率过高|过于频繁)`,
    ],
    setUp: ({ merchant }) => merchant.addFault({ example: 'GOLDPLAN_FREQUENCY_LIMITED' }),
  },
  'the gateway limits calls': {
    meaning: 'The limit of the gateway is exceeded: 429 RATELIMIT_EXCEEDED (请求频率超过限制).',
    parameters: {},
    patterns: [
      phrasing`rate.?limited|rate.?limit_(exceeded|reached|hit)|(429 )?too many requests`,
      phrasing`${ANSWERS}_(${ANSWERS}_)?429(_too many requests)?|429_${ANSWERS}|请求频率超过限制|(触发|命中)?_限流`,
    ],
    setUp: ({ merchant }) => merchant.addFault({ example: 'RATELIMIT_EXCEEDED' }),
  },
  'the system is busy': {
    meaning: 'WeChat Pay fails: 500 SYSTEM_ERROR (系统繁忙).',
    parameters: {},
    patterns: [
      phrasing`(system|server|gateway|wechat pay) (is busy|fails|error|has failed)|(500 )?internal (server )?error`,
      phrasing`${ANSWERS}_(${ANSWERS}_)?500(_internal server error)?|500_${ANSWERS}|系统_(繁忙|错误|异常)`,
    ],
    setUp: ({ merchant }) => merchant.addFault({ example: 'SYSTEM_ERROR' }),
  },
  'the service is unavailable': {
    meaning: 'WeChat Pay is overloaded: 503 SERVICE_UNAVAILABLE (服务不可用).',
    parameters: {},
    patterns: [
      phrasing`(503 )?(service|system|server|gateway|api|wechat pay)_(unavailable|overloaded)`,
      phrasing`${ANSWERS}_(${ANSWERS}_)?503(_service unavailable)?|503_${ANSWERS}|服务_不可用`,
    ],
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
    patterns: [
      phrasing`(merchant|our|my)_certificate_revoked|certificate of_merchant_revoked|revoked_(merchant|our|my)_certificate`,
      phrasing`商户_证书_(作废|吊销)`,
    ],
    setUp: ({ merchant }) => merchant.setCertificate({ status: 'revoked' }),
  },
  'the merchant certificate has expired': {
    meaning: "The merchant's API certificate has expired: 401 SIGN_ERROR, which is not signed (商户证书已过期).",
    parameters: {},
    patterns: [
      phrasing`(merchant|our|my)_certificate_expired|certificate of_merchant_expired|expired_(merchant|our|my)_certificate`,
      phrasing`商户_证书_过期`,
    ],
    setUp: ({ merchant }) => merchant.setCertificate({ status: 'expired' }),
  },
  'answers are signed with the next platform certificate': {
    meaning: 'The platform certificate has been changed for its successor (平台证书轮换).',
    parameters: {},
    patterns: [
      phrasing`(signs|signed)_(next|new|other) platform certificate|(next|new) platform certificate_(signs|in use)`,
      phrasing`platform certificate_(rotated|changed|replaced)|平台证书_(轮换|更换)`,
    ],
    setUp: ({ merchant }) => signWithNextCertificate(merchant),
  },
  'answers are signed with the WeChat Pay public key': {
    meaning: 'Answers are signed with the WeChat Pay public key in the place of a certificate (微信支付公钥).',
    parameters: {},
    patterns: [phrasing`(signs|signed)_(platform )?public.?key|(用|使用)_(微信支付)?公钥_签名`],
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

import { changeSubMerchant, closeGoldPlan, openGoldPlan, removeSubMerchant } from './set-up-state.ts'
import type { MerchantStateParameters, StateRows } from './state-parameters.ts'

const SUB_MCHID = { sub_mchid: 'the sub-merchant; by default the one in the request' }
const SCENE = { ...SUB_MCHID, scene: 'JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM; JSAPI by default' }

/** The provider states that set properties of the service provider or of a sub-merchant. */
export const MERCHANT_STATES: StateRows<keyof MerchantStateParameters> = {
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
      'The service provider opens the gold plan for its sub-merchants by default, so it cannot be closed for only one of them (默认开通点金计划).',
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
    setUp: async (context) => {
      await openGoldPlan(context)
      await changeSubMerchant(context, { advertising_show: 'OPEN' })
    },
  },
  'a sub-merchant exists': {
    meaning: 'The service provider has this sub-merchant; everything is closed unless another state opens it (特约商户存在).',
    parameters: SUB_MCHID,
    aliases: ['sub-merchant exists', 'the sub-merchant exists', '特约商户存在', '特约商户已绑定'],
    meaningZh: '特约商户存在；其他状态没有设置的功能，一律未开通',
    setUp: (context) => changeSubMerchant(context, {}),
  },
}

import { Wechatpay } from 'wechatpay-axios-plugin'

/** A shop's own WeChat Pay client. */
export function createShop(options) {
  const merchants = new Wechatpay(options).chain('v3/goldplan/merchants')
  return {
    openGoldPlan: (sub_mchid) =>
      merchants
        .chain('changegoldplanstatus')
        .post({ sub_mchid, operation_type: 'OPEN' })
        .then(() => 'opened', explain),
    closeAdvertisingShow: (sub_mchid) =>
      merchants
        .chain('close-advertising-show')
        .post({ sub_mchid })
        .then(() => 'closed', explain),
  }
}

function explain(error) {
  const { code, message = '' } = error.response?.data ?? {}
  if (message.includes('24小时')) return 'try again tomorrow'
  if (code === 'MCH_NOT_EXISTS') return 'no such sub-merchant'
  if (code === 'SIGN_ERROR') return 'tell the administrator'
  throw error
}

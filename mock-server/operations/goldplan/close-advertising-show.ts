import type { OperationHandler } from '../operation-handler.ts'
import { onSubMerchant, requireGoldPlan } from './on-sub-merchant.ts'

/**
 * Closes the advertising show of a sub-merchant. Its industry filters stay as they are.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
 */
export const closeAdvertisingShow: OperationHandler = onSubMerchant<'closeAdvertisingShow'>((record) => {
  requireGoldPlan(record)
  return { record: { ...record, advertising_show: 'CLOSED' }, outcome: { status: 204 } }
})

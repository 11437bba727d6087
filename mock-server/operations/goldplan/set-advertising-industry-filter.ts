import type { OperationHandler } from '../operation-handler.ts'
import { onSubMerchant, requireGoldPlan } from './on-sub-merchant.ts'

/**
 * Replaces the list of industries whose advertisements are not shown.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
 */
export const setAdvertisingIndustryFilter: OperationHandler = onSubMerchant<'setAdvertisingIndustryFilter'>(
  (record, { advertising_industry_filters }) => {
    requireGoldPlan(record)
    return { record: { ...record, advertising_industry_filters }, outcome: { status: 204 } }
  },
)

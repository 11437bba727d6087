import type { Handler } from './handler.ts'
import { requireGoldPlan } from './require-gold-plan.ts'

/**
 * Sets the industries whose advertisements are not shown; what was set before is replaced.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
 */
export const setAdvertisingIndustryFilter: Handler<'setAdvertisingIndustryFilter'> = (record, { advertising_industry_filters }) => {
  requireGoldPlan(record)
  return { record: { ...record, advertising_industry_filters }, outcome: { status: 204 } }
}

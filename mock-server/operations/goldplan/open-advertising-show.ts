import type { Handler } from './handler.ts'
import { requireGoldPlan } from './require-gold-plan.ts'

/**
 * Opens the advertising show, with the industry filters that it names, if any: the interface has no way to clear them.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
 */
export const openAdvertisingShow: Handler<'openAdvertisingShow'> = (record, { advertising_industry_filters = [] }) => {
  requireGoldPlan(record)
  const filters = advertising_industry_filters.length > 0 ? advertising_industry_filters : record.advertising_industry_filters
  return { record: { ...record, advertising_show: 'OPEN', advertising_industry_filters: filters }, outcome: { status: 204 } }
}

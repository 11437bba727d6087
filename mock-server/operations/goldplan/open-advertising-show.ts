import type { OperationHandler } from '../operation-handler.ts'
import { onSubMerchant, requireGoldPlan } from './on-sub-merchant.ts'

/**
 * Opens the advertising show and sets the industry filters that the call names. If it names none, the filters stay as they are, because the API
 * can't clear them.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
 */
export const openAdvertisingShow: OperationHandler = onSubMerchant<'openAdvertisingShow'>(
  (record, { advertising_industry_filters = [] }) => {
    requireGoldPlan(record)
    const filters = advertising_industry_filters.length > 0 ? advertising_industry_filters : record.advertising_industry_filters
    return { record: { ...record, advertising_show: 'OPEN', advertising_industry_filters: filters }, outcome: { status: 204 } }
  },
)

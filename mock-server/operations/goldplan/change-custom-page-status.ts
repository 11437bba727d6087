import { ApiError } from '../../../contracts/index.ts'
import type { OperationHandler } from '../operation-handler.ts'
import { onSubMerchant } from './on-sub-merchant.ts'

/**
 * Opens or closes the merchant receipt (商家小票). The service provider's gold plan must be open. The sub-merchant's gold plan may be closed,
 * although WeChat Pay recommends opening it first. A receipt link must be configured, for the service provider or for the sub-merchant
 * alone.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
 */
export const changeCustomPageStatus: OperationHandler = onSubMerchant<'changeCustomPageStatus'>(
  (record, { sub_mchid, operation_type }, { custom_page_link }) => {
    if (!custom_page_link && !record.custom_page_link) throw new ApiError('CUSTOM_PAGE_LINK_MISSING')
    const custom_page = operation_type === 'OPEN' ? 'OPEN' : 'CLOSED'
    return { record: { ...record, custom_page }, outcome: { status: 200, body: { sub_mchid } } }
  },
  'SUB_MERCHANT_NOT_OWNED',
)

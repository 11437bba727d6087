import type { Handler } from './handler.ts'
import { requireGoldPlan } from './require-gold-plan.ts'

/**
 * Closes the advertising show.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
 */
export const closeAdvertisingShow: Handler<'closeAdvertisingShow'> = (record) => {
  requireGoldPlan(record)
  return { record: { ...record, advertising_show: 'CLOSED' }, outcome: { status: 204 } }
}

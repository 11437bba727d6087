import { ApiError } from '../../../contracts/index.ts'
import type { SubMerchant } from '../../tenant/sub-merchant.ts'

/**
 * The advertising operations need a gold plan that is open, in any payment scene.
 *
 * @throws {ApiError} When it is open in none.
 */
export function requireGoldPlan({ gold_plan }: SubMerchant): void {
  if (Object.values(gold_plan).every(({ status }) => status === 'CLOSED')) throw new ApiError('SUB_MERCHANT_GOLDPLAN_CLOSED')
}

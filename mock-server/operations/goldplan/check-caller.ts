import { ApiError } from '../../../contracts/index.ts'
import type { Conditions } from '../../tenant/tenant.ts'

/**
 * The conditions that every operation asks of the service provider, in the order in which they are told.
 *
 * @throws {ApiError} For the first that does not hold.
 */
export function checkCaller({ type, gold_plan_open, punished }: Conditions): void {
  if (type === 'institution') throw new ApiError('CALLER_TYPE_NOT_ALLOWED')
  if (!gold_plan_open) throw new ApiError('SERVICE_PROVIDER_GOLDPLAN_CLOSED')
  if (punished) throw new ApiError('SERVICE_PROVIDER_PUNISHED')
}

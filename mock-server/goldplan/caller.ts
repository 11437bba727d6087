import { ApiError } from '../../contracts/index.ts'

/** What the rules of the gold plan look at in the service provider that calls. */
export interface Caller {
  /** 普通服务商, 渠道商 or 从业机构; an institution may not call. */
  readonly type: 'service_provider' | 'channel_partner' | 'institution'
  /** Whether it has opened the gold plan for itself in the console. */
  readonly goldPlanOpen: boolean
  /** Whether it has configured the link of its merchant receipt (商家小票链接). */
  readonly customPageLink: boolean
  readonly punished: boolean
}

/**
 * The conditions that every operation asks of the service provider, in the order in which they are told.
 *
 * @throws {ApiError} For the first that does not hold.
 */
export function checkCaller({ type, goldPlanOpen, punished }: Caller): void {
  if (type === 'institution') throw new ApiError('CALLER_TYPE_NOT_ALLOWED')
  if (!goldPlanOpen) throw new ApiError('SERVICE_PROVIDER_GOLDPLAN_CLOSED')
  if (punished) throw new ApiError('SERVICE_PROVIDER_PUNISHED')
}

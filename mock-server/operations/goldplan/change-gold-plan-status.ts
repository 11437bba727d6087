import { ApiError } from '../../../contracts/index.ts'
import { isOpenByDefault, type PaymentScene, type SceneStatus } from '../../tenant/sub-merchant.ts'
import type { OperationHandler } from '../operation-handler.ts'
import { onSubMerchant, type RequestBody } from './on-sub-merchant.ts'

type ScenesNamed = NonNullable<RequestBody<'changeGoldPlanStatus'>['operation_pay_scene']>

const SCENES: Readonly<Record<ScenesNamed, readonly PaymentScene[]>> = {
  JSAPI: ['JSAPI'],
  MINIPROGRAM: ['MINIPROGRAM'],
  JSAPI_AND_MINIPROGRAM: ['JSAPI', 'MINIPROGRAM'],
}

const REOPEN_AFTER_MILLISECONDS = 86_400_000

/**
 * Opens or closes the gold plan for the named payment scenes. If the change is refused for one scene, no scene changes.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
 */
export const changeGoldPlanStatus: OperationHandler = onSubMerchant<'changeGoldPlanStatus'>((record, body, caller, now) => {
  const { sub_mchid, operation_type, operation_pay_scene = 'JSAPI' } = body
  const scenes = SCENES[operation_pay_scene]
  if (operation_type === 'CLOSE' && scenes.includes('JSAPI') && isOpenByDefault(record, caller))
    throw new ApiError('GOLDPLAN_OPENED_BY_DEFAULT')
  const change = operation_type === 'OPEN' ? open : close
  const changed = scenes.map((scene) => [scene, change(record.gold_plan[scene], now)])
  const gold_plan = { ...record.gold_plan, ...Object.fromEntries(changed) }
  return { record: { ...record, gold_plan }, outcome: { status: 200, body: { sub_mchid } } }
})

function open(scene: SceneStatus, now: number): SceneStatus {
  if (scene.status === 'OPEN') return scene
  const closed = Math.round((scene.closed_at ?? Number.NEGATIVE_INFINITY) * 1000)
  if (now - closed < REOPEN_AFTER_MILLISECONDS) throw new ApiError('GOLDPLAN_REOPENED_WITHIN_24H')
  return { status: 'OPEN', closed_at: null }
}

function close(scene: SceneStatus, now: number): SceneStatus {
  return scene.status === 'OPEN' ? { status: 'CLOSED', closed_at: Math.round(now) / 1000 } : scene
}

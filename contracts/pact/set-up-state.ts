import { ControlRefusal, type MerchantControl, type SubMerchantRecord } from '../control/index.ts'

/** The merchant and the sub-merchant that a Pact provider state changes. */
export interface StateContext {
  readonly merchant: MerchantControl
  readonly subMchid: string
}

/** One payment scene (支付场景), or both scenes. */
export type Scene = 'JSAPI' | 'MINIPROGRAM' | 'JSAPI_AND_MINIPROGRAM'

type SubMerchantChange = NonNullable<Parameters<MerchantControl['putSubMerchant']>[1]>

/** Changes part of a sub-merchant's record and keeps the rest, so that states can be combined. Creates the record if there is none. */
export async function changeSubMerchant({ merchant, subMchid }: StateContext, change: SubMerchantChange): Promise<SubMerchantRecord> {
  const { sub_mchid: _, ...record } = await recordOf({ merchant, subMchid })
  return merchant.putSubMerchant(subMchid, { ...record, ...change })
}

export async function removeSubMerchant({ merchant, subMchid }: StateContext): Promise<void> {
  await merchant.removeSubMerchant(subMchid).catch(nothingWhenMissing)
}

function nothingWhenMissing(error: unknown): undefined {
  if (!(error instanceof ControlRefusal && error.status === 404)) throw error
}

/** Opens the gold plan for one scene or for both. */
export async function openGoldPlan(context: StateContext, scene: Scene = 'JSAPI'): Promise<SubMerchantRecord> {
  return changeGoldPlan(context, scene, { status: 'OPEN' })
}

/** Closes the gold plan for one scene or for both. The closing time is `hours` hours ago, by the merchant's clock. */
export async function closeGoldPlan(context: StateContext, hours: number, scene: Scene = 'JSAPI'): Promise<SubMerchantRecord> {
  const { business_time } = await context.merchant.clock()
  return changeGoldPlan(context, scene, { status: 'CLOSED', closed_at: business_time - hours * 3600 })
}

type GoldPlan = NonNullable<SubMerchantChange['gold_plan']>

/** Changes the gold plan for one scene or for both. If `scene` is one scene, the gold plan for the other scene stays as it is. */
async function changeGoldPlan(context: StateContext, scene: Scene, status: NonNullable<GoldPlan['JSAPI']>): Promise<SubMerchantRecord> {
  const { gold_plan } = await recordOf(context)
  return changeSubMerchant(context, { gold_plan: { ...gold_plan, ...goldPlanOf(scene, status) } })
}

async function recordOf({ merchant, subMchid }: StateContext): Promise<SubMerchantChange & { readonly sub_mchid: string }> {
  return (await merchant.subMerchant(subMchid).catch(nothingWhenMissing)) ?? { sub_mchid: subMchid }
}

function goldPlanOf(scene: Scene, status: NonNullable<GoldPlan['JSAPI']>): GoldPlan {
  const scenes = scene === 'JSAPI_AND_MINIPROGRAM' ? (['JSAPI', 'MINIPROGRAM'] as const) : [scene]
  return Object.fromEntries(scenes.map((name) => [name, status]))
}

export async function signWithNextCertificate(merchant: MerchantControl): Promise<void> {
  const { available } = await merchant.platform()
  const next = available.at(-1)
  if (next === undefined) throw new Error('The platform has no next certificate')
  await merchant.setPlatform({ certificates: [{ serial_no: next, share: 100 }] })
}

export async function expirePlatformCertificate(merchant: MerchantControl): Promise<void> {
  const { available } = await merchant.platform()
  await merchant.setPlatform({
    certificates: available.slice(0, 1).map((serial_no) => ({ serial_no, share: 0, expired: true })),
    public_key: {},
  })
}

export async function signWithPublicKey(merchant: MerchantControl): Promise<void> {
  await merchant.setPlatform({ certificates: [], public_key: { share: 100 } })
}

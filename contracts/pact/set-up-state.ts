import { ControlRefusal, type MerchantControl, type SubMerchantRecord } from '../control/index.ts'

/** What a state is put in: the controls of the merchant that calls, and the sub-merchant that is meant. */
export interface StateContext {
  readonly merchant: MerchantControl
  readonly subMchid: string
}

/** A payment scene (支付场景), or both. */
export type Scene = 'JSAPI' | 'MINIPROGRAM' | 'JSAPI_AND_MINIPROGRAM'

type SubMerchantChange = NonNullable<Parameters<MerchantControl['putSubMerchant']>[1]>

/** Changes a part of a sub-merchant's record, which need not be there yet, so that several states add up. */
export async function changeSubMerchant({ merchant, subMchid }: StateContext, change: SubMerchantChange): Promise<SubMerchantRecord> {
  const { sub_mchid: _, ...record } = (await merchant.subMerchant(subMchid).catch(nothingWhenMissing)) ?? { sub_mchid: subMchid }
  return merchant.putSubMerchant(subMchid, { ...record, ...change })
}

export async function removeSubMerchant({ merchant, subMchid }: StateContext): Promise<void> {
  await merchant.removeSubMerchant(subMchid).catch(nothingWhenMissing)
}

function nothingWhenMissing(error: unknown): undefined {
  if (!(error instanceof ControlRefusal && error.status === 404)) throw error
}

/** The gold plan with these scenes open, or closed at a time in seconds since 1970. */
export function openedScenes(scene: Scene | undefined, closedAt: number | null): NonNullable<SubMerchantChange['gold_plan']> {
  const status = closedAt === null ? { status: 'OPEN' as const } : { status: 'CLOSED' as const, closed_at: closedAt }
  const scenes = (['JSAPI', 'MINIPROGRAM'] as const).filter((name) => name === (scene ?? 'JSAPI') || scene === 'JSAPI_AND_MINIPROGRAM')
  if (scenes.length === 0) throw new TypeError(`scene must be JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM; got ${JSON.stringify(scene)}`)
  return Object.fromEntries(scenes.map((name) => [name, status]))
}

export async function signWithNextCertificate(merchant: MerchantControl): Promise<void> {
  const { available } = await merchant.platform()
  const next = available.at(-1)
  if (next === undefined) throw new Error('The platform has no other certificate')
  await merchant.setPlatform({ certificates: [{ serial_no: next, share: 100 }] })
}

export async function signWithPublicKey(merchant: MerchantControl): Promise<void> {
  await merchant.setPlatform({ certificates: [], public_key: { share: 100 } })
}

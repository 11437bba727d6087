import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { type NamedKey, namedKey } from './named-key.ts'
import { isRotating, type PlatformKey, type PlatformKeys, platformKey, signingSerial } from './platform.ts'
import { type ReasonName, reasonFor } from './signer-reason.ts'

/** The key that signs an answer, and the reason why this key signs. */
export interface Signer extends PlatformKey {
  readonly kind: 'certificate' | 'public_key'
  /** The key that the request's `Wechatpay-Serial` names. */
  readonly named: NamedKey
  readonly reason: ReasonName
}

/**
 * Chooses the key that signs the next answer to a tenant.
 *
 * @param requested The request's `Wechatpay-Serial`.
 * @param isBinding Whether the key that `requested` names has to sign if it is valid: https://pay.weixin.qq.com/doc/v3/partner/4015139289
 */
export async function nextSigner(
  tenant: Tenant,
  requested: string | undefined,
  { store, platformKeys }: { readonly store: Store; readonly platformKeys: PlatformKeys },
  isBinding = false,
): Promise<Signer> {
  const { mchid, platform } = tenant
  const { serial: publicSerial } = platformKeys.publicKey
  const named = namedKey(tenant, platformKeys, requested)
  const wanted = named.kind === 'platform' ? named.serial : undefined
  const isBound = isBinding && named.isValid
  const count = !isBound && wanted !== publicSerial && isRotating(platform) ? await countAnswer(mchid, store) : 0
  const key = platformKey(platformKeys, isBound ? named.serial : signingSerial(platform, platformKeys, wanted, count))
  const kind = key.serial === publicSerial ? 'public_key' : 'certificate'
  return { ...key, kind, named, reason: reasonFor(key.serial, named, platform) }
}

/** Counts an answer. Returns the number of answers that were counted before it, modulo 100. */
async function countAnswer(mchid: string, store: Store): Promise<number> {
  const { before = 0 } = await updateRecord(store, { mchid, kind: 'signed' }, (count = 0) => (count + 1) % 100)
  return before
}

/** Sets the count of signed answers to 0. The shares of the platform keys then apply from the start, as for a new tenant. */
export async function restartCount(mchid: string, store: Store): Promise<void> {
  await updateRecord(store, { mchid, kind: 'signed' }, (count) => count && 0)
}

import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { isRotating, type PlatformKey, type PlatformKeys, platformKey, signingSerial } from './platform.ts'

/**
 * Chooses the key that signs the next answer to a tenant.
 *
 * @param requested The request's `Wechatpay-Serial`.
 */
export async function nextSigner(
  { mchid, platform }: Tenant,
  requested: string | undefined,
  { store, platformKeys }: { readonly store: Store; readonly platformKeys: PlatformKeys },
): Promise<PlatformKey> {
  const named = requested === platformKeys.publicKey.serial && platform.public_key !== null
  const count = !named && isRotating(platform) ? await countAnswer(mchid, store) : 0
  return platformKey(platformKeys, signingSerial(platform, platformKeys, requested, count))
}

/** Counts an answer; returns the number of earlier ones, modulo 100. */
async function countAnswer(mchid: string, store: Store): Promise<number> {
  const { before = 0 } = await updateRecord(store, { mchid, kind: 'signed' }, async (count) => {
    // The write also fails when the tenant was removed meanwhile.
    if (count === undefined && !(await store.read({ mchid, kind: 'tenant' }))) return undefined
    return ((count ?? 0) + 1) % 100
  })
  return before
}

/** Restarts the shares as for a new tenant. */
export async function restartCount(mchid: string, store: Store): Promise<void> {
  await updateRecord(store, { mchid, kind: 'signed' }, (count) => count && 0)
}

import type { Store } from '../store/store.ts'
import { isRotating, type PlatformKey, type PlatformKeys, platformKey, signingSerial } from './platform.ts'
import type { Tenant } from './tenant.ts'

/**
 * The key that signs the next answer to a tenant.
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

/** How many answers came before this one. */
async function countAnswer(mchid: string, store: Store): Promise<number> {
  for (;;) {
    const stored = await store.read(mchid, 'signed')
    // Nothing can be written for a tenant that was removed meanwhile.
    if (!stored && !(await store.read(mchid, 'tenant'))) return 0
    const count = stored?.value ?? 0
    if (await store.swap(mchid, 'signed', stored?.version, (count + 1) % 100)) return count
  }
}

/** Lets the shares begin as for a new tenant. */
export async function restartCount(mchid: string, store: Store): Promise<void> {
  for (;;) {
    const stored = await store.read(mchid, 'signed')
    if (!stored || (await store.swap(mchid, 'signed', stored.version, 0))) return
  }
}

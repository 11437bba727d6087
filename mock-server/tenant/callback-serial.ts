import { createHash } from 'node:crypto'
import type { Tenant } from '../store/records.ts'
import { callbackShare } from './migration.ts'
import { type PlatformKeys, serialAt } from './platform.ts'

/**
 * Chooses the key that signs a callback and returns its serial number or ID. During a migration, the public key signs the current day's
 * share of the callbacks, and the platform certificate signs the rest. Without a migration, the shares of the platform keys decide. An
 * order's callbacks do not depend on the key that was named in the request for the order.
 *
 * @param notificationId The `id` of the notification. While the shares stay the same, the same key signs every attempt to send the
 * notification. During a migration, the key may change from the platform certificate to the public key.
 * @param businessNow The merchant's business time, in milliseconds since 1970.
 * @see https://developers.weixin.qq.com/community/pay/doc/0008ce1ea905609afef23aa2a66000
 */
export function callbackSerial(
  { mchid, platform, migration }: Pick<Tenant, 'mchid' | 'platform' | 'migration'>,
  notificationId: string,
  businessNow: number,
  keys: PlatformKeys,
): string {
  const point = pointOf(mchid, notificationId)
  if (migration && point < callbackShare(migration, businessNow)) return keys.publicKey.serial
  return serialAt(platform, keys, point)
}

/** A number of at least 0 and less than 100, derived from the merchant and the notification. */
function pointOf(mchid: string, notificationId: string): number {
  return (createHash('sha256').update(`${mchid}/${notificationId}`).digest().readUIntBE(0, 6) / 2 ** 48) * 100
}

import type { MigrationState, PlatformState } from '../store/records.ts'
import { isRotating, validSerials } from './platform.ts'

export const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The percentage of callbacks that the public key signs on each day of a migration. */
const SHARES: readonly number[] = [0.1, 1, 5, 10, 20, 50, 100]

/** The length of a migration in milliseconds. Calls are also counted for this length of time. */
export const WEEK: number = SHARES.length * DAY

/** The time since a migration began, in milliseconds; 0 when the clock was set to a time before the migration. */
export function elapsed({ began }: MigrationState, businessNow: number): number {
  return Math.max(0, businessNow - began)
}

/** The number of a migration's current day. The first day is 1. */
export function migrationDay(migration: MigrationState, businessNow: number): number {
  return Math.floor(elapsed(migration, businessNow) / DAY) + 1
}

/**
 * The percentage of callbacks that the public key signs while a migration runs. WeChat Pay sets it, and the merchant can't change it.
 *
 * @see https://developers.weixin.qq.com/community/pay/doc/000a4e6c9a00209af2335313c61400
 */
export function callbackShare(migration: MigrationState, businessNow: number): number {
  return SHARES[migrationDay(migration, businessNow) - 1] ?? 100
}

/** The time from which the public key signs every callback, in milliseconds since 1970. */
export function fullShareFrom({ began }: MigrationState): number {
  return began + WEEK - DAY
}

/**
 * Why a migration can't run with these platform keys; `undefined` when it can.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012925289
 */
export function obstacle(platform: PlatformState): string | undefined {
  const { public_key } = platform
  if (public_key === null) return 'the merchant has no public key'
  if (validSerials(platform).length === 0) return 'the merchant has no valid platform certificate'
  if (public_key.share > 0) return 'the public key has a share of the answers; it must be 0'
  if (isRotating(platform)) return 'a migration cannot run together with 灰度更换新平台证书: give one certificate the share 100 first'
  return undefined
}

import type { CryptoKey } from 'jose'
import type { Registry } from '../../contracts/index.ts'
import type { Caller } from '../goldplan/caller.ts'
import type { Platform } from './platform.ts'

/** A service provider (服务商) that may call: the tenant of everything that is kept. */
export interface Merchant {
  readonly mchid: string
  /** 40 upper-case hexadecimal digits. */
  readonly certificateSerial: string
  readonly publicKey: CryptoKey
  /** 32 characters. */
  readonly apiV3Key: string
  /** What signs the answers it gets. */
  readonly platform: Platform
  readonly caller: Caller
}

/**
 * The merchants that the gateway knows.
 *
 * @param now Milliseconds since 1970.
 */
export function createMerchants(merchants: readonly Merchant[], now: () => number): Registry<Merchant> {
  const byMchid = new Map(merchants.map((merchant) => [merchant.mchid, merchant]))
  return {
    now: () => now(),
    find(mchid, serial) {
      const merchant = byMchid.get(mchid)
      return merchant?.certificateSerial === serial ? { merchant, publicKey: merchant.publicKey } : undefined
    },
  }
}

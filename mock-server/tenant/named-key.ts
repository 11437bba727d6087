import type { Tenant } from '../store/records.ts'
import { type PlatformKeys, validSerials } from './platform.ts'

/** The key that a request names in its header `Wechatpay-Serial`. */
export interface NamedKey {
  /**
   * `nothing`: the header is missing or empty. `platform`: the header names one of the platform keys that are set up for this merchant.
   * `merchant`: the header names a certificate of the merchant, as some SDKs do. `unknown`: the header has any other value.
   */
  readonly kind: 'nothing' | 'platform' | 'merchant' | 'unknown'
  /** The serial number or ID. For a platform key, it is spelt as the platform spells it. Otherwise, it is the header as it was sent. */
  readonly serial: string
  /** Whether the header names a platform key that has not expired. */
  readonly isValid: boolean
}

/**
 * Finds the key that a request names. The case of letters does not matter.
 *
 * @param header The request's `Wechatpay-Serial`.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
 */
export function namedKey({ platform, certificates }: Tenant, { publicKey }: PlatformKeys, header = ''): NamedKey {
  if (header === '') return { kind: 'nothing', serial: '', isValid: false }
  const isNamed = (serial: string) => serial.toLowerCase() === header.toLowerCase()
  const own = [...platform.certificates.map(({ serial_no }) => serial_no), ...(platform.public_key ? [publicKey.serial] : [])]
  const serial = own.find(isNamed)
  if (serial !== undefined)
    return { kind: 'platform', serial, isValid: serial === publicKey.serial || validSerials(platform).includes(serial) }
  const kind = certificates.some(({ serial_no }) => isNamed(serial_no)) ? 'merchant' : 'unknown'
  return { kind, serial: header, isValid: false }
}

import type { Diagnosis } from './circumstances.ts'

/** A key that may decrypt a field. */
export interface FieldKey {
  /** The serial number of its certificate, or the ID of the WeChat Pay public key. */
  readonly serial: string
  readonly owner: 'platform' | 'merchant'
  /** `unavailable`: a key of the platform that this merchant does not have. */
  readonly status: 'valid' | 'expired' | 'unavailable'
  /** PKCS#8 in PEM; empty when it is not known. */
  readonly privateKey: string
}

/** What a diagnosis knows besides the field. */
export interface FieldCircumstances {
  /** The request's `Wechatpay-Serial`; empty when the header is missing. */
  readonly serial: string
  /** The keys of the platform and the merchant. Only who has the private keys, such as the mock server, can find out how a field was encrypted. */
  readonly keys: readonly FieldKey[]
}

/**
 * Finds out why an encrypted field (敏感信息加密字段) of a request can't be decrypted: what is wrong with `Wechatpay-Serial`, with the key, the padding or
 * the encoding. A diagnosis takes about a millisecond of processor time for each key, and pauses after each.
 *
 * @param text The field as it was received; `undefined` when only `Wechatpay-Serial` is to be checked.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4013059053
 * @example
 * ```ts
 * import { developmentKeys, diagnoseField, encryptField } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { merchant, platform } = developmentKeys
 * const keys = [
 *   { serial: platform.serial, owner: 'platform', status: 'valid', privateKey: platform.privateKey },
 *   { serial: merchant.serial, owner: 'merchant', status: 'valid', privateKey: merchant.privateKey },
 * ] as const
 * const { mistakes } = await diagnoseField(encryptField('张三', merchant.certificate), { serial: platform.serial, keys })
 * console.log(mistakes.map(({ id }) => id)) // [ 'field-merchant-key' ]
 * ```
 */
export async function diagnoseField(text: string | undefined, circumstances: FieldCircumstances): Promise<Diagnosis> {
  // Imported here so that programs that only sign or verify do not load the catalogue.
  const { explainField } = await import('./field/explain-field.ts')
  return explainField(text, circumstances)
}

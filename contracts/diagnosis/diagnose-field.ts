import type { Diagnosis } from './circumstances.ts'
import type { FieldCircumstances } from './field/field-circumstances.ts'

/**
 * Finds out why an encrypted field (敏感信息加密字段) of a request can't be decrypted. The diagnosis names what is wrong with
 * `Wechatpay-Serial`, the key, the padding or the encoding. It takes about a millisecond of processor time for each key. It pauses before
 * each key, so that other work can run.
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
  // The import is here so that programs that only sign or verify do not load the catalogue of mistakes.
  const { explainField } = await import('./field/explain-field.ts')
  return explainField(text, circumstances)
}

import { ApiError, decryptField, type ErrorExample, isFieldCiphertext } from '../../contracts/index.ts'
import { encryptedFields, withFields } from '../openapi/index.ts'
import type { Call } from '../operations/operation-handler.ts'
import type { NamedKey } from '../tenant/named-key.ts'
import { type PlatformKeys, platformKey } from '../tenant/platform.ts'

/** The name of the header `Wechatpay-Serial` in the log and the journal, as the field that is missing or wrong. */
const SERIAL = '/header/Wechatpay-Serial'

/**
 * Decrypts the encrypted fields of a call, which the OpenAPI document marks with `x-encrypted`. Returns the new call. Uses the platform key
 * that the header `Wechatpay-Serial` names. If the call has no encrypted field, the header is checked only if the operation requires it.
 *
 * @param call A call that is valid by its schema.
 * @param named What the request's `Wechatpay-Serial` names.
 * @throws {ApiError} For the first of these problems: the header is missing; a field is not a ciphertext; the header names no valid
 * platform key; a field can't be decrypted. The answer does not tell the client which field is wrong.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4013059161
 */
export function openFields(call: Call, named: NamedKey, keys: PlatformKeys): Call {
  const { operation, body } = call
  const fields = operation.hasEncryptedFields ? encryptedFields(operation, body) : []
  if (fields.length === 0 && !operation.requiresPlatformSerial) return call
  if (named.kind === 'nothing') throw refusal('PARAM_ERROR_PLATFORM_SERIAL_MISSING', SERIAL)
  const plain = fields.find(({ text }) => !isFieldCiphertext(text))
  if (plain) throw refusal('PARAM_ERROR_FIELD_NOT_ENCRYPTED', plain.pointer)
  if (!named.isValid) throw refusal('PARAM_ERROR_PLATFORM_SERIAL', SERIAL)
  const { pem } = platformKey(keys, named.serial)
  return { ...call, body: withFields(operation, body, ({ pointer, text }) => decrypted(text, pem, pointer)) }
}

function decrypted(text: string, pem: string, pointer: string): string {
  try {
    return decryptField(text, pem)
  } catch (error) {
    if (error instanceof TypeError) throw refusal('PARAM_ERROR_FIELD_NOT_DECRYPTED', pointer)
    throw error
  }
}

function refusal(example: ErrorExample, pointer: string): ApiError {
  return new ApiError(example, { placeholders: { pointer } })
}

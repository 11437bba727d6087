import { developmentKeys, encryptField } from '../../../../contracts/index.ts'
import type { RequestChoice } from '../../../signed-request.ts'

export const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys

export const ECHO = '/v3/security/echo'

/** A request to the echo operation, with a plain text and with the fields and headers that a test gives. */
export function echoOf(
  body: object = {},
  headers: Readonly<Record<string, string>> = { 'Wechatpay-Serial': platformPublicKey.id },
): RequestChoice {
  return { target: ECHO, body: JSON.stringify({ echo_message: 'hello', ...body }), headers }
}

/** A field encrypted for the WeChat Pay public key. */
export function encrypted(text = '张三'): { readonly encrypted_echo_message: string } {
  return { encrypted_echo_message: encryptField(text, platformPublicKey.publicKey) }
}

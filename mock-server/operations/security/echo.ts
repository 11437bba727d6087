import { encryptField } from '../../../contracts/index.ts'
import type { components } from '../../../contracts/security.openapi.d.ts'
import type { OperationHandler } from '../operation-handler.ts'

/**
 * Returns the plain message and the encrypted message of the request. The second is encrypted again, for the merchant. If the request has a
 * `notify_url`, a notification with both messages is sent too.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
 */
export const echo: OperationHandler = async ({ body }, { certificate, signerSerial, notify }) => {
  const { notify_url, echo_message, encrypted_echo_message: text } = body as components['schemas']['EchoRequest']
  // The answer and the notification get different ciphertexts, because RSAES-OAEP is random.
  const encrypted = (name: string) => (text === undefined ? {} : { [name]: encryptField(text, certificate.certificate) })
  // In the notification, the name of the field begins with `encrypt`, not with `encrypted`.
  const resource = { echo_message, ...encrypted('encrypt_echo_message') }
  if (notify_url !== undefined) await notify({ url: notify_url, event_type: 'SECURITY_ECHO.SUCCESS', resource, serial: signerSerial })
  return { status: 200, body: { echo_message, ...encrypted('encrypted_echo_message') } }
}

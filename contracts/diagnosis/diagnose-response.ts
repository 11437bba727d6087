import type { ReceivedCircumstances, ReceivedDiagnosis, ReceivedMessage } from './received/received-message.ts'

/**
 * Finds out why an answer of WeChat Pay can't be verified (应答验签失败). It names the key that signed the answer, and what the program
 * changed in the headers or the body. With an `apiV3Key`, it then finds why the first certificate in the answer can't be decrypted. A
 * diagnosis may take tens of milliseconds of processor time, in slices of about a millisecond. The first diagnosis in a process also loads
 * the catalogue of mistakes.
 *
 * @param received The headers and the body as the program has them.
 * @param circumstances The keys with which the program verifies, and what else is known.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 * @example
 * ```ts
 * import { developmentKeys, diagnoseResponse, randomNonce, signResponse } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { serial, certificate: pem } = developmentKeys.platform
 * const headers = await signResponse('{"sub_mchid":"1900000109"}', { ...developmentKeys.platform, now: Date.now(), nonce: randomNonce() })
 * const { mistakes } = await diagnoseResponse({ headers, body: '{"sub_mchid": "1900000109"}' }, { keys: [{ serial, pem }] })
 * console.log(mistakes.map(({ id }) => id)) // [ 'received-body-reformatted' ]
 * ```
 */
export async function diagnoseResponse(received: ReceivedMessage, circumstances: ReceivedCircumstances): Promise<ReceivedDiagnosis> {
  // This module is imported here so that a program that only verifies does not load the catalogue.
  const { explainReceived } = await import('./received/explain-received.ts')
  return explainReceived(received, circumstances, false)
}

/**
 * Finds out why a notification of WeChat Pay (回调) can't be verified or decrypted. It checks the signature like {@link diagnoseResponse}.
 * With an `apiV3Key`, it then finds what is wrong with that key or in the `resource`.
 *
 * @param received The headers and the body as the program has them.
 * @param circumstances The keys with which the program verifies and decrypts, and what else is known.
 * @see https://pay.weixin.qq.com/docs/partner/development/practices/notification-considerations.html
 * @example
 * ```ts
 * import { developmentKeys, diagnoseNotification } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { id: serial, publicKey: pem } = developmentKeys.platformPublicKey
 * const { check } = await diagnoseNotification({ headers: {}, body: '{}' }, { keys: [{ serial, pem }], apiV3Key: developmentKeys.apiV3Key })
 * console.log(check) // headers
 * ```
 */
export async function diagnoseNotification(received: ReceivedMessage, circumstances: ReceivedCircumstances): Promise<ReceivedDiagnosis> {
  const { explainReceived } = await import('./received/explain-received.ts')
  return explainReceived(received, circumstances, true)
}

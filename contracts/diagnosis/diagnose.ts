import type { ReceivedRequest } from '../wire/verify-request.ts'
import type { Circumstances, Diagnosis } from './circumstances.ts'

/**
 * Finds out what a client did wrong when it signed a request (签名诊断). It names the key that signed, and what the client signed instead of
 * the correct signature message. For a correctly signed request it returns no mistakes. A diagnosis may take tens of milliseconds of
 * processor time, in slices of about a millisecond. The first diagnosis in a process also loads the catalogue of mistakes.
 *
 * @param request The request as received: the target with its query, the body as bytes.
 * @param circumstances The keys that may have signed the request, and what else is known about it.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 * @example
 * ```ts
 * import { developmentKeys, diagnose, formatAuthorization, importPrivateKey, sign } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { mchid, serial, privateKey, certificate } = developmentKeys.merchant
 * const signature = await sign(Buffer.from('GET\n/v3/certificates\n1554208460\n593BEC0C\n'), await importPrivateKey(privateKey))
 * const authorization = formatAuthorization({ mchid, serial, nonce: '593BEC0C', timestamp: '1554208460', signature })
 * const request = { method: 'GET', target: '/v3/certificates', authorization, body: Buffer.alloc(0) }
 * const { mistakes } = await diagnose(request, { keys: [{ mchid, serial, pem: certificate }] })
 * console.log(mistakes.map(({ id }) => id)) // [ 'no-final-line-feed' ]
 * ```
 */
export async function diagnose(request: ReceivedRequest, circumstances: Circumstances): Promise<Diagnosis> {
  // Imported here so that programs that only sign or verify do not load the catalogue.
  const { explainSignature } = await import('./explain-signature.ts')
  return explainSignature(request, circumstances)
}

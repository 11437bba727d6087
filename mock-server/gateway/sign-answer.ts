import { formatResponseHeaders, responseMessage, sign, type Verified } from '../../contracts/index.ts'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import type { Merchant } from './merchant.ts'

/**
 * Signs the bytes of an answer with the platform key that this merchant knows.
 *
 * @param now Milliseconds since 1970.
 */
export async function signAnswer(answer: HttpAnswer, { platform }: Verified<Merchant>, now: number, nonce: string): Promise<HttpAnswer> {
  const timestamp = String(Math.floor(now / 1000))
  const signature = await sign(responseMessage({ timestamp, nonce, body: answer.body }), platform.privateKey)
  return { ...answer, headers: { ...answer.headers, ...formatResponseHeaders({ timestamp, nonce, serial: platform.serial, signature }) } }
}

import { formatResponseHeaders, responseMessage, sign } from '../../contracts/index.ts'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import type { PlatformKey } from '../merchant/platform.ts'

/**
 * Signs the bytes of an answer.
 *
 * @param now Milliseconds since 1970.
 */
export async function signAnswer(answer: HttpAnswer, { serial, privateKey }: PlatformKey, now: number, nonce: string): Promise<HttpAnswer> {
  const timestamp = String(Math.floor(now / 1000))
  const signature = await sign(responseMessage({ timestamp, nonce, body: answer.body }), privateKey)
  return { ...answer, headers: { ...answer.headers, ...formatResponseHeaders({ timestamp, nonce, serial, signature }) } }
}

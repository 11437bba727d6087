import { signResponse } from '../../contracts/index.ts'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import type { PlatformKey } from '../tenant/platform.ts'

export interface Signing {
  readonly signer: PlatformKey
  /** Milliseconds since 1970. */
  readonly now: number
  readonly nonce: string
}

/** The headers and the body of an answer or a notification. */
export type SignedMessage = Pick<HttpAnswer, 'headers' | 'body'>

/** Signs the body of an answer or a notification. Returns the message with the signature headers added. */
export async function signMessage(message: SignedMessage, { signer, now, nonce }: Signing): Promise<SignedMessage> {
  const { serial, privateKey } = signer
  return { ...message, headers: { ...message.headers, ...(await signResponse(message.body, { serial, privateKey, now, nonce })) } }
}

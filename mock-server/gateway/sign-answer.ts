import { signResponse } from '../../contracts/index.ts'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import type { PlatformKey } from '../tenant/platform.ts'

/** The key, time and nonce for a signature. */
export interface Signing {
  readonly signer: PlatformKey
  /** Milliseconds since 1970. */
  readonly now: number
  readonly nonce: string
}

/** Signs the bytes of an answer. */
export async function signAnswer(answer: HttpAnswer, { signer, now, nonce }: Signing): Promise<HttpAnswer> {
  const { serial, privateKey } = signer
  return { ...answer, headers: { ...answer.headers, ...(await signResponse(answer.body, { serial, privateKey, now, nonce })) } }
}

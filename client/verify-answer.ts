import { Buffer } from 'node:buffer'
import type { AxiosResponse } from 'axios'
import { diagnoseResponse, type ReceivedMessage, ResponseVerificationError, verifyResponse } from '../contracts/index.ts'
import { type TrustedKeys, trustedKeys } from './trusted-keys.ts'

/** Verifies the bytes of an answer; rejects with a `ResponseVerificationError` that lists the mistakes. */
export type VerifyAnswer = (response: AxiosResponse) => Promise<void>

/**
 * Creates a verifier that accepts answers signed with one of the keys in `certs`. A key is parsed when an answer first needs it.
 *
 * @param now Returns the time in milliseconds since 1970.
 */
export function createVerifier(certs: Readonly<Record<string, string>>, now: () => number): VerifyAnswer {
  const { keys, named } = trustedKeys(certs)
  return async function verifyAnswer({ headers, data }) {
    const header = (name: string) => headers[name] as string | undefined
    const body = Buffer.from(data ?? '')
    await verifyResponse({ header, body }, { now, keys }).catch(async (error) => {
      throw error instanceof ResponseVerificationError ? await withMistakes(error, { headers: received(headers), body }, named, now) : error
    })
  }
}

/** The headers without Content-Length: when axios decompresses a body, Content-Length still counts the compressed bytes. */
function received(headers: AxiosResponse['headers']): ReceivedMessage['headers'] {
  const { 'content-length': _, ...others } = headers as Record<string, string>
  return others
}

async function withMistakes(
  { check, seen, explanation, requestId }: ResponseVerificationError,
  received: ReceivedMessage,
  keys: TrustedKeys['named'],
  now: () => number,
): Promise<ResponseVerificationError> {
  const { mistakes } = await diagnoseResponse(received, { keys, now: now() })
  return new ResponseVerificationError(check, seen, explanation, requestId, mistakes)
}

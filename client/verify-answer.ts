import { Buffer } from 'node:buffer'
import type { AxiosResponse } from 'axios'
import { importPublicKey, verifyResponse } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'

/** Verifies the bytes of an answer. Rejects with a `ResponseVerificationError` when the signature is not valid. */
export type VerifyAnswer = (response: AxiosResponse) => Promise<void>

/**
 * Creates a verifier that accepts answers signed with one of the keys in `certs`. It parses each key only once, when an answer first needs it.
 *
 * @param now Returns the time in milliseconds since 1970.
 */
export function createVerifier(certs: Readonly<Record<string, string>>, now: () => number): VerifyAnswer {
  const entries = Object.entries(certs).map(([serial, pem]) => [serial, once(() => importPublicKey(pem, `certs["${serial}"]`))] as const)
  const keys = new Map(entries)
  return async function verifyAnswer({ headers, data }) {
    const header = (name: string) => headers[name] as string | undefined
    await verifyResponse({ header, body: Buffer.from(data ?? '') }, { now, keys })
  }
}

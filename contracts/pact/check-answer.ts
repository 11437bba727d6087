import type { CryptoKey } from 'jose'
import type { MerchantControl } from '../control/index.ts'
import { importPublicKey } from '../wire/pem.ts'
import { missingResponseHeaders, readResponseHeaders } from '../wire/response-headers.ts'
import { type PlatformKeys, verifyResponse } from '../wire/verify-response.ts'
import type { PassingAnswer, PassingRequest } from './loopback.ts'

/** Whose answers a merchant believes now, by the gateway's clock, which a state may have set. */
export async function trustOf(merchant: MerchantControl): Promise<PlatformKeys> {
  const [{ certificates, public_key }, { gateway_time }] = await Promise.all([merchant.platform(), merchant.clock()])
  const ahead = gateway_time * 1000 - Date.now()
  const known = [
    ...certificates.map(({ serial_no, certificate }) => [serial_no, certificate] as const),
    ...(public_key ? [[public_key.id, public_key.public_key] as const] : []),
  ]
  const keys = new Map<string, () => Promise<CryptoKey>>(known.map(([serial, pem]) => [serial, () => importPublicKey(pem)]))
  return { now: () => Date.now() + ahead, keys }
}

/**
 * Checks the signature of an answer, which Pact can't; of one that may be unsigned only if it has one.
 *
 * @throws {ResponseVerificationError} Says what is wrong with it.
 */
export async function checkAnswer(request: PassingRequest, answer: PassingAnswer, platform: PlatformKeys): Promise<void> {
  const header = (name: string) => answer.headers[name]?.toString()
  const isUnsigned = missingResponseHeaders(readResponseHeaders(header)).length === 4
  if (isUnsigned && mayBeUnsigned(request, answer)) return
  await verifyResponse({ header, body: answer.body }, platform)
}

/** The gateway signs what comes after a valid signature, and nothing before it. */
function mayBeUnsigned(request: PassingRequest, { status, body }: PassingAnswer): boolean {
  if (status === 404 || status === 405) return body.length === 0
  return status === 401 || (status === 400 && lacksHeaders(request))
}

function lacksHeaders({ headers, body }: PassingRequest): boolean {
  const isJson = /^application\/json *(;|$)/i.test(headers['content-type'] ?? '')
  return !headers.accept || !headers['user-agent'] || (body.length > 0 && !isJson)
}

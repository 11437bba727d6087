import type { CryptoKey } from 'jose'
import type { MerchantControl } from '../control/index.ts'
import { missingResponseHeaders, readResponseHeaders } from '../wire/response-headers.ts'
import { importPublicKey } from '../wire/rsa-key.ts'
import { type PlatformKeys, verifyResponse } from '../wire/verify-response.ts'
import { headerRefusals } from './header-refusals.ts'
import { type ForwardedAnswer, type ForwardedRequest, forward } from './loopback.ts'

/**
 * Sends a request to the provider and verifies the signature of the answer.
 *
 * @throws {Error} When there is no answer, or when its signature is not valid. Also when the signature is missing, although the gateway
 *   would sign such an answer.
 */
export async function verifiedAnswer(request: ForwardedRequest, url: string, merchant: MerchantControl): Promise<ForwardedAnswer> {
  const platform = await platformKeysOf(merchant)
  const answer = await forward(url, request).catch((cause) => {
    throw new Error(`${request.method} ${request.target} got no complete answer: ${cause.message}`, { cause })
  })
  await verifySignature(request, answer, platform)
  return answer
}

/** Returns the platform keys that the merchant trusts now, and a clock with the gateway's time. A provider state may have set this time. */
async function platformKeysOf(merchant: MerchantControl): Promise<PlatformKeys> {
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
 * Verifies the signature of an answer. Accepts an answer without any signature header if the gateway does not sign such an answer.
 *
 * @throws {ResponseVerificationError} When the verification fails.
 */
async function verifySignature(request: ForwardedRequest, answer: ForwardedAnswer, platform: PlatformKeys): Promise<void> {
  const header = (name: string) => answer.headers[name]?.toString()
  const isUnsigned = missingResponseHeaders(readResponseHeaders(header)).length === 4
  if (isUnsigned && mayBeUnsigned(request, answer)) return
  await verifyResponse({ header, body: answer.body }, platform)
}

/**
 * Whether an answer may be unsigned. The gateway signs an answer only if it has already verified the signature of the request. The nginx in
 * front of the gateway signs nothing, and answers in HTML or without a body.
 */
function mayBeUnsigned(request: ForwardedRequest, { status, headers, body }: ForwardedAnswer): boolean {
  if (status >= 400 && /^text\/html/i.test(String(headers['content-type'] ?? ''))) return true
  if (status === 404 || status === 405) return body.length === 0
  return status === 401 || (status === 400 && isRefusedBeforeSignature(request))
}

function isRefusedBeforeSignature(request: ForwardedRequest): boolean {
  return headerRefusals(request).some(({ checked }) => checked === 'before')
}

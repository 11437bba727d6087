import { signRequest } from '../wire/signed-headers.ts'
import type { Interaction } from './interactions.ts'
import { match } from './load-pact.ts'
import type { ConsumerMerchant } from './signature-gate.ts'

/** The provider's name in pact files and at a Pact Broker. */
export const PROVIDER = 'wechatpay-goldplan'

/**
 * The timestamp and nonce of the Authorization that `signedPact` records in a pact file. They are fixed, so that writing the file again
 * doesn't change it. A client makes the recorded signature if it uses this timestamp and nonce, and writes JSON as Pact does: compact, with
 * sorted keys.
 *
 * @example
 * ```ts
 * import { RECORDED } from 'wechatpay-goldplan-mock/pact'
 *
 * console.log(new Date(RECORDED.timestamp * 1000).toISOString(), RECORDED.nonce)
 * ```
 */
export const RECORDED: { readonly timestamp: number; readonly nonce: string } = {
  timestamp: 1_700_000_000,
  nonce: '0123456789abcdef0123456789abcdef',
}

/** Returns the Authorization of an interaction's request. The signature covers the body in the form that Pact writes. */
export function recordedAuthorization({ request }: Interaction, merchant: ConsumerMerchant): Promise<string> {
  const { method, path, query, body } = request
  const target = query ? `${path}?${new URLSearchParams(query)}` : path
  const sent = { method, target, body: body ? sortedJson(match.reify(body)) : '' }
  return signRequest(sent, { ...merchant, now: RECORDED.timestamp * 1000, nonce: RECORDED.nonce })
}

/** Writes JSON in the form that Pact writes: compact, with sorted keys. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Compares two keys by their code points, as Pact's core does. */
function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

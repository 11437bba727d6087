import type { CryptoKey } from 'jose'
import type { MerchantControl } from '../control/index.ts'
import { errorMessage } from '../error-message.ts'
import { missingResponseHeaders, readResponseHeaders } from '../wire/response-headers.ts'
import { importPublicKey } from '../wire/rsa-key.ts'
import { type PlatformKeys, verifyResponse } from '../wire/verify-response.ts'
import { findState, type NamedState, type OwnStates } from './find-state.ts'
import { type ForwardedAnswer, type ForwardedRequest, forward, type Loopback, openLoopback } from './loopback.ts'
import { LEFT_AS_RECORDED } from './provider-states.ts'

/** The provider and the means to set up its states. */
export interface ProviderAccess {
  /** The URL of the provider. */
  readonly url: string
  readonly merchant: MerchantControl
  /** The sub-merchant to use when neither the state nor the request names one. */
  readonly subMchid: string
  readonly ownStates: OwnStates
  /** Set when all requests are left as recorded: the time of the gateway's stopped clock. */
  readonly asRecorded: { readonly timestamp: number } | undefined
}

/** A proxy between Pact and the provider. It fails interactions that Pact would pass although a state or signature is wrong. */
export interface ProviderGate extends Loopback {
  readonly log: InteractionLog
}

/** A status that no contract can expect, by number or by class, so that Pact and the Broker also record a failure. */
export const FAILED_AT_GATE = 999

/** Opens a gate. For each request it resets the merchant, sets up the states of the interaction, and verifies the signature of the answer. */
export async function openProviderGate(access: ProviderAccess): Promise<ProviderGate> {
  const log = createLog()
  const loopback = await openLoopback(async (request) => {
    const { record, states } = log.recordRequest()
    try {
      await setUpStates(states, request, access)
      const answer = await verifiedAnswer(request, access)
      if (answer.status >= 400) record.refusal = describeRefusal(answer)
      return answer
    } catch (error) {
      record.failure = errorMessage(error)
      return { status: FAILED_AT_GATE, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(record.failure) }
    }
  })
  return { ...loopback, log }
}

function describeRefusal({ status, body }: ForwardedAnswer): string {
  return `the answer was ${status} ${body.toString().slice(0, REFUSAL_LENGTH)}`
}

/** The number of characters of an error body to report. */
const REFUSAL_LENGTH = 300

async function setUpStates(states: readonly NamedState[], request: ForwardedRequest, access: ProviderAccess): Promise<void> {
  const { merchant, ownStates, asRecorded } = access
  const all = asRecorded ? [{ name: LEFT_AS_RECORDED, parameters: { ...asRecorded } }, ...states] : states
  const found = all.map((state) => findState(state, ownStates))
  await merchant.reset()
  // Set the clock first: other states read it.
  const clockFirst = found.toSorted((one, other) => Number(other.known === LEFT_AS_RECORDED) - Number(one.known === LEFT_AS_RECORDED))
  for (const { setUp, subMchid = subMchidOf(request) ?? access.subMchid } of clockFirst) await setUp({ merchant, subMchid })
}

/** The sub-merchant in the body of a request; `undefined` when the body is not JSON or names none. */
function subMchidOf({ body }: ForwardedRequest): string | undefined {
  try {
    const { sub_mchid } = JSON.parse(body.toString())
    return typeof sub_mchid === 'string' && /^\d{1,32}$/.test(sub_mchid) ? sub_mchid : undefined
  } catch {
    return undefined
  }
}

async function verifiedAnswer(request: ForwardedRequest, { url, merchant }: ProviderAccess): Promise<ForwardedAnswer> {
  const platform = await platformKeysOf(merchant)
  const answer = await forward(url, request).catch((cause) => {
    throw new Error(`${request.method} ${request.target} got no answer: ${cause.message}`, { cause })
  })
  await verifySignature(request, answer, platform)
  return answer
}

/** The platform keys that the merchant now trusts, and the gateway's clock, which a state may have set. */
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
 * Verifies the signature of an answer. An answer that may be unsigned is verified only if it has a signature.
 *
 * @throws {ResponseVerificationError} When the signature is missing or not valid.
 */
async function verifySignature(request: ForwardedRequest, answer: ForwardedAnswer, platform: PlatformKeys): Promise<void> {
  const header = (name: string) => answer.headers[name]?.toString()
  const isUnsigned = missingResponseHeaders(readResponseHeaders(header)).length === 4
  if (isUnsigned && mayBeUnsigned(request, answer)) return
  await verifyResponse({ header, body: answer.body }, platform)
}

/** The gateway signs an answer if and only if it has verified the signature of the request. */
function mayBeUnsigned(request: ForwardedRequest, { status, body }: ForwardedAnswer): boolean {
  // Where no path of APIv3 is, nginx answers with a page.
  if (status === 404 || status === 405) return body.length === 0 || !request.target.startsWith('/v3/')
  return status === 401 || (status === 400 && lacksHeaders(request))
}

function lacksHeaders({ headers, body }: ForwardedRequest): boolean {
  const isJson = /^application\/json *(;|$)/i.test(headers['content-type'] ?? '')
  return !headers.accept || !headers['user-agent'] || (body.length > 0 && !isJson)
}

/** What happened to one interaction at the gate. */
export interface InteractionRecord {
  /** Whether the request reached the gate. */
  isSent: boolean
  /** Why the gate failed the interaction. */
  failure?: string
  /** The error that the provider answered with. */
  refusal?: string
}

/** The interactions of a run in order. Pact's verifier announces the states of each before it sends the request. */
export interface InteractionLog {
  /** Begins an interaction, or adds a state to the current one. */
  begin(state?: NamedState): void
  /** Records that the request of the current interaction arrived; returns its record and the states to set up. */
  recordRequest(): { readonly record: InteractionRecord; readonly states: readonly NamedState[] }
  /** Ends the current interaction. Pact announces the end once for each state. */
  end(): void
  readonly records: readonly InteractionRecord[]
}

function createLog(): InteractionLog {
  const records: InteractionRecord[] = []
  let current: { readonly record: InteractionRecord; readonly states: NamedState[] } | undefined
  const open = () => {
    const record = { isSent: false }
    records.push(record)
    return { record, states: [] }
  }
  return {
    begin(state) {
      current ??= open()
      if (state) current.states.push(state)
    },
    recordRequest() {
      current ??= open()
      const { record, states } = current
      record.isSent = true
      return { record, states: states.splice(0) }
    },
    end() {
      current = undefined
    },
    records,
  }
}

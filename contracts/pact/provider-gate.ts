import type { CryptoKey } from 'jose'
import type { MerchantControl } from '../control/index.ts'
import { missingResponseHeaders, readResponseHeaders } from '../wire/response-headers.ts'
import { importPublicKey } from '../wire/rsa-key.ts'
import { type PlatformKeys, verifyResponse } from '../wire/verify-response.ts'
import { findState, type NamedState, type OwnStates } from './find-state.ts'
import { type Loopback, openLoopback, type PassingAnswer, type PassingRequest, passOn } from './loopback.ts'
import { LEFT_AS_RECORDED } from './provider-states.ts'

/** The provider, and what a gate needs to put it into states. */
export interface ProviderAccess {
  /** Where the provider answers. */
  readonly url: string
  readonly merchant: MerchantControl
  /** The sub-merchant of a state when neither the state nor the request names one. */
  readonly subMchid: string
  readonly ownStates: OwnStates
  /** Where the gateway's clock stands when all requests are left as recorded. */
  readonly asRecorded: { readonly timestamp: number } | undefined
}

/** A server between Pact and the provider. It fails an interaction whose state or signature is wrong, which Pact would let pass. */
export interface ProviderGate extends Loopback {
  readonly passages: Passages
}

/** A status that no contract expects, neither as a number nor as a class. An interaction answered with it fails in Pact and at a Broker, too. */
export const FAILED_HERE = 999

/** Opens a gate. For each request it resets the merchant, puts the states of the interaction in place, and checks that the answer is signed. */
export async function openProviderGate(access: ProviderAccess): Promise<ProviderGate> {
  const passages = createPassages()
  const loopback = await openLoopback(async (request) => {
    const { passage, states } = passages.arrive()
    try {
      await putInPlace(states, request, access)
      const answer = await answerOf(request, access)
      if (answer.status >= 400) passage.refusal = refusalOf(answer)
      return answer
    } catch (error) {
      passage.failure = error instanceof Error ? error.message : String(error)
      return { status: FAILED_HERE, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(passage.failure) }
    }
  })
  return { ...loopback, passages }
}

function refusalOf({ status, body }: PassingAnswer): string {
  return `the answer was ${status} ${body.toString().slice(0, REFUSAL_LENGTH)}`
}

/** How many characters of an error body are reported. */
const REFUSAL_LENGTH = 300

async function putInPlace(states: readonly NamedState[], request: PassingRequest, access: ProviderAccess): Promise<void> {
  const { merchant, ownStates, asRecorded } = access
  const all = asRecorded ? [{ name: LEFT_AS_RECORDED, parameters: { ...asRecorded } }, ...states] : states
  const found = all.map((state) => findState(state, ownStates))
  await merchant.reset()
  // The clock comes first, since other states read it.
  const clockFirst = found.toSorted((one, other) => Number(other.known === LEFT_AS_RECORDED) - Number(one.known === LEFT_AS_RECORDED))
  for (const { setUp, subMchid = subMchidOf(request) ?? access.subMchid } of clockFirst) await setUp({ merchant, subMchid })
}

/** The sub-merchant in the body of a request; `undefined` when the body is not JSON or names none. */
function subMchidOf({ body }: PassingRequest): string | undefined {
  try {
    const { sub_mchid } = JSON.parse(body.toString())
    return typeof sub_mchid === 'string' && /^\d{1,32}$/.test(sub_mchid) ? sub_mchid : undefined
  } catch {
    return undefined
  }
}

async function answerOf(request: PassingRequest, { url, merchant }: ProviderAccess): Promise<PassingAnswer> {
  const platform = await platformKeysOf(merchant)
  const answer = await passOn(url, request).catch((cause) => {
    throw new Error(`${request.method} ${request.target} got no answer: ${cause.message}`, { cause })
  })
  await checkAnswer(request, answer, platform)
  return answer
}

/** The platform keys that a merchant trusts now, and the gateway's clock, which a state may have set. */
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
 * Checks the signature of an answer. An answer that may be unsigned is checked only if it has a signature.
 *
 * @throws {ResponseVerificationError} Says what is wrong with the signature.
 */
async function checkAnswer(request: PassingRequest, answer: PassingAnswer, platform: PlatformKeys): Promise<void> {
  const header = (name: string) => answer.headers[name]?.toString()
  const isUnsigned = missingResponseHeaders(readResponseHeaders(header)).length === 4
  if (isUnsigned && mayBeUnsigned(request, answer)) return
  await verifyResponse({ header, body: answer.body }, platform)
}

/** The gateway signs every answer after it has verified the signature of the request, and none before. */
function mayBeUnsigned(request: PassingRequest, { status, body }: PassingAnswer): boolean {
  if (status === 404 || status === 405) return body.length === 0
  return status === 401 || (status === 400 && lacksHeaders(request))
}

function lacksHeaders({ headers, body }: PassingRequest): boolean {
  const isJson = /^application\/json *(;|$)/i.test(headers['content-type'] ?? '')
  return !headers.accept || !headers['user-agent'] || (body.length > 0 && !isJson)
}

/** What happened to one interaction at the gate. */
export interface Passage {
  /** Whether its request reached the gate. */
  isSent: boolean
  /** Why the gate failed it. */
  failure?: string
  /** The error that the provider answered with. */
  refusal?: string
}

/** The interactions of a run in order, with the states that Pact's verifier announced for each. */
export interface Passages {
  /** Begins an interaction, or adds a state to the one that has begun. */
  begin(state?: NamedState): void
  /** Notes that the request of an interaction has come; returns the passage and the states to put in place. */
  arrive(): { readonly passage: Passage; readonly states: readonly NamedState[] }
  /** Ends an interaction. Pact announces the end once for each of its states. */
  end(): void
  readonly all: readonly Passage[]
}

function createPassages(): Passages {
  const all: Passage[] = []
  let current: { readonly passage: Passage; readonly states: NamedState[] } | undefined
  const open = () => {
    const passage = { isSent: false }
    all.push(passage)
    return { passage, states: [] }
  }
  return {
    begin(state) {
      current ??= open()
      if (state) current.states.push(state)
    },
    arrive() {
      current ??= open()
      const { passage, states } = current
      passage.isSent = true
      return { passage, states: states.splice(0) }
    },
    end() {
      current = undefined
    },
    all,
  }
}

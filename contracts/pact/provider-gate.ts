import type { MerchantControl } from '../control/index.ts'
import { checkAnswer, trustOf } from './check-answer.ts'
import { findState, type NamedState, type OwnStates } from './find-state.ts'
import { type Loopback, openLoopback, type PassingAnswer, type PassingRequest, passOn } from './loopback.ts'
import { createPassages, type Passages } from './passages.ts'
import { LEFT_AS_RECORDED } from './provider-states.ts'

/** What a gate puts states in place with. */
export interface ProviderAccess {
  /** Where the provider answers. */
  readonly url: string
  readonly merchant: MerchantControl
  /** The sub-merchant that a state means when neither it nor the request names one. */
  readonly subMchid: string
  readonly ownStates: OwnStates
  /** Where the clock stands for requests that are left as they were recorded. */
  readonly asRecorded: { readonly timestamp: number } | undefined
}

/** What stands between Pact and the provider and does what Pact lets pass: it fails an interaction whose state or signature is wrong. */
export interface ProviderGate extends Loopback {
  /** What is known of each interaction. */
  readonly passages: Passages
}

/** No contract expects this status, by number or by class: what is answered with it fails for Pact, too, and so for a Broker. */
export const FAILED_HERE = 999

/** Opens a gate. Each request gets a merchant as it was made, put into the states of its interaction; its answer must be signed. */
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

/** How much of an error is told, in characters. */
const REFUSAL_LENGTH = 300

async function putInPlace(states: readonly NamedState[], request: PassingRequest, access: ProviderAccess): Promise<void> {
  const { merchant, ownStates, asRecorded } = access
  const all = asRecorded ? [{ name: LEFT_AS_RECORDED, parameters: { ...asRecorded } }, ...states] : states
  const found = all.map((state) => findState(state, ownStates))
  await merchant.reset()
  // The clock first: others reckon from it.
  const clockFirst = found.toSorted((one, other) => Number(other.known === LEFT_AS_RECORDED) - Number(one.known === LEFT_AS_RECORDED))
  for (const { setUp, subMchid = subMchidOf(request) ?? access.subMchid } of clockFirst) await setUp({ merchant, subMchid })
}

/** The sub-merchant that a request is for. */
function subMchidOf({ body }: PassingRequest): string | undefined {
  try {
    const { sub_mchid } = JSON.parse(body.toString())
    return typeof sub_mchid === 'string' && /^\d{1,32}$/.test(sub_mchid) ? sub_mchid : undefined
  } catch {
    // A body that is no JSON names nobody.
    return undefined
  }
}

async function answerOf(request: PassingRequest, { url, merchant }: ProviderAccess): Promise<PassingAnswer> {
  const platform = await trustOf(merchant)
  const answer = await passOn(url, request).catch((cause) => {
    throw new Error(`${request.method} ${request.target} got no answer: ${cause.message}`, { cause })
  })
  await checkAnswer(request, answer, platform)
  return answer
}

import type { MerchantControl } from '../control/index.ts'
import { errorMessage } from '../error-message.ts'
import { randomNonce } from '../wire/nonce.ts'
import { signRequest } from '../wire/signed-headers.ts'
import type { Caller, Callers } from './callers.ts'
import { type FoundState, findState, isLeftAsRecorded, type NamedState, type OwnStates } from './find-state.ts'
import { type CurrentInteraction, createInteractionLog, type InteractionLog } from './interaction-log.ts'
import { type ForwardedAnswer, type ForwardedRequest, type Loopback, openLoopback } from './loopback.ts'
import type { ReturnedValues } from './missing-values.ts'
import { LEFT_AS_RECORDED } from './provider-states.ts'
import type { SigningCredentials } from './signing-filter.ts'
import { verifiedAnswer } from './verified-answer.ts'

/** The provider and the means to set up its states. */
export interface ProviderAccess {
  /** The URL of the provider. */
  readonly url: string
  readonly callers: Callers
  /** The sub-merchant to use when neither the state nor the request names one. */
  readonly subMchid: string
  readonly ownStates: OwnStates
  /** Set if all requests are left as recorded, that is, not signed again. The gateway's clock is stopped at `timestamp`. */
  readonly asRecorded: { readonly timestamp: number } | undefined
  /** Whether any request needs a value that a state returns. If so, `ownStates` must be set up before Pact sends the request. */
  readonly needsValues: () => boolean
  /** Prints why the gate fails an interaction. Pact reports the failure only later. */
  readonly print: (text: string) => void
}

/** The server that Pact's verifier uses as the provider. It fails interactions that Pact would pass although a state or signature is wrong. */
export interface ProviderGate extends Loopback {
  /** The URL at which Pact's verifier announces the states of an interaction. */
  readonly stateUrl: string
  readonly log: InteractionLog
  readonly returned: ReturnedValues
}

/**
 * Opens a gate. For each interaction, the gate resets the merchant, sets up the states, signs the request, and verifies the answer. A
 * request that is left as recorded is not signed.
 */
export async function openProviderGate(access: ProviderAccess): Promise<ProviderGate> {
  const log = createInteractionLog()
  const returned: ReturnedValues = new Map()
  // The path is random, so that no request in a pact can have the same path.
  const statePath = `/${randomNonce()}`
  const loopback = await openLoopback(
    (request) =>
      request.target === statePath ? changeState(request, log, { ...access, returned }) : answerInteraction(request, log.current(), access),
    (failure) => Object.assign(log.current().record, { isSent: true, failure }),
  )
  return { ...loopback, stateUrl: `${loopback.url}${statePath}`, log, returned }
}

/** A state change that Pact's verifier announces. */
interface StateChange {
  /** `setup` before the request, `teardown` after it. */
  readonly action: string
  /** Empty for an interaction without a state. */
  readonly state: string
  readonly params: Readonly<Record<string, unknown>>
}

interface StateAccess extends ProviderAccess {
  /** The names of the values that states have returned. New names are added. */
  readonly returned: ReturnedValues
}

/**
 * Answers a state change. Most states are only noted here. They are set up when the request arrives, because they may be about the
 * sub-merchant in the request.
 */
async function changeState({ body }: ForwardedRequest, log: InteractionLog, access: StateAccess): Promise<ForwardedAnswer> {
  const { action, state, params }: StateChange = JSON.parse(body.toString())
  if (action === 'teardown') {
    log.end()
    return json({})
  }
  const interaction = log.current()
  const named = { name: state, parameters: params }
  if (access.needsValues() && Object.hasOwn(access.ownStates, state)) return valuesOf(named, interaction, access)
  if (state === '') return json({})
  interaction.states.push(named)
  // Pact puts this string into the request. Without it, Pact would put in the number from the parameters, but the API requires a string.
  return json(typeof params['sub_mchid'] === 'number' ? { sub_mchid: String(params['sub_mchid']) } : {})
}

function json(value: unknown): ForwardedAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value ?? {})) }
}

/**
 * Sets up an integrator's own state before the request arrives. Answers with the values that the state returns. Pact puts these values into
 * the request.
 */
async function valuesOf(state: NamedState, interaction: CurrentInteraction, access: StateAccess): Promise<ForwardedAnswer> {
  const { setUp, subMchid = access.subMchid } = findState(state, access.ownStates)
  try {
    const values = await access.callers.call(isAsRecorded(interaction, access), async ({ merchant }) => {
      await prepare(interaction, merchant)
      return setUp({ merchant, subMchid })
    })
    const answer = json(values)
    interaction.early.push(state)
    const known = access.returned.get(state.name) ?? []
    access.returned.set(state.name, new Set([...known, ...Object.keys(JSON.parse(answer.body.toString()))]))
    return answer
  } catch (error) {
    interaction.record.failure = errorMessage(error)
    return json({})
  }
}

async function prepare(interaction: CurrentInteraction, merchant: MerchantControl): Promise<void> {
  if (interaction.merchant !== merchant) await merchant.reset()
  interaction.merchant = merchant
}

async function answerInteraction(
  request: ForwardedRequest,
  interaction: CurrentInteraction,
  access: ProviderAccess,
): Promise<ForwardedAnswer | undefined> {
  const { record } = interaction
  record.isSent = true
  record.request = `${request.method} ${request.target}`
  try {
    if (record.failure !== undefined) throw new Error(record.failure)
    if (CONTROL_PATH.test(request.target))
      throw new Error(`${request.target} is not a path of WeChat Pay but of the mock server's control API, which a pact must not call`)
    const answer = await access.callers.call(isAsRecorded(interaction, access), (caller) => call(request, interaction, caller, access))
    record.answer = answer
    if (answer.status >= 400) record.refusal = describeRefusal(answer)
    return answer
  } catch (error) {
    record.failure = errorMessage(error)
    // Only the report shows the other lines of the failure, such as the nearest names of states.
    const [reason] = record.failure.split('\n')
    access.print(`${request.method} ${request.target} failed; Pact shows this as an error of the connection (失败原因): ${reason}`)
    // The gate sends no answer. A pact may expect any status, so Pact and the Broker might record an error status as a success.
    return undefined
  }
}

/** Whether an interaction's request is left as recorded: either all requests are, or one of the states announced so far says so. */
function isAsRecorded({ states }: CurrentInteraction, { asRecorded }: ProviderAccess): boolean {
  return asRecorded !== undefined || states.some(({ name }) => isLeftAsRecorded(name))
}

const CONTROL_PATH = /^\/+__mock(?:\/|$)/

function describeRefusal({ status, body }: ForwardedAnswer): string {
  return `the answer was ${status} ${body.toString().slice(0, REFUSAL_LENGTH)}`
}

/** How many characters of an error's body are reported. */
const REFUSAL_LENGTH = 300

async function call(
  request: ForwardedRequest,
  interaction: CurrentInteraction,
  { merchant, credentials }: Caller,
  access: ProviderAccess,
): Promise<ForwardedAnswer> {
  const found = statesOf(interaction, merchant, access)
  await prepare(interaction, merchant)
  for (const { setUp, subMchid = subMchidOf(request) ?? access.subMchid } of found) await setUp({ merchant, subMchid })
  return verifiedAnswer(credentials ? await signedAgain(request, credentials) : request, access.url, merchant)
}

/**
 * Returns the states to set up for a merchant. The state that sets the clock comes first, because other states read the clock. Some states
 * were set up early, when they were announced. If that was for another merchant, they are set up again.
 */
function statesOf(
  { states, early, merchant: prepared }: CurrentInteraction,
  merchant: MerchantControl,
  { ownStates, asRecorded }: ProviderAccess,
): FoundState[] {
  const left = asRecorded ? [{ name: LEFT_AS_RECORDED, parameters: { ...asRecorded } }] : []
  const all = [...left, ...(prepared === merchant ? [] : early), ...states]
  const found = all.map((state) => findState(state, ownStates))
  return found.toSorted((one, other) => Number(other.known === LEFT_AS_RECORDED) - Number(one.known === LEFT_AS_RECORDED))
}

function subMchidOf({ body }: ForwardedRequest): string | undefined {
  try {
    const { sub_mchid } = JSON.parse(body.toString())
    return typeof sub_mchid === 'string' && /^\d{1,32}$/.test(sub_mchid) ? sub_mchid : undefined
  } catch {
    return undefined
  }
}

/** Signs a request again, because the recorded Authorization has expired, or the pact contains none. */
async function signedAgain(request: ForwardedRequest, credentials: SigningCredentials): Promise<ForwardedRequest> {
  const { mchid, serial_no: serial, private_key: privateKey } = credentials
  const authorization = await signRequest(request, { mchid, serial, privateKey, now: Date.now(), nonce: randomNonce() })
  // The gateway requires Content-Type, but the pact may not have recorded it.
  const contentType = request.body.length > 0 && { 'content-type': request.headers['content-type'] ?? 'application/json' }
  return { ...request, headers: { ...request.headers, ...contentType, authorization } }
}

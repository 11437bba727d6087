import { checkParameters, checkParametersOfOthers } from './check-parameters.ts'
import { PROVIDER_STATES, type StateName } from './provider-states.ts'
import type { StateContext } from './set-up-state.ts'

/** The states of an integrator's own, by the name or a pattern of it. */
export type OwnStates = Readonly<Record<string, (context: StateContext, parameters: Readonly<Record<string, unknown>>) => unknown>>

/** A state as a pact names it. */
export interface NamedState {
  readonly name: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** A state that was found: what it is called here, the sub-merchant that it speaks of, and what puts it in place. */
export interface FoundState {
  /** The name in the table; `undefined` for one of the integrator's own. */
  readonly known: StateName | undefined
  /** The sub-merchant that its parameters or its phrasing name; `undefined` for that of the request. */
  readonly subMchid: string | undefined
  readonly setUp: (context: StateContext) => Promise<unknown>
}

/**
 * Finds what puts a state in place: one of the integrator's own, one of the table by its name, or one that its phrasing can only mean.
 *
 * @throws {Error} When there is none, which lists those that there are, or a parameter is not what is wanted.
 */
export function findState({ name, parameters }: NamedState, own: OwnStates = {}): FoundState {
  const subMchid = subMchidOf(name, parameters)
  const handler = Object.hasOwn(own, name) ? own[name] : undefined
  if (handler) return { known: undefined, subMchid, setUp: async (context) => handler(context, parameters) }
  const known = knownName(name)
  if (!known)
    throw new Error(
      `There is no provider state ${JSON.stringify(name)} (没有此提供者状态); there are:${list([...Object.keys(own), ...NAMES])}`,
    )
  if (known === name) checkParameters(known, parameters)
  else checkParametersOfOthers(known, parameters)
  const { setUp } = PROVIDER_STATES[known]
  return { known, subMchid, setUp: async (context) => setUp(context, parameters as never) }
}

const NAMES = Object.keys(PROVIDER_STATES) as readonly StateName[]

/** The patterns take long for a long text, and nobody says it in so many words. */
const LONGEST_PHRASING = 200

function knownName(name: string): StateName | undefined {
  if (Object.hasOwn(PROVIDER_STATES, name)) return name as StateName
  if (name.length > LONGEST_PHRASING) return undefined
  const taking = NAMES.filter((known) => PROVIDER_STATES[known].patterns.some((pattern) => pattern.test(name)))
  // What two states could mean is unclear.
  return taking.length === 1 ? taking[0] : undefined
}

/** Of a phrasing that is not ours the parameters are not known; a number of eight digits or more in it can only be a merchant's. */
function subMchidOf(name: string, { sub_mchid, subMchid = sub_mchid }: NamedState['parameters']): string | undefined {
  if (typeof subMchid === 'string' || typeof subMchid === 'number') return String(subMchid)
  return /(?<!\d)\d{8,32}(?!\d)/.exec(name)?.[0]
}

function list(names: readonly string[]): string {
  return names.map((name) => `\n  ${name}`).join('')
}

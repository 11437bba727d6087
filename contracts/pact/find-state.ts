import { nearestNames } from '../nearest-names.ts'
import { LEFT_AS_RECORDED, PROVIDER_STATES, type StateName } from './provider-states.ts'
import type { StateContext } from './set-up-state.ts'

type Parameters = Readonly<Record<string, unknown>>

/** An integrator's own states: by name, the function that puts the state in place. */
export type OwnStates = Readonly<Record<string, (context: StateContext, parameters: Parameters) => unknown>>

/** A state as a pact names it. */
export interface NamedState {
  readonly name: string
  readonly parameters: Parameters
}

/** A state that was found, and what puts it in place. */
export interface FoundState {
  /** The name in the table; `undefined` for one of the integrator's own. */
  readonly known: StateName | undefined
  /** The sub-merchant that the state names; `undefined` for the one in the request. */
  readonly subMchid: string | undefined
  readonly setUp: (context: StateContext) => Promise<unknown>
}

/**
 * Finds a state by its name: first among the integrator's own, which are named exactly, then in the table by name or alias.
 *
 * @throws {Error} When there is no such state, with the nearest names; when a parameter is unknown or has a wrong value.
 */
export function findState({ name, parameters }: NamedState, own: OwnStates = {}): FoundState {
  const handler = Object.hasOwn(own, name) ? own[name] : undefined
  if (handler) return { known: undefined, subMchid: subMchidOf(parameters), setUp: async (context) => handler(context, parameters) }
  const found = stateCalled(name)
  if (!found) throw new Error(unknownState(name, Object.keys(own)))
  checkParameters(found.known, parameters)
  const { setUp } = PROVIDER_STATES[found.known]
  return { ...found, subMchid: subMchidOf(parameters) ?? found.subMchid, setUp: async (context) => setUp(context, parameters as never) }
}

/** Whether a name, or an alias, says that requests are left as recorded. */
export function isLeftAsRecorded(name: string): boolean {
  return stateCalled(name)?.known === LEFT_AS_RECORDED
}

const NAMES = Object.keys(PROVIDER_STATES) as readonly StateName[]

/** Every name and alias, normalised, with the state that it means. */
const STATES_BY_TEXT: ReadonlyMap<string, StateName> = new Map(NAMES.flatMap((name) => textsOf(name).map((text) => [text, name] as const)))

/** The name and the aliases of a state, normalised. */
function textsOf(name: StateName): string[] {
  return [name, ...PROVIDER_STATES[name].aliases].map(normalised)
}

/** A text without what makes no difference: case, white space, and the punctuation around it. */
function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/^\p{P}+|\p{P}+$/gu, '')
}

interface CalledState {
  readonly known: StateName
  readonly subMchid: string | undefined
}

function stateCalled(text: string): CalledState | undefined {
  const known = STATES_BY_TEXT.get(normalised(text))
  return known ? { known, subMchid: undefined } : stateOfNumberedSubMerchant(text)
}

const SUB_MERCHANT_NUMBER = /\d{8,32}/

/**
 * A state whose text has the number of its sub-merchant written into it: "sub-merchant 1900000109 exists". Pacts of specification 2 have no
 * parameters and can name a sub-merchant only in this way. The rest of the text must be a name or an alias.
 */
function stateOfNumberedSubMerchant(text: string): CalledState | undefined {
  const subMchid = SUB_MERCHANT_NUMBER.exec(text)?.[0]
  const known = subMchid && STATES_BY_TEXT.get(normalised(text.replace(subMchid, '')))
  return known && 'sub_mchid' in PROVIDER_STATES[known].parameters ? { known, subMchid } : undefined
}

function subMchidOf({ sub_mchid }: Parameters): string | undefined {
  return typeof sub_mchid === 'string' || typeof sub_mchid === 'number' ? String(sub_mchid) : undefined
}

function unknownState(name: string, own: readonly string[]): string {
  const complaint = `There is no provider state ${JSON.stringify(name)} (没有此提供者状态). The nearest are (最接近的是):`
  return [complaint, ...nearestStates(name, own).map((near) => `  ${near}`), WHERE_ALL_ARE].join('\n')
}

const WHERE_ALL_ARE =
  'The README of wechatpay-goldplan-mock lists all of them, and PROVIDER_STATES of wechatpay-goldplan-mock/pact their aliases (全部状态见 README，别名见 PROVIDER_STATES)'

/** The states nearest to a text, by their names and aliases. */
function nearestStates(text: string, own: readonly string[]): string[] {
  const textsOfAny = (name: string) => (Object.hasOwn(PROVIDER_STATES, name) ? textsOf(name as StateName) : [normalised(name)])
  return nearestNames(normalised(text), [...own, ...NAMES], textsOfAny)
}

/** @throws {Error} When the state has no such parameter, or one has a wrong value; says what was seen and what is wanted. */
function checkParameters(name: StateName, parameters: Parameters): void {
  const known = Object.keys(PROVIDER_STATES[name].parameters)
  const unknown = Object.keys(parameters).find((parameter) => !known.includes(parameter))
  if (unknown !== undefined)
    throw new Error(
      `The provider state ${JSON.stringify(name)} has no parameter ${unknown}; it has ${known.join(', ') || 'none'} (没有此状态参数)`,
    )
  for (const parameter of known) checkValue(name, parameter, parameters[parameter])
}

function checkValue(name: StateName, parameter: string, value: unknown): void {
  const wanted = WANTED_OF_STATE[name]?.[parameter] ?? WANTED[parameter]
  const isLeftOut = value === undefined && parameter !== 'example'
  if (isLeftOut || wanted === undefined || wanted.isMet(value)) return
  // NaN and Infinity would be null in JSON.
  const seen = typeof value === 'number' ? String(value) : JSON.stringify(value)
  throw new Error(`The provider state ${JSON.stringify(name)}: ${parameter} must be ${wanted.text}; got ${seen} (状态参数有误)`)
}

interface Wanted {
  readonly text: string
  readonly isMet: (value: unknown) => boolean
}

const SCENES: readonly unknown[] = ['JSAPI', 'MINIPROGRAM', 'JSAPI_AND_MINIPROGRAM']

const WANTED: Readonly<Record<string, Wanted>> = {
  sub_mchid: { text: 'a text of 1 to 32 digits', isMet: (value) => typeof value === 'string' && /^\d{1,32}$/.test(value) },
  scene: { text: 'JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM', isMet: (value) => SCENES.includes(value) },
  example: { text: 'the name of an error example, such as PARAM_ERROR', isMet: (value) => typeof value === 'string' && value !== '' },
  timestamp: {
    text: 'a whole number of seconds since 1970',
    // A number with more digits is in milliseconds.
    isMet: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1e10,
  },
}

const WANTED_OF_STATE: { readonly [Name in StateName]?: Readonly<Record<string, Wanted>> } = {
  'the gold plan of a sub-merchant was closed less than 24 hours ago': {
    hours: {
      text: 'a number from 0 to less than 24',
      isMet: (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) < 24,
    },
  },
  'the gold plan of a sub-merchant was closed more than 24 hours ago': {
    hours: { text: 'a number of 24 or more', isMet: (value) => Number.isFinite(value) && Number(value) >= 24 },
  },
}

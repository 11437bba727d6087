import { nearestNames } from '../nearest-names.ts'
import { within } from '../within.ts'
import { LEFT_AS_RECORDED, PROVIDER_STATES } from './provider-states.ts'
import type { StateContext } from './set-up-state.ts'
import type { StateName } from './state-parameters.ts'

type Parameters = Readonly<Record<string, unknown>>

/** An integrator's own provider states: the function that sets up each state, by name. */
export type OwnStates = Readonly<Record<string, (context: StateContext, parameters: Parameters) => unknown>>

/** A provider state as it appears in a pact. */
export interface NamedState {
  readonly name: string
  readonly parameters: Parameters
}

/** The result of {@link findState}. */
export interface FoundState {
  /** The name in PROVIDER_STATES; `undefined` for an integrator's own state. */
  readonly known: StateName | undefined
  /** The sub-merchant that the state names. Without one, the state is about the sub-merchant in the request. */
  readonly subMchid: string | undefined
  readonly setUp: (context: StateContext) => Promise<unknown>
}

/**
 * Finds a provider state: first among the integrator's own states by exact name, then in PROVIDER_STATES by name or alias.
 *
 * @throws {Error} When there is no such state (the message lists the nearest names), or a parameter is unknown or has a wrong value.
 */
export function findState({ name, parameters }: NamedState, own: OwnStates = {}): FoundState {
  const handler = Object.hasOwn(own, name) ? own[name] : undefined
  if (handler)
    return { known: undefined, subMchid: subMchidOf(parameters), setUp: inTime(name, async (context) => handler(context, parameters)) }
  const found = stateCalled(name)
  if (!found) throw new Error(unknownState(name, Object.keys(own)))
  checkParameters(found.known, parameters)
  const { setUp } = PROVIDER_STATES[found.known]
  return { ...found, subMchid: subMchidOf(parameters) ?? found.subMchid, setUp: async (context) => setUp(context, parameters as never) }
}

/** How long an integrator's own state may take, in milliseconds. */
const STATE_MILLISECONDS = 30_000

/** Limits the time of an integrator's own state. The error names the state that did not end, which Pact itself would not do. */
function inTime(name: string, setUp: FoundState['setUp']): FoundState['setUp'] {
  const reason = `The provider state ${JSON.stringify(name)} did not end within ${STATE_MILLISECONDS / 1000} s (自定义状态未按时结束)`
  return (context) => within(STATE_MILLISECONDS, setUp(context), reason)
}

/** Whether a name or alias means the state `requests are left as recorded`. */
export function isLeftAsRecorded(name: string): boolean {
  return stateCalled(name)?.known === LEFT_AS_RECORDED
}

const NAMES = Object.keys(PROVIDER_STATES) as readonly StateName[]

const STATES_BY_TEXT = statesBy(normalised)

/**
 * Like STATES_BY_TEXT, but each text lacks the article before "sub-merchant". If an ID follows "sub-merchant", a pact may write "a", "the"
 * or no article.
 */
const STATES_BY_TEXT_WITH_ID = statesBy(withoutArticle)

function statesBy(normalise: (text: string) => string): ReadonlyMap<string, StateName> {
  return new Map(NAMES.flatMap((name) => textsOf(name).map((text) => [normalise(text), name] as const)))
}

/** The texts by which a pact may name a state. One is the meaning in Chinese, because a reader may copy it from the guide. */
function textsOf(name: StateName): string[] {
  const { aliases, meaningZh } = PROVIDER_STATES[name]
  return [name, ...aliases, meaningZh]
}

/** Removes the differences that don't matter: case, white space, and punctuation at both ends. */
function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/^\p{P}+|(?<!\p{P})\p{P}+$/gu, '')
}

function withoutArticle(text: string): string {
  return normalised(text.replace(/\b(?:a|the)\s+(?=sub-merchant\b)/gi, ''))
}

interface MatchedState {
  readonly known: StateName
  readonly subMchid: string | undefined
}

function stateCalled(text: string): MatchedState | undefined {
  const known = STATES_BY_TEXT.get(normalised(text))
  return known ? { known, subMchid: undefined } : stateWithSubMerchantId(text)
}

const SUB_MERCHANT_ID = /\d{8,32}/

/**
 * Matches a state with a sub-merchant ID in its text, such as "sub-merchant 1900000109 exists". Version 2 of the Pact specification has no
 * state parameters, so the ID can only be in the text.
 */
function stateWithSubMerchantId(text: string): MatchedState | undefined {
  const subMchid = SUB_MERCHANT_ID.exec(text)?.[0]
  const known = subMchid && STATES_BY_TEXT_WITH_ID.get(withoutArticle(text.replace(subMchid, '')))
  return known && 'sub_mchid' in PROVIDER_STATES[known].parameters ? { known, subMchid } : undefined
}

function subMchidOf({ sub_mchid }: Parameters): string | undefined {
  return typeof sub_mchid === 'string' || typeof sub_mchid === 'number' ? String(sub_mchid) : undefined
}

function unknownState(name: string, own: readonly string[]): string {
  const complaint = `There is no provider state ${JSON.stringify(name)} (没有此提供者状态)`
  return [
    complaint,
    'The nearest names are (最接近的是):',
    ...nearestStates(name, own).map((near) => `  ${withMeaning(near)}`),
    WHERE_STATES_ARE_LISTED,
  ].join('\n')
}

const WHERE_STATES_ARE_LISTED =
  'docs/pact.md in wechatpay-goldplan-mock lists all states; PROVIDER_STATES in wechatpay-goldplan-mock/pact also has their aliases (全部状态见 docs/pact.zh-CN.md，别名见 PROVIDER_STATES)'

function withMeaning(name: string): string {
  return Object.hasOwn(PROVIDER_STATES, name) ? `${name} (${PROVIDER_STATES[name as StateName].meaningZh})` : name
}

function nearestStates(text: string, own: readonly string[]): string[] {
  const textsOfAny = (name: string) => (Object.hasOwn(PROVIDER_STATES, name) ? textsOf(name as StateName) : [name]).map(normalised)
  return nearestNames(normalised(text), [...own, ...NAMES], textsOfAny)
}

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
  // JSON.stringify writes NaN and Infinity as null.
  const seen = typeof value === 'number' ? String(value) : JSON.stringify(value)
  throw new Error(`The provider state ${JSON.stringify(name)}: ${parameter} must be ${wanted.text}; got ${seen} (状态参数有误)`)
}

interface Wanted {
  readonly text: string
  readonly isMet: (value: unknown) => boolean
}

const SCENES: readonly unknown[] = ['JSAPI', 'MINIPROGRAM', 'JSAPI_AND_MINIPROGRAM']

const WANTED: Readonly<Record<string, Wanted>> = {
  sub_mchid: {
    text: 'a string of 1 to 32 digits',
    // pact-go, PactNet and pact-php write a text of digits as a number.
    isMet: (value) => (typeof value === 'string' || Number.isSafeInteger(value)) && /^\d{1,32}$/.test(String(value)),
  },
  scene: { text: 'JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM', isMet: (value) => SCENES.includes(value) },
  example: { text: 'the name of an error example, such as PARAM_ERROR', isMet: (value) => typeof value === 'string' && value !== '' },
  timestamp: {
    text: 'a whole number of seconds since 1970',
    // A number from 10,000,000,000 on would be in milliseconds.
    isMet: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1e10,
  },
}

const WANTED_OF_STATE: { readonly [Name in StateName]?: Readonly<Record<string, Wanted>> } = {
  'the gold plan of a sub-merchant was closed less than 24 hours ago': {
    hours: {
      text: 'a number that is at least 0 and less than 24',
      isMet: (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) < 24,
    },
  },
  'the gold plan of a sub-merchant was closed more than 24 hours ago': {
    hours: { text: 'a number that is at least 24', isMet: (value) => Number.isFinite(value) && Number(value) >= 24 },
  },
}

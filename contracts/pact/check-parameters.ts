import { PROVIDER_STATES, type StateName } from './provider-states.ts'

type Parameters = Readonly<Record<string, unknown>>

/**
 * Checks the parameters of a state that is named as it is called here.
 *
 * @throws {Error} When it has no such parameter, or one has a wrong value; says what was seen and what is wanted.
 */
export function checkParameters(name: StateName, parameters: Parameters): void {
  const known = Object.keys(PROVIDER_STATES[name].parameters)
  const unknown = Object.keys(parameters).find((parameter) => !known.includes(parameter))
  if (unknown !== undefined)
    throw new Error(`The provider state ${JSON.stringify(name)} has no parameter ${unknown}; it has ${known.join(', ') || 'none'}`)
  checkValues(name, known, parameters)
}

/** Checks the parameters of a state that others phrased: those that it has here, but for its sub-merchant, and no others. */
export function checkParametersOfOthers(name: StateName, parameters: Parameters): void {
  const known = Object.keys(PROVIDER_STATES[name].parameters).filter((parameter) => parameter !== 'sub_mchid')
  checkValues(name, known, parameters)
}

interface Wanted {
  readonly text: string
  readonly isMet: (value: unknown) => boolean
}

function checkValues(name: StateName, known: readonly string[], parameters: Parameters): void {
  for (const parameter of known) {
    const value = parameters[parameter]
    const wanted = WANTED_OF_STATE[name]?.[parameter] ?? WANTED[parameter]
    const isLeftOut = value === undefined && parameter !== 'example'
    if (isLeftOut || wanted === undefined || wanted.isMet(value)) continue
    // A number that JSON can't hold is one that was reckoned wrongly.
    const seen = typeof value === 'number' ? String(value) : JSON.stringify(value)
    throw new Error(`The provider state ${JSON.stringify(name)}: ${parameter} must be ${wanted.text}; got ${seen} (状态参数有误)`)
  }
}

const SCENES: readonly unknown[] = ['JSAPI', 'MINIPROGRAM', 'JSAPI_AND_MINIPROGRAM']

const WANTED: Readonly<Record<string, Wanted>> = {
  sub_mchid: { text: 'a text of 1 to 32 digits', isMet: (value) => typeof value === 'string' && /^\d{1,32}$/.test(value) },
  scene: { text: 'JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM', isMet: (value) => SCENES.includes(value) },
  example: { text: 'the name of an error example, as PARAM_ERROR', isMet: (value) => typeof value === 'string' && value !== '' },
  timestamp: {
    text: 'a whole number of seconds since 1970',
    // One of more digits is in milliseconds.
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

import { nearest } from './nearest-names.ts'
import { shownValue } from './shown-value.ts'

/** The fields of a consumer version selector: https://docs.pact.io/pact_broker/advanced_topics/consumer_version_selectors */
const FIELDS: ReadonlyMap<string, 'boolean' | 'string'> = new Map([
  ['mainBranch', 'boolean'],
  ['branch', 'string'],
  ['fallbackBranch', 'string'],
  ['matchingBranch', 'boolean'],
  ['tag', 'string'],
  ['fallbackTag', 'string'],
  ['latest', 'boolean'],
  ['deployed', 'boolean'],
  ['released', 'boolean'],
  ['deployedOrReleased', 'boolean'],
  ['environment', 'string'],
  ['consumer', 'string'],
])

/**
 * Returns what is wrong with a consumer version selector; `undefined` when it is valid. Pact ignores an unknown field. When a value has a
 * wrong type, Pact ignores the whole selector. In both cases, Pact would verify other versions than the user wanted.
 */
export function selectorProblem(selector: unknown): string | undefined {
  if (typeof selector !== 'object' || selector === null || Array.isArray(selector) || Object.keys(selector).length === 0)
    return `A selector must be a JSON object with a field, like {"mainBranch":true}; got ${shownValue(selector)} (须为有字段的 JSON 对象).`
  return Object.entries(selector)
    .map(([field, value]) => fieldProblem(field, value))
    .find(Boolean)
}

function fieldProblem(field: string, value: unknown): string | undefined {
  const type = FIELDS.get(field)
  if (type === undefined) return `A selector has no field ${shownValue(field)} ${nearest(field, FIELDS.keys())} (选择器没有此字段).`
  const isRight = type === 'boolean' ? typeof value === 'boolean' : typeof value === 'string' && value !== ''
  if (isRight) return undefined
  return `The field ${field} of a selector must be ${type === 'boolean' ? 'true or false' : 'a text'}; got ${shownValue(value)} (选择器的值有误).`
}

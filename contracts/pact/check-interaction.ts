import * as z from 'zod'
import { shownValue } from '../shown-value.ts'
import { A_STATUS, A_TEXT, check, must, onlyThe } from './refuse-misshapen.ts'

/**
 * Checks an interaction that a consumer test gives. Pact would leave out a value of the wrong type and a field with a mistyped name, and the test
 * could pass with a wrong request.
 *
 * @throws {TypeError} When the interaction is a promise.
 * @throws {Error} With the field, when a value is wrong or a field would be ignored.
 */
export function checkInteraction(given: unknown): void {
  if (given instanceof Promise) throw new TypeError('The interaction is a promise: write await before it (请加上 await)')
  check(interaction, given, `The interaction ${shownValue(Object(given).description)}`)
}

const A_VALUE = must('a text or a matcher', '须为文本或匹配器')
const values = z.record(z.string(), z.union([z.string(), z.looseObject({})], A_VALUE), must('an object', '须为对象')).optional()

const A_BODY = must('an object, or be left out', '须为对象，或省略')
const body = z.union([z.looseObject({}), z.array(z.unknown()), z.string().min(1, A_BODY)], A_BODY).optional()

const text = z.string(A_TEXT)
const REQUEST = { method: text, path: text, query: values, headers: values, body }
const status = z.union([z.int().min(100, A_STATUS).max(599, A_STATUS), z.looseObject({})], A_STATUS)
const RESPONSE = { status, headers: values, body: z.unknown().optional() }
const A_STATE = must('a provider state, such as { name, parameters: {} }', '须为提供者状态')
const state = z.looseObject({ name: text, parameters: z.looseObject({}, A_STATE) }, A_STATE)
const INTERACTION = {
  description: text,
  states: z.array(state, must('a list', '须为列表')),
  request: z.strictObject(REQUEST, onlyThe(REQUEST)),
  response: z.strictObject(RESPONSE, onlyThe(RESPONSE)),
}
const interaction = z.strictObject(INTERACTION, onlyThe(INTERACTION))

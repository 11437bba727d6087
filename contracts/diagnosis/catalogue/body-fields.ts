import { type Body, withJson } from '../body.ts'
import type { Circumstances } from '../circumstances.ts'
import { isJsonObject, type Json, parseJson, sortKeys } from '../json-text.ts'
import type { Axis } from '../mistake.ts'
import { BODY_AS_OBJECT } from './advice.ts'

type JsonObject = Readonly<Record<string, Json>>
type Field = [name: string, value: Json]

const FIX = {
  fix: 'Change nothing of the body once it is signed: no interceptor, no default, no filter for null between signing and sending.',
  fix_zh: '签名之后不要再改动报文：签名与发送之间不能有拦截器、默认值或空值过滤。',
}

/** How many fields of a body are tried at most. */
const FIELD_LIMIT = 32

/** How many fields that are not in the body are tried at most. */
const DROPPED_LIMIT = 16

/** In a body of up to this many fields, a dropped field is tried in every place. */
const BETWEEN_LIMIT = 4

/** A field that came or went between signing and sending. */
export const bodyFields: Axis<Body> = {
  id: 'body-fields',
  mistakes: [
    {
      id: 'body-field-added',
      message: 'The field {field} was added to the body after it was signed.',
      message_zh: '签名之后报文中又加入了字段 {field}。',
      ...FIX,
      *signs(body) {
        const { json } = body
        if (!isJsonObject(json)) return
        for (const field of Object.keys(json).slice(0, FIELD_LIMIT)) yield* withJson(body, without(json, field))
      },
      seen: (signed, sent) => ({ field: extraFields(sent.json, signed.json) }),
    },
    {
      id: 'body-field-dropped',
      message: 'The field {field} was signed and is not in the body that was sent.',
      message_zh: '签名时报文中有字段 {field}，实际发送的报文中没有。',
      ...FIX,
      source: BODY_AS_OBJECT,
      signs: (body, circumstances) => withDropped(body, circumstances, ({ length }) => [length]),
      alone: (body, circumstances) => withDropped(body, circumstances, otherPlaces),
      seen: (signed, sent) => ({ field: extraFields(signed.json, sent.json) }),
    },
  ],
}

/** Fields that the body may have had: those of the gold plan, and those of the merchant's earlier bodies. */
function droppedFields(json: JsonObject, { previousBodies = [] }: Circumstances): Field[] {
  const earlier = previousBodies.flatMap((bytes) => {
    const value = parseJson(new TextDecoder().decode(bytes))
    return isJsonObject(value) ? Object.entries(value) : []
  })
  const known = Object.entries(GOLD_PLAN_FIELDS).flatMap(([field, values]) => values.map((value): Field => [field, value]))
  const missing = [...known, ...earlier].filter(([field]) => !Object.hasOwn(json, field))
  return [...new Map(missing.map((field) => [JSON.stringify(field), field])).values()].slice(0, DROPPED_LIMIT)
}

/** The body with one dropped field added, for every dropped field and every one of these places. */
function* withDropped(body: Body, circumstances: Circumstances, places: (names: readonly string[]) => number[]): Generator<Body, void> {
  const { json } = body
  if (!isJsonObject(json)) return
  for (const dropped of droppedFields(json, circumstances)) {
    for (const at of places(Object.keys(json))) yield* withJson(body, withField(json, dropped, at))
  }
}

/** Every place except the last; in a long body, only the first. */
function otherPlaces({ length }: readonly string[]): number[] {
  return length > BETWEEN_LIMIT ? [0] : Array.from({ length }, (_, index) => index)
}

function withField(json: JsonObject, field: Field, at: number): JsonObject {
  return Object.fromEntries(Object.entries(json).toSpliced(at, 0, field))
}

/** The values that a dropped field may have had; serialisers drop `null` and empty strings. */
const GOLD_PLAN_FIELDS: Readonly<Record<string, readonly Json[]>> = {
  operation_pay_scene: [null, '', 'JSAPI', 'MINIPROGRAM', 'JSAPI_AND_MINIPROGRAM'],
  operation_type: [null, '', 'OPEN', 'CLOSE'],
  advertising_industry_filters: [null, []],
  sub_mchid: [null, ''],
}

/** The fields that only the first object has, with their values. */
function extraFields(whole: Json, part: Json): string {
  const entries = Object.entries(whole as JsonObject).filter(([name]) => !Object.hasOwn(part as JsonObject, name))
  return JSON.stringify(Object.fromEntries(entries)).slice(1, -1)
}

function without(json: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([name]) => name !== field))
}

export const bodyKeyOrder: Axis<Body> = {
  id: 'body-key-order',
  mistakes: [
    {
      id: 'body-keys-sorted',
      message: 'The keys of the body were sorted for the signature, and sent in another order.',
      message_zh: '签名时对报文的字段做了排序，实际发送的顺序不同。',
      fix: 'APIv3 sorts nothing: sign the very string that is sent.',
      fix_zh: 'APIv3 不需要对字段排序：直接对实际发送的字符串签名。',
      signs: (body) => (body.json === undefined ? [] : withJson(body, sortKeys(body.json))),
    },
  ],
}

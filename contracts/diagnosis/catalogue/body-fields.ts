import { type Body, withJson } from '../body.ts'
import type { Circumstances } from '../circumstances.ts'
import { isContainer, isJsonObject, type Json, parseJson } from '../json-text.ts'
import type { Axis } from '../mistake.ts'
import { NAMING_STYLES } from '../naming-styles.ts'
import { BODY_AS_OBJECT } from './advice.ts'

type JsonObject = Readonly<Record<string, Json>>
type Field = [name: string, value: Json]

const FIX = {
  fix: 'Do not change the body after signing it: no interceptors, default values or null filters between signing and sending.',
  fix_zh: '签名之后不要再改动报文主体：签名与发送之间不能有拦截器、默认值填充或空值过滤。',
}

/** To find an added field, the search tries the body without one of its fields. It leaves out at most this many fields, one at a time. */
export const FIELD_LIMIT = 32

/** To find a dropped field, the search puts one field back into the body. It tries at most this many pairs of a field and a value. */
const DROPPED_LIMIT = 16

/** If a body has at most this many fields, a dropped field is tried in every position. Otherwise only at the start and the end. */
const BETWEEN_LIMIT = 4

/** A field was added, dropped or renamed between signing and sending. */
export const bodyFields: Axis<Body> = {
  id: 'body-fields',
  mistakes: [
    {
      id: 'body-field-added',
      message: 'The field {field} was added to the body after it was signed.',
      message_zh: '签名之后，报文主体中又加入了字段 {field}。',
      ...FIX,
      *signedInstead(body) {
        const { json } = body
        if (!isJsonObject(json)) return
        for (const field of Object.keys(json).slice(0, FIELD_LIMIT)) yield* withJson(body, without(json, field))
      },
      seen: (signed, sent) => ({ field: extraFields(sent.json, signed.json) }),
    },
    {
      id: 'body-field-dropped',
      message: 'The field {field} was signed but is missing from the body that was sent.',
      message_zh: '签名时报文主体中有字段 {field}，实际发送的没有。',
      ...FIX,
      source: BODY_AS_OBJECT,
      signedInstead: (body, circumstances) => withDropped(body, circumstances, ({ length }) => [length]),
      rare: (body, circumstances) => withDropped(body, circumstances, otherPlaces),
      seen: (signed, sent) => ({ field: extraFields(signed.json, sent.json) }),
    },
    {
      id: 'body-fields-renamed',
      message: 'The names of the fields were signed in another style, such as subMchid or SubMchid for sub_mchid. Signed: {signed}',
      message_zh: '签名时字段名的写法与实际发送的不同，例如 sub_mchid 写成了 subMchid 或 SubMchid。待签名串中的报文主体是：{signed}',
      fix: 'Serialise the body once, with the field names from the documentation, then sign and send that same string. Two serialisers often have different settings: PropertyNamingStrategies.SNAKE_CASE (Jackson), JsonNamingPolicy.SnakeCaseLower (.NET).',
      fix_zh:
        '报文主体只序列化一次，字段名与文档一致，签名和发送用同一个字符串。两处序列化的设置常常不同：PropertyNamingStrategies.SNAKE_CASE（Jackson）、JsonNamingPolicy.SnakeCaseLower（.NET）。',
      signedInstead: () => [],
      rarest: (body) => (isContainer(body.json) ? NAMING_STYLES.flatMap((style) => withJson(body, renamed(body.json, style))) : []),
      seen: ({ text }) => ({ signed: text }),
    },
  ],
}

function renamed(value: Json, style: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renamed(item, style))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [style(name), renamed(item, style)]))
}

/** Fields that may have been dropped from the body: fields of the gold plan, and fields of the merchant's earlier bodies. */
function droppedFields(json: JsonObject, { previousBodies = [] }: Circumstances): Field[] {
  const earlier = previousBodies.flatMap((bytes) => {
    const value = parseJson(new TextDecoder().decode(bytes))
    return isJsonObject(value) ? Object.entries(value) : []
  })
  const known = Object.entries(GOLD_PLAN_FIELDS).flatMap(([field, values]) => values.map((value): Field => [field, value]))
  const missing = [...known, ...earlier].filter(([field]) => !Object.hasOwn(json, field))
  return [...new Map(missing.map((field) => [JSON.stringify(field), field])).values()].slice(0, DROPPED_LIMIT)
}

/** Yields bodies with one dropped field put back. Each field is tried at each position that `places` returns. */
function* withDropped(body: Body, circumstances: Circumstances, places: (names: readonly string[]) => number[]): Generator<Body, void> {
  const { json } = body
  if (!isJsonObject(json)) return
  for (const dropped of droppedFields(json, circumstances)) {
    for (const at of places(Object.keys(json))) yield* withJson(body, withField(json, dropped, at))
  }
}

/** Returns the positions at which to put a dropped field back, except the end. For a long body, it returns only the start. */
function otherPlaces({ length }: readonly string[]): number[] {
  return length > BETWEEN_LIMIT ? [0] : Array.from({ length }, (_, index) => index)
}

function withField(json: JsonObject, field: Field, at: number): JsonObject {
  return Object.fromEntries(Object.entries(json).toSpliced(at, 0, field))
}

/** The values that a dropped field may have had, including those that serialisers drop, such as `null`. */
const GOLD_PLAN_FIELDS: Readonly<Record<string, readonly Json[]>> = {
  operation_pay_scene: [null, '', 'JSAPI', 'MINIPROGRAM', 'JSAPI_AND_MINIPROGRAM'],
  operation_type: [null, '', 'OPEN', 'CLOSE'],
  advertising_industry_filters: [null, []],
  sub_mchid: [null, ''],
}

/** Returns the fields of `whole` that `part` lacks, as JSON without the outer braces. */
function extraFields(whole: Json, part: Json): string {
  const entries = Object.entries(whole as JsonObject).filter(([name]) => !Object.hasOwn(part as JsonObject, name))
  return JSON.stringify(Object.fromEntries(entries)).slice(1, -1)
}

function without(json: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([name]) => name !== field))
}

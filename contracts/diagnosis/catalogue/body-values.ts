import { type Body, withJson } from '../body.ts'
import { isContainer, isJsonObject, type Json, jsonNumber, mapJson, numberText } from '../json-text.ts'
import type { Axis, Placeholders } from '../mistake.ts'
import { SERIALISE_ONCE } from './advice.ts'
import { FIELD_LIMIT } from './body-fields.ts'

/** Values in the body were signed in one form but sent in another. */
export const bodyValues: Axis<Body> = {
  id: 'body-values',
  mistakes: [
    {
      id: 'body-numbers-as-text',
      message: 'Values were signed as numbers or booleans but sent as strings, or the reverse. Signed: {signed}',
      message_zh: '签名时是数字或布尔值的值，发送时成了字符串，或者相反。待签名串中的报文主体是：{signed}',
      ...SERIALISE_ONCE,
      signedInstead: (body) => [...rewritten(body, asText), ...rewritten(body, asNumber)],
      rare: (body) => rewrittenOneByOne(body, asOther),
      rarest: (body) => [asOther, asTextUnlessNull].flatMap((change) => rewritten(body, change)),
      seen,
    },
    {
      id: 'body-number-form',
      message: 'Numbers were signed in one form but sent in another, such as 1.0 and 1. Signed: {signed}',
      message_zh: '签名与发送时数字的写法不同，例如 1.0 与 1。待签名串中的报文主体是：{signed}',
      fix: 'Serialise the body once, then sign and send that same string. Use an integer type for amounts.',
      fix_zh: '报文主体只序列化一次，签名和发送用同一个字符串；金额使用整数类型。',
      signedInstead: (body) => [...rewritten(body, withoutFraction), ...rewritten(body, withFraction)],
      rare: (body) =>
        rewrittenOneByOne(body, (value) => (/\.0+$/.test(String(numberText(value))) ? withoutFraction(value) : withFraction(value))),
      rarest: (body) =>
        [withTwoDecimals, asBigDecimal, asJavaDouble, withoutExponent, withAllDigits].flatMap((change) => rewritten(body, change)),
      seen,
    },
    {
      id: 'body-nulls-dropped',
      message: 'The body was signed without its null fields but sent with them. Signed: {signed}',
      message_zh: '签名时去掉了值为 null 的字段，实际发送时没有去掉。待签名串中的报文主体是：{signed}',
      ...SERIALISE_ONCE,
      // If the body has only one null, in one of its first FIELD_LIMIT fields, the mistake body-field-added covers it.
      signedInstead: ({ json, ...body }) =>
        countNulls(json) > (isOuterNull(json) ? 1 : 0) ? withJson({ json, ...body }, withoutNulls(json)) : [],
      seen,
    },
    {
      id: 'body-empty-values',
      message: 'Empty values were signed in one form but sent in another: null, "", [], {}, or nothing at all. Signed: {signed}',
      message_zh: '签名与发送时空值的写法不同：null、""、[]、{}，或者去掉了字段。待签名串中的报文主体是：{signed}',
      fix: 'Serialise the body once, then sign and send that same string. Filters between signing and sending change empty values: NON_EMPTY (Jackson), ConvertEmptyStringsToNull (Laravel), json_decode($body, true) (PHP, {} becomes []).',
      fix_zh:
        '报文主体只序列化一次，签名和发送用同一个字符串。签名与发送之间的处理会改动空值：NON_EMPTY（Jackson）、ConvertEmptyStringsToNull（Laravel）、json_decode($body, true)（PHP，{} 会变成 []）。',
      signedInstead: () => [],
      rarest: (body) => (isContainer(body.json) ? EMPTY_FORMS.flatMap((change) => withJson(body, change(body.json))) : []),
      seen,
    },
  ],
}

function seen({ text }: Body): Placeholders {
  return { signed: text }
}

function rewritten(body: Body, change: (value: Json) => Json): Body[] {
  return isContainer(body.json) ? withJson(body, mapJson(body.json, change)) : []
}

/** The search changes at most this many values, one at a time. */
const VALUE_LIMIT = 16

function* rewrittenOneByOne(body: Body, change: (value: Json) => Json): Generator<Body, void> {
  if (!isContainer(body.json)) return
  for (let chosen = 0; chosen < VALUE_LIMIT; chosen += 1) {
    let at = -1
    const json = mapJson(body.json, (value) => {
      at += 1
      return at === chosen ? change(value) : value
    })
    if (at < chosen) return
    yield* withJson(body, json)
  }
}

function asText(value: Json): Json {
  return numberText(value) ?? value
}

function asNumber(value: Json): Json {
  return typeof value === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) ? jsonNumber(value) : value
}

function asOther(value: Json): Json {
  return numberText(value) ?? asNumber(value)
}

/** Turns a number or boolean into a string, as fastjson does with WriteNonStringValueAsString. */
function asTextUnlessNull(value: Json): Json {
  return value === null || typeof value === 'string' ? value : (numberText(value) ?? String(value))
}

/** Writes a fraction with 17 significant digits, as PHP does with serialize_precision = 17: 0.1 becomes `0.10000000000000001`. */
function withAllDigits(value: Json): Json {
  const text = numberText(value) ?? ''
  return /^-?\d{1,15}\.\d+$/.test(text)
    ? jsonNumber(
        Number(text)
          .toPrecision(17)
          .replace(/\.?0+$/, ''),
      )
    : value
}

function withTwoDecimals(value: Json): Json {
  const text = numberText(value)
  return text !== undefined && /^-?\d+$/.test(text) ? jsonNumber(`${text}.00`) : value
}

/** Writes a whole number that ends in 0 as Java's `BigDecimal.stripTrailingZeros` does: 100 becomes `1E+2`. */
function asBigDecimal(value: Json): Json {
  const [, digits, zeros] = /^(-?\d*[1-9])(0+)$/.exec(numberText(value) ?? '') ?? []
  return zeros === undefined || digits === undefined
    ? value
    : jsonNumber(`${digits.replace(/^(-?\d)(\d+)$/, '$1.$2')}E+${zeros.length + digits.replace('-', '').length - 1}`)
}

/** Writes a whole number of ten million or more as Java writes a `double`: 10000000 becomes `1.0E7`. */
function asJavaDouble(value: Json): Json {
  const text = numberText(value) ?? ''
  if (!/^\d{8,15}$/.test(text)) return value
  const digits = text.slice(1).replace(/0+$/, '') || '0'
  return jsonNumber(`${text.slice(0, 1)}.${digits}E${text.length - 1}`)
}

function withoutExponent(value: Json): Json {
  const text = numberText(value) ?? ''
  return /e/i.test(text) && Number.isSafeInteger(Number(text)) ? jsonNumber(String(Number(text))) : value
}

function withFraction(value: Json): Json {
  const text = numberText(value)
  return text !== undefined && /^-?\d+$/.test(text) ? jsonNumber(`${text}.0`) : value
}

function withoutFraction(value: Json): Json {
  const text = numberText(value)
  return text !== undefined && /\.\d*0$/.test(text) ? jsonNumber(text.replace(/\.?0+$/, '')) : value
}

function countNulls(value: Json): number {
  if (value === null) return 1
  return isContainer(value) ? Object.values(value).reduce<number>((sum, inner) => sum + countNulls(inner), 0) : 0
}

function isOuterNull(json: Json): boolean {
  return isJsonObject(json) && Object.values(json).slice(0, FIELD_LIMIT).includes(null)
}

function withoutNulls(value: Json): Json {
  return without(value, (item) => item === null)
}

function without(value: Json, isEmpty: (item: Json) => boolean): Json {
  if (Array.isArray(value)) return value.map((item) => without(item, isEmpty))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => (isEmpty(item) ? [] : [[name, without(item, isEmpty)]])))
}

/** How serialisers and filters change empty values. */
const EMPTY_FORMS: readonly ((json: Json) => Json)[] = [
  withoutEmptyValues,
  (json) => without(json, (item) => item === ''),
  (json) => mapJson(json, (item) => (item === '' ? null : item)),
  (json) => mapJson(json, (item) => item ?? ''),
  (json) => withEmptyContainers(json, []),
  (json) => withEmptyContainers(json, {}),
]

/**
 * Removes the fields that are null, an empty string, or an empty array or object. If only nulls would be removed, returns the same value,
 * because the mistake body-nulls-dropped covers them.
 */
function withoutEmptyValues(json: Json): Json {
  const rest = without(json, isEmptyValue)
  return JSON.stringify(rest) === JSON.stringify(withoutNulls(json)) ? json : rest
}

function isEmptyValue(item: Json): boolean {
  return item === null || item === '' || isEmptyContainer(item)
}

function isEmptyContainer(item: Json): boolean {
  return isContainer(item) && Object.keys(item).length === 0
}

/** Replaces empty arrays and objects with `empty`. PHP, for example, writes an empty object as `[]`. */
function withEmptyContainers(value: Json, empty: Json): Json {
  if (isEmptyContainer(value)) return empty
  if (Array.isArray(value)) return value.map((item) => withEmptyContainers(item, empty))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withEmptyContainers(item, empty)]))
}

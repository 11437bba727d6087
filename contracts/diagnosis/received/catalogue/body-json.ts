import { Buffer } from 'node:buffer'
import { type Body, readBody, withJson, withLayout } from '../../body.ts'
import { bodyFields } from '../../catalogue/body-fields.ts'
import { bodyValues } from '../../catalogue/body-values.ts'
import { type Escapes, LIBRARIES } from '../../escapes.ts'
import { hashMapOrder, isContainer, isJsonObject, type Json, LAYOUTS, type Layout, mapJson, reorderKeys } from '../../json-text.ts'
import type { Axis } from '../../mistake.ts'
import { VERIFY_THE_BYTES } from './advice.ts'
import { changedAs, seen } from './body-mistake.ts'

/** The names under which libraries and logs put the body of an answer or notification into an object. */
const WRAPPERS = ['data', 'body', 'content', 'rawBody', 'raw_body', 'result', 'response', 'payload', 'json']

export const receivedParts: Axis<Body> = {
  id: 'received-parts',
  mistakes: [
    {
      id: 'received-body-wrapped',
      message:
        'The body is inside another object or a list, as when a program serialises the response object of a library: { status, headers, data }.',
      message_zh: '报文主体被套在另一个对象或列表里，例如序列化了某个库的响应对象 { status, headers, data }。',
      ...VERIFY_THE_BYTES,
      signedInstead: (body) => unwrapped(body),
    },
    {
      id: 'received-body-only-a-part',
      message: 'The body is only a part of what was received: the value of the field data or, if that is a list, its only item.',
      message_zh: '报文主体只是收到内容的一部分：字段 data 的值；data 是列表时，是其中唯一的一项。',
      ...VERIFY_THE_BYTES,
      signedInstead: (body) =>
        isContainer(body.json) ? [{ data: body.json }, { data: [body.json] }].flatMap((whole) => withJson(inCompact(body), whole)) : [],
    },
  ],
}

function unwrapped(body: Body): Body[] {
  const { json } = body
  if (!isJsonObject(json)) return Array.isArray(json) && json.length === 1 ? withJson(inCompact(body), json[0]) : []
  const named = WRAPPERS.filter((name) => Object.hasOwn(json, name)).map((name) => json[name])
  const only = Object.keys(json).length === 1 ? Object.values(json) : []
  return [...new Set([...named, ...only])].flatMap((inner) => {
    if (typeof inner === 'string') return [readBody(Buffer.from(inner))]
    return isContainer(inner) ? withJson(inCompact(body), inner) : []
  })
}

function inCompact(body: Body): Body {
  return body.layout === undefined ? withLayout(body, 'compact') : body
}

export const receivedLayout: Axis<Body> = {
  id: 'received-layout',
  mistakes: [
    {
      id: 'received-body-reformatted',
      message: 'The body was parsed and serialised again with other white space.',
      message_zh: '报文主体解析后又重新序列化，空白与收到的不同。',
      ...VERIFY_THE_BYTES,
      signedInstead: (body) => (isContainer(body.json) ? LAYOUT_NAMES.map((name) => withLayout(body, name)) : []),
      seen,
    },
  ],
}

const LAYOUT_NAMES = Object.keys(LAYOUTS) as Layout[]

export const receivedFields: Axis<Body> = {
  id: 'received-fields',
  mistakes: [
    {
      ...changedAs(bodyFields, 'body-field-added', {
        id: 'received-body-field-added',
        message: 'The body has a field that was not received.',
        message_zh: '报文主体中有收到时没有的字段。',
        ...VERIFY_THE_BYTES,
      }),
      rare: withoutInnerField,
      seen,
    },
    {
      id: 'received-body-field-dropped',
      message: 'The resource in the body lacks associated_data, which was received as an empty string.',
      message_zh: '验签用的报文主体中，resource 缺少 associated_data；收到的报文主体中它是空字符串。',
      ...VERIFY_THE_BYTES,
      signedInstead: (body) => withEmptyField(body),
      seen,
    },
    {
      ...changedAs(bodyValues, 'body-nulls-dropped', {
        id: 'received-body-nulls-added',
        message: 'The body has null fields that were not received.',
        message_zh: '报文主体中有收到时没有的 null 字段。',
        ...VERIFY_THE_BYTES,
      }),
      seen,
    },
    {
      ...changedAs(bodyValues, 'body-empty-values', {
        id: 'received-body-empty-values',
        message:
          'Empty values in the body were received in another form: null, "", [], {}, or no field at all. ConvertEmptyStringsToNull (Laravel) and json_decode($body, true) (PHP) change them.',
        message_zh:
          '报文主体中空值的写法与收到的不同：null、""、[]、{}，或者没有这个字段。Laravel 的 ConvertEmptyStringsToNull、PHP 的 json_decode($body, true) 会这样。',
        ...VERIFY_THE_BYTES,
      }),
      seen,
    },
    {
      ...changedAs(bodyFields, 'body-fields-renamed', {
        id: 'received-body-fields-renamed',
        message: 'The body was parsed and serialised again with its field names in another style, such as subMchid for sub_mchid.',
        message_zh: '报文主体解析后又重新序列化，字段名的写法与收到的不同，例如 sub_mchid 变成 subMchid。',
        ...VERIFY_THE_BYTES,
      }),
      seen,
    },
  ],
}

/**
 * Returns versions of the body. Each version lacks one field of an object directly within the body. The `resource` of a notification is
 * such an object.
 */
function* withoutInnerField(body: Body): Generator<Body, void> {
  if (!isJsonObject(body.json)) return
  for (const [name, inner] of Object.entries(body.json)) {
    if (!isJsonObject(inner)) continue
    for (const field of Object.keys(inner)) {
      const rest = Object.fromEntries(Object.entries(inner).filter(([other]) => other !== field))
      yield* withJson(body, { ...body.json, [name]: rest })
    }
  }
}

/**
 * Returns versions of the body with an empty `associated_data` in the resource, once at each position. WeChat Pay often sends this field
 * empty, and some serialisers drop empty fields.
 */
function* withEmptyField(body: Body): Generator<Body, void> {
  const { json } = body
  if (!isJsonObject(json)) return
  const resource = json['resource']
  if (!isJsonObject(resource) || Object.hasOwn(resource, EMPTY_FIELD)) return
  const fields = Object.entries(resource)
  for (let at = fields.length; at >= 0; at -= 1) {
    yield* withJson(body, { ...json, resource: Object.fromEntries(fields.toSpliced(at, 0, [EMPTY_FIELD, ''])) })
  }
}

const EMPTY_FIELD = 'associated_data'

const OF_NUMBERS = bodyValues.mistakes.filter(({ id }) => id === 'body-numbers-as-text' || id === 'body-number-form')

export const receivedValues: Axis<Body> = {
  id: 'received-values',
  mistakes: [
    {
      id: 'received-body-numbers-changed',
      message: 'Numbers in the body were written in another way, such as 1.0 or "1" for 1.',
      message_zh: '报文主体中数字的写法变了，例如 1 变成 1.0 或 "1"。',
      ...VERIFY_THE_BYTES,
      *signedInstead(body, circumstances) {
        for (const mistake of OF_NUMBERS) yield* mistake.signedInstead(body, circumstances)
      },
      *rare(body, circumstances) {
        for (const mistake of OF_NUMBERS) yield* mistake.rare?.(body, circumstances) ?? []
      },
      seen,
    },
    {
      id: 'received-body-times-changed',
      message: 'Times in the body were written in another way, such as Z for +08:00.',
      message_zh: '报文主体中时间的写法变了，例如 +08:00 变成 Z。',
      ...VERIFY_THE_BYTES,
      signedInstead: (body) => (isContainer(body.json) ? withJson(body, mapJson(body.json, inBeijing)) : []),
      seen,
    },
  ],
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)$/
const EIGHT_HOURS = 8 * 3_600_000

/** Writes a time as WeChat Pay does: 2018-06-08T10:34:56+08:00. */
function inBeijing(value: Json): Json {
  if (typeof value !== 'string' || !TIME.test(value)) return value
  const time = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(time) ? value : new Date(time + EIGHT_HOURS).toISOString().replace('.000Z', '+08:00')
}

type Order = (names: readonly string[]) => string[]

/** The orders of the keys in a captured notification, in the documented notification, in the list of certificates, and in error answers. */
const ORDERS: readonly string[] = [
  'id create_time resource_type event_type summary resource original_type algorithm ciphertext associated_data nonce',
  'id create_time resource_type event_type resource algorithm ciphertext nonce associated_data original_type summary',
  'data serial_no effective_time expire_time encrypt_certificate algorithm nonce associated_data ciphertext',
  'code message detail field value issue location',
]

export const receivedKeyOrder: Axis<Body> = {
  id: 'received-key-order',
  mistakes: [
    {
      id: 'received-body-keys-reordered',
      message: 'The body was parsed and serialised again with its keys in another order.',
      message_zh: '报文主体解析后又重新序列化，字段顺序与收到的不同。',
      ...VERIFY_THE_BYTES,
      signedInstead: ({ json, ...body }) => {
        const orders: Order[] = [...ORDERS.map(ordering), (names) => names.toSorted(), hashMapOrder, (names) => names.toReversed()]
        return isContainer(json) ? orders.flatMap((order) => withJson({ ...body, json }, reorderKeys(json, order))) : []
      },
      seen,
    },
  ],
}

function ordering(order: string): Order {
  const known = order.split(' ')
  const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length)
  return (names) => names.toSorted((one, other) => rank(one) - rank(other))
}

export const receivedEscapes: Axis<Body> = {
  id: 'received-escapes',
  mistakes: [
    {
      id: 'received-body-escaped',
      message: 'The body was parsed and serialised again with other escapes (\\uXXXX, \\/, \\u003c), as {library} does.',
      message_zh: '报文主体解析后又重新序列化，转义（\\uXXXX、\\/、\\u003c）与收到的不同，这是 {library} 的写法。',
      ...VERIFY_THE_BYTES,
      signedInstead: (body) =>
        writtenWith(
          body,
          LIBRARIES.slice(0, 1).map(({ escapes }) => escapes),
        ),
      rare: (body) =>
        writtenWith(
          body,
          LIBRARIES.slice(1).map(({ escapes }) => escapes),
        ),
      seen: (_, { escapes }) => ({ library: LIBRARIES.find((library) => isSame(library.escapes, escapes))?.name ?? 'a JSON library' }),
    },
  ],
}

function writtenWith(body: Body, all: readonly Escapes[]): Body[] {
  return isContainer(body.json) && body.layout !== undefined ? all.map((escapes) => ({ ...body, escapes })) : []
}

function isSame(one: Escapes, other: Escapes): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

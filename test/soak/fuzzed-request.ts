import fc from 'fast-check'
import { operationFiles } from '../../contracts/index.ts'
import { type Operation, openApi, type Schema } from '../../mock-server/openapi/index.ts'
import type { WireRequest } from '../signed-request.ts'
import { edited, HOSTILE_BODY, HOSTILE_HEADER, HOSTILE_VALUE } from './hostile.ts'

/** A generated request. Its `kind` decides how its bytes are made. */
export type Fuzzed =
  /** Signed after it was generated, so that its signature is valid. */
  | { readonly kind: 'signed'; readonly choice: WireRequest }
  | { readonly kind: 'control'; readonly choice: WireRequest }
  /** Signed, and then changed at one to four places in its bytes. */
  | { readonly kind: 'changed'; readonly choice: WireRequest; readonly seed: number; readonly isHalfClosed: boolean }

/** The merchant ID in the requests that remove a merchant. Usually no merchant has this ID. */
const REMOVED = '2'

/**
 * Generates requests to almost all operations. Some parts of the requests are hostile. Half of the requests are signed, three tenths are
 * signed and then changed, and a fifth are for the control API.
 *
 * @param mchid The merchant that the control requests are about.
 */
export async function fuzzedRequests(mchid: string): Promise<fc.Arbitrary<Fuzzed>> {
  const [products, control] = await Promise.all([openApi(operationFiles.products), openApi(operationFiles.control)])
  // Two operations are left out: resetAll would remove the state that other requests need, and the answer of followRequests does not end.
  // Requests for removeMerchant name REMOVED, because other requests need `mchid`. A request whose method is changed to DELETE may still
  // remove `mchid`.
  const controls = control.operations.filter(({ id }) => id !== 'resetAll' && id !== 'followRequests')
  const call = fc.constantFrom(...products.operations).chain((operation) => callOf(operation, mchid))
  const controlCall = fc
    .constantFrom(...controls)
    .chain((operation) => callOf(operation, operation.id === 'removeMerchant' ? REMOVED : mchid))
  return fc.oneof(
    { weight: 5, arbitrary: call.map((choice) => ({ kind: 'signed', choice }) as const) },
    { weight: 2, arbitrary: controlCall.map((choice) => ({ kind: 'control', choice }) as const) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('changed' as const), choice: call, seed: fc.integer(), isHalfClosed: fc.boolean() }),
    },
  )
}

/** The bytes of a signed request, changed in one to four places. */
export function changedBytes(bytes: Buffer, seed: number): Buffer {
  const [changed] = fc.sample(edited(bytes, 4), { seed, numRuns: 1 })
  return changed ?? bytes
}

function callOf(operation: Operation, mchid: string): fc.Arbitrary<WireRequest> {
  return fc.record({ method: methodOf(operation), target: targetOf(operation, mchid), body: bodyOf(operation), headers: HEADERS })
}

function rarely<Value>(hostile: fc.Arbitrary<Value>, usual: fc.Arbitrary<Value>, weight = 12): fc.Arbitrary<Value> {
  return fc.oneof({ weight, arbitrary: usual }, hostile)
}

function methodOf({ method }: Operation): fc.Arbitrary<string> {
  return rarely(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'), fc.constant(method), 40)
}

function targetOf({ path, pathSchemas, querySchemas }: Operation, mchid: string): fc.Arbitrary<string> {
  const values = Object.entries(pathSchemas).map(([name, schema]) =>
    rarely(HOSTILE_VALUE.map(inTarget), name === 'mchid' ? fc.constant(mchid) : jsonFor(schema).map(inTarget)).map(
      (value) => [name, value] as const,
    ),
  )
  const query = fc.record(Object.fromEntries(Object.entries(querySchemas).map(([name, schema]) => [name, jsonFor(schema)])), {
    requiredKeys: [],
  })
  const filled = fc.tuple(fc.tuple(...values), query).map(([pairs, fields]) => {
    const filledPath = pairs.reduce((before, [name, value]) => before.replace(`{${name}}`, () => value), path)
    const text = Object.entries(fields)
      .map(([name, value]) => `${name}=${inTarget(value)}`)
      .join('&')
    return text === '' ? filledPath : `${filledPath}?${text}`
  })
  const broken = filled.chain((target) => edited(Buffer.from(target), 2)).map((bytes) => bytes.toString('latin1').replace(/[\s\0#]/g, '~'))
  return rarely(broken, filled, 20)
}

function inTarget(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return encodeURIComponent(text.toWellFormed()).slice(0, 4_000)
}

function bodyOf({ bodySchema }: Operation): fc.Arbitrary<Buffer> {
  const right = bodySchema ? jsonFor(bodySchema).map((value) => Buffer.from(JSON.stringify(value))) : fc.constant(Buffer.alloc(0))
  return fc.oneof(
    { weight: 12, arbitrary: right },
    HOSTILE_BODY,
    right.chain((bytes) => edited(bytes, 3)),
  )
}

/** Mostly a value that the schema allows, with something hostile here and there. */
function jsonFor(schema: Schema): fc.Arbitrary<unknown> {
  return rarely(HOSTILE_VALUE, allowedBy(schema), 25)
}

function allowedBy(schema: Schema): fc.Arbitrary<unknown> {
  const { enum: choices, properties, required = [], items, pattern, type } = schema
  if (choices) return fc.constantFrom(...choices)
  if (properties) return objectOf(properties, required)
  if (items) return fc.array(jsonFor(items), { maxLength: 4 })
  if (typeof pattern === 'string') return fc.oneof(fc.stringMatching(new RegExp(pattern)), fc.constantFrom('1900000109', '1s', '2'))
  if (type === 'boolean') return fc.boolean()
  if (type === 'string')
    return rarely(fc.oneof(fc.constantFrom('openAdvertisingShow', 'SYSTEM_ERROR'), fc.string()), fc.constant('1900000109'), 4)
  if (type === 'integer' || type === 'number') return numberFrom(schema)
  return fc.jsonValue({ maxDepth: 2 })
}

function numberFrom({ type, minimum = 0, maximum = 1_000 }: Schema): fc.Arbitrary<number> {
  const [min, max] = [Number(minimum), Number(maximum)]
  return type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })
}

type Fields = readonly (readonly [name: string, value: unknown])[]

const NOTHING: fc.Arbitrary<Fields> = fc.constant([])

function objectOf(properties: Readonly<Record<string, Schema>>, required: readonly string[]): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]): fc.Arbitrary<Fields> => {
    const field = jsonFor(schema).map((value): Fields => [[name, value]])
    if (required.includes(name)) return field
    // `own_key` is rare, because generating an RSA key takes longer than a hundred requests take.
    return rarely(field, NOTHING, name === 'own_key' ? 50 : 2)
  })
  const extra = fc.constantFrom('x', '__proto__', 'constructor', '').map((name): Fields => [[name, {}]])
  return fc.tuple(...fields, rarely(extra, NOTHING, 30)).map((pairs) => Object.fromEntries(pairs.flat()))
}

/** Headers to add to a request: mostly none, sometimes one to three unusual or hostile headers. */
const HEADERS: fc.Arbitrary<Record<string, string>> = rarely(
  fc
    .dictionary(
      fc.constantFrom(
        'Accept',
        'Accept-Language',
        'Content-Encoding',
        'Content-Type',
        'Cookie',
        'Expect',
        'Mock-Diagnosis',
        'Origin',
        'Prefer',
        'Range',
        'User-Agent',
        'Wechatpay-Serial',
        'X-Forwarded-For',
        '__proto__',
        'constructor',
      ),
      HOSTILE_HEADER,
      { minKeys: 1, maxKeys: 3 },
    )
    .map((headers) => ({ ...headers })),
  fc.constant<Record<string, string>>({}),
  4,
)

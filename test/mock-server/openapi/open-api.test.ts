import { readFile } from 'node:fs/promises'
import { createInstance, getHttpOperationsFromSpec } from '@stoplight/prism-http'
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { bundleDocument } from '../../../contracts/generate/bundle-document.ts'
import { documents, operationFiles } from '../../../contracts/index.ts'
import { flawsOf, type Operation, openApi, type Schema } from '../../../mock-server/openapi/index.ts'
import { writtenOperations } from './written-operations.ts'

async function changedOperations(change: (text: string) => string): Promise<URL> {
  return writtenOperations(change(await readFile(documents.goldplan, 'utf8')))
}

async function createPrism() {
  const products = [documents.goldplan, documents.security].map(async (document) =>
    getHttpOperationsFromSpec(await bundleDocument(document)),
  )
  const httpOperations = (await Promise.all(products)).flat()
  async function letsPass(operation: Operation, body: unknown): Promise<boolean> {
    const mock = () => () => ({ _tag: 'Right' as const, right: { statusCode: 200 } })
    const config = { isProxy: false, validateRequest: true, validateResponse: false, checkSecurity: false, errors: false } as const
    const all = { ...config, upstreamProxy: undefined, mock: { dynamic: false } }
    const logger = Object.assign(pino({ level: 'silent' }), { success: () => undefined }) as never
    // The gateway of the mock server checks headers itself, so Prism gets valid ones.
    const headers = { 'content-type': 'application/json', 'wechatpay-serial': 'any' }
    const request = { method: operation.method.toLowerCase() as 'post', url: { path: operation.path }, headers, body }
    const result = await createInstance(all, { logger, mock }).request(request, httpOperations)()
    if (result._tag === 'Left') throw result.left
    return result.right.validations.input.length === 0
  }
  return { letsPass }
}

const TARGET = '/v3/goldplan/merchants/changegoldplanstatus'
const RIGHT = { sub_mchid: '1', operation_type: 'OPEN' }

describe('openApi', () => {
  it("throws for each call of an operation whose schema can't be compiled, and for no other operation", async () => {
    const document = await changedOperations((text) => text.replace('default: JSAPI', "default: JSAPI\n          pattern: '('"))
    const { operations, validate } = await openApi(document)
    const changeStatus = operations.find(({ id }) => id === 'changeGoldPlanStatus') as Operation
    for (const body of [RIGHT, {}])
      await expect(validate(changeStatus, 'POST', TARGET, body)).rejects.toThrow(
        /^The schema of POST \/v3\/goldplan\/merchants\/changegoldplanstatus in .* can't be compiled: Invalid regular expression/,
      )
    const close = operations.find(({ id }) => id === 'closeAdvertisingShow') as Operation
    expect(await validate(close, 'POST', close.path, { sub_mchid: '1' })).toEqual([])
  })

  it("throws when Prism alone validates an operation and can't compile the schema, because Prism would accept every body", async () => {
    const document = await changedOperations((text) =>
      text
        .replace('operationId: changeGoldPlanStatus', '$&\n      parameters: [{ name: x, in: query, schema: { type: string } }]')
        .replace('maxLength: 32', "maxLength: 32\n      pattern: '('"),
    )
    const { operations, validate } = await openApi(document)
    const changeStatus = operations.find(({ id }) => id === 'changeGoldPlanStatus') as Operation
    await expect(validate(changeStatus, 'POST', TARGET, RIGHT)).rejects.toThrow(
      /changegoldplanstatus in .* lets everything pass: is it valid\?$/,
    )
  })

  it('throws for a call of an operation whose schema has an unknown keyword', async () => {
    const document = await changedOperations((text) => text.replace('maxLength: 32', 'maxLength: 32\n      shorterThan: 32'))
    const { operations, validate } = await openApi(document)
    const changeStatus = operations.find(({ id }) => id === 'changeGoldPlanStatus') as Operation
    await expect(validate(changeStatus, 'POST', TARGET, RIGHT)).rejects.toThrow(/can't be compiled: .*unknown keyword: "shorterThan"/)
  })

  it('accepts exactly the requests that Prism accepts', async () => {
    const { operations, validate } = await openApi(operationFiles.products)
    const prism = await createPrism()
    const value = fc.oneof(
      fc.constantFrom('OPEN', 'CLOSE', 'JSAPI', '1900000109', ['E_COMMERCE'], [], 0, null),
      fc.jsonValue({ maxDepth: 1 }),
    )
    const withBody = operations.filter(({ bodySchema }) => bodySchema)
    expect(withBody.length).toBeGreaterThan(0)
    for (const operation of withBody) {
      const fields = Object.fromEntries(Object.keys(operation.bodySchema?.properties ?? {}).map((name) => [name, value]))
      const body = fc.oneof(
        { weight: 9, arbitrary: fc.record({ ...fields, x: value }, { requiredKeys: [] }) },
        fc.jsonValue({ maxDepth: 1 }),
      )
      await fc.assert(
        fc.asyncProperty(body, async (sent) => {
          const isRight = (await validate(operation, operation.method, operation.path, sent)).length === 0
          expect(isRight).toBe(await prism.letsPass(operation, sent))
        }),
        { numRuns: 80 },
      )
    }
  })

  it('accepts a body that fits the pattern in a schema, and names the field of a body that does not', async () => {
    const document = await changedOperations((text) => text.replace('maxLength: 32', () => "maxLength: 32\n      pattern: '^[0-9]+$'"))
    const { operations, validate } = await openApi(document)
    const changeStatus = operations.find(({ id }) => id === 'changeGoldPlanStatus') as Operation
    expect(await validate(changeStatus, 'POST', TARGET, RIGHT)).toEqual([])
    expect(await validate(changeStatus, 'POST', TARGET, { ...RIGHT, sub_mchid: 'x' })).toEqual([
      { keyword: 'pattern', path: ['body', 'sub_mchid'] },
    ])
  })

  it('lists only one of 10,000 unknown fields in a body, because a list of all would keep the server busy', async () => {
    const { operations, validate } = await openApi(operationFiles.products)
    const changeStatus = operations.find(({ id }) => id === 'changeGoldPlanStatus') as Operation
    const body = { ...RIGHT, ...Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, 0])) }
    const flaws = flawsOf(await validate(changeStatus, 'POST', TARGET, body), changeStatus, TARGET, body)
    expect(flaws).toMatchObject([{ keyword: 'additionalProperties', path: ['body', 'k0'] }])
  })

  it.each(Object.entries(operationFiles))('refuses a list as the body of any operation in the %s document', async (_, document) => {
    const { operations, validate } = await openApi(document)
    const withBody = operations.filter(({ bodySchema }) => bodySchema)
    expect(withBody).not.toEqual([])
    for (const operation of withBody)
      expect(await validate(operation, 'POST', operation.path, ['not an object'])).toContainEqual({ keyword: 'type', path: ['body'] })
  })

  it.each([
    ['POST', TARGET, 'changeGoldPlanStatus'],
    ['POST', `${TARGET}?x=1`, 'changeGoldPlanStatus'],
    ['POST', TARGET.replace('goldplan', 'g%6Fldplan'), 'changeGoldPlanStatus'],
  ])('finds the operation of %s %s', async (method, target, id) => {
    const { route } = await openApi(operationFiles.products)
    expect(await route(method, target)).toMatchObject({ id })
  })

  it.each([
    ['GET', TARGET, 405],
    ['POST', `${TARGET}/`, 404],
    ['POST', `x${TARGET}`, 404],
    ['OPTIONS', '*', 404],
  ])('finds no operation of %s %s, and returns %i', async (method, target, status) => {
    const { route } = await openApi(operationFiles.products)
    expect(await route(method, target)).toBe(status)
  })

  it('reads the status, the body and the Request-ID number of every error example', async () => {
    const { operations } = await openApi(operationFiles.products)
    const rows = operations.flatMap(({ errors }) => [...errors.values()])
    expect(rows.length).toBeGreaterThan(15)
    for (const row of rows) {
      expect(row.status).toBeGreaterThanOrEqual(400)
      expect(row.body).toMatchObject({ code: expect.stringMatching(/^[A-Za-z_ ]+$/), message: expect.any(String) })
      expect(row.requestIdCode).toBeGreaterThan(268_000_000)
    }
  })

  it('gives a title to every body, field and item that a message of a PARAM_ERROR can name', async () => {
    const untitled = (schema: Schema, name: string): string[] => [
      ...(schema.title ? [] : [name]),
      ...Object.entries(schema.properties ?? {}).flatMap(([field, inner]) => untitled(inner, `${name}/${field}`)),
      ...(schema.items ? untitled(schema.items, `${name}/items`) : []),
    ]
    const { operations } = await openApi(operationFiles.products)
    const schemas = operations.flatMap(({ id, bodySchema, querySchemas, pathSchemas }) => [
      ...(bodySchema ? [[`${id}/body`, bodySchema] as const] : []),
      ...Object.entries({ ...querySchemas, ...pathSchemas }).map(([name, schema]) => [`${id}/${name}`, schema] as const),
    ])
    expect(schemas.flatMap(([name, schema]) => untitled(schema, name))).toEqual([])
  })

  it('accepts a valid body before and after a call with an unknown field', async () => {
    const { operations, validate } = await openApi(operationFiles.products)
    const operation = operations.find(({ id }) => id === 'changeGoldPlanStatus') as Operation
    expect(await validate(operation, 'POST', TARGET, RIGHT)).toEqual([])
    expect(await validate(operation, 'POST', TARGET, { ...RIGHT, x: 1 })).toHaveLength(1)
    expect(await validate(operation, 'POST', TARGET, RIGHT)).toEqual([])
  })
})

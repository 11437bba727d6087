import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { IHttpOperation } from '@stoplight/types'
import { describe, expect, test } from 'vitest'
import { operationFiles } from '../../contracts/index.ts'
import { openApi } from '../../mock-server/openapi/index.ts'

interface RecordedMessage {
  readonly headers?: Readonly<Record<string, readonly string[]>>
  readonly body?: { readonly content: unknown }
}

interface Recorded {
  readonly description: string
  readonly request: RecordedMessage & {
    readonly method: string
    readonly path: string
    readonly query?: Readonly<Record<string, readonly string[]>>
  }
  readonly response: RecordedMessage & { readonly status: number }
}

const folder = new URL('../../contracts/pacts/', import.meta.url)
const interactions = readdirSync(folder).flatMap((file): Recorded[] => JSON.parse(readFileSync(new URL(file, folder), 'utf8')).interactions)
const api = await openApi(operationFiles.products)
const operations: IHttpOperation[] = JSON.parse(readFileSync(operationFiles.products, 'utf8'))
// Prism's validator for answers.
const { validateOutput } = createRequire(import.meta.url)('@stoplight/prism-http/dist/validator/index.js')

async function violationsOfRequest({ request: { method, path, query = {}, body } }: Recorded) {
  const values = Object.entries(query).flatMap(([name, all]) => all.map((value): [string, string] => [name, value]))
  const target = values.length > 0 ? `${path}?${new URLSearchParams(values)}` : path
  const operation = await api.route(method, target)
  if (typeof operation === 'number') return [operation]
  return api.validate(operation, method, target, body?.content)
}

function violationsOfAnswer({ request: { method, path }, response: { status, headers = {}, body } }: Recorded): unknown[] {
  const element = {
    statusCode: status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name.toLowerCase(), values.join(', ')])),
    ...(body && { body: body.content }),
  }
  const resource = operations.find((operation) => operation.path === path && operation.method === method.toLowerCase())
  const result = validateOutput({ resource, element })
  return result._tag === 'Left' ? result.left : []
}

function isParameterError({ response: { body } }: Recorded): boolean {
  return (body?.content as { readonly code?: string } | undefined)?.code === 'PARAM_ERROR'
}

describe('every interaction of the pact files', () => {
  test('is read: more than 40 interactions in total', () => {
    expect(interactions.length).toBeGreaterThan(40)
  })

  test.each(interactions.filter((recorded) => !isParameterError(recorded)))(
    'has a request that the OpenAPI document allows: $description',
    async (recorded) => {
      expect(await violationsOfRequest(recorded)).toEqual([])
    },
  )

  test.each(interactions.filter(isParameterError))(
    'that expects a parameter error has a request that the OpenAPI document does not allow: $description',
    async (recorded) => {
      expect(await violationsOfRequest(recorded)).not.toEqual([])
    },
  )

  test.each(interactions)('has an answer that the OpenAPI document allows: $description', (recorded) => {
    expect(violationsOfAnswer(recorded)).toEqual([])
  })
})

describe('an answer that the OpenAPI document does not allow', () => {
  const [recorded] = interactions.filter(isParameterError) as [Recorded]

  test.each<[string, object]>([
    ['status', { status: 418 }],
    ['body', { body: { content: { code: 'PARAM_ERROR' } } }],
  ])('is detected by its %s', (_, change) => {
    expect(violationsOfAnswer({ ...recorded, response: { ...recorded.response, ...change } })).not.toEqual([])
  })
})

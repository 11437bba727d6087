import type { IHttpOperation } from '@stoplight/types'
import type { ErrorExample } from '../../contracts/index.ts'

/** A JSON schema: the keywords that errors name. Any other keyword is there, too. */
export interface Schema {
  readonly title?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly [keyword: string]: unknown
}

/** An error example: what its answer holds, and the number that ends its Request-ID. */
export interface ErrorRow {
  readonly status: number
  readonly body: { readonly code: string; readonly message: string; readonly detail?: unknown }
  readonly requestIdCode: number
  /** What fills the braces of its message when the request does not. */
  readonly placeholders: Readonly<Record<string, string | number>>
}

/** One operation of an OpenAPI document. */
export interface Operation {
  /** Its operationId. */
  readonly id: string
  /** Upper-case. */
  readonly method: string
  /** With its parameters in braces. */
  readonly path: string
  /** The schema of its JSON body; `undefined` when it takes none. */
  readonly bodySchema: Schema | undefined
  readonly pathSchemas: Readonly<Record<string, Schema>>
  readonly querySchemas: Readonly<Record<string, Schema>>
  /** Its success: the status, and the first example of the body; no body for 204. */
  readonly success: { readonly status: number; readonly body: unknown }
  /** Its error examples by name, in the order of the document. */
  readonly errors: ReadonlyMap<string, ErrorRow>
  /** The error of a call that a scripted limit refuses; `undefined` when the document names none. */
  readonly limitExample: string | undefined
  /** By the number of a test sub-merchant: the error of every call for it. */
  readonly testSubMerchants: ReadonlyMap<string, ErrorExample>
}

/** Reads an operation as Prism gives it. */
export function readOperation({ id, iid, method, path, request, responses, extensions = {} }: IHttpOperation): Operation {
  const errors = new Map(responses.flatMap((response) => errorRows(response, extensions)))
  const testSubMerchants = Object.entries((extensions['x-test-sub-merchants'] ?? {}) as Record<string, ErrorExample>)
  return {
    id: iid ?? id,
    method: method.toUpperCase(),
    path,
    bodySchema: request?.body?.contents?.[0]?.schema as Schema | undefined,
    pathSchemas: schemasByName(request?.path),
    querySchemas: schemasByName(request?.query),
    success: successOf(responses),
    errors,
    limitExample: extensions['x-limit-example'] as string | undefined,
    testSubMerchants: new Map(testSubMerchants.filter(([, example]) => errors.has(example))),
  }
}

/** Whether the calls of an operation are for one sub-merchant. */
export function isForSubMerchant({ bodySchema }: Operation): boolean {
  return Object.hasOwn(bodySchema?.properties ?? {}, 'sub_mchid')
}

function schemasByName(parameters: readonly { readonly name: string; readonly schema?: unknown }[] = []): Record<string, Schema> {
  return Object.fromEntries(parameters.map(({ name, schema }) => [name, (schema ?? {}) as Schema]))
}

type HttpResponse = IHttpOperation['responses'][number]

function successOf(responses: readonly HttpResponse[]): Operation['success'] {
  const status = Math.min(...responses.map(({ code }) => Number(code)))
  const [example] = responses.find(({ code }) => Number(code) === status)?.contents?.flatMap(({ examples = [] }) => examples) ?? []
  return { status, body: example && 'value' in example ? example.value : undefined }
}

function errorRows({ code: status, contents = [] }: HttpResponse, extensions: Readonly<Record<string, unknown>>): [string, ErrorRow][] {
  if (Number(status) < 400) return []
  const codes = (extensions['x-request-id-codes'] ?? {}) as Record<string, number>
  const placeholders = (extensions['x-placeholders'] ?? {}) as Record<string, ErrorRow['placeholders']>
  const examples = contents.flatMap((content) => content.examples ?? [])
  return examples.map(({ key, ...example }) => {
    const body = 'value' in example ? (example.value as ErrorRow['body']) : undefined
    const requestIdCode = codes[key] ?? codes[status]
    if (!body || requestIdCode === undefined)
      throw new Error(`The error example ${key} of status ${status} has no value or no number for its Request-ID`)
    return [key, { status: Number(status), body, requestIdCode, placeholders: placeholders[key] ?? {} }]
  })
}

import type { IHttpOperation } from '@stoplight/types'
import type { ErrorExample } from '../../contracts/index.ts'
import type { ErrorRow, Operation, Schema } from './operation.ts'

/** Converts an operation from Prism's format. */
export function readOperation({ id, iid, method, path, request, responses, extensions = {} }: IHttpOperation): Operation {
  const errors = new Map(responses.flatMap((response) => errorRows(response, extensions)))
  const bodySchema = request?.body?.contents?.[0]?.schema as Schema | undefined
  const testSubMerchants = Object.entries((extensions['x-test-sub-merchants'] ?? {}) as Record<string, ErrorExample>)
  return {
    id: iid ?? id,
    method: method.toUpperCase(),
    path,
    bodySchema,
    hasEncryptedFields: JSON.stringify(bodySchema ?? {}).includes('"x-encrypted":true'),
    requiresPlatformSerial: (request?.headers ?? []).some((header) => header.required && header.name.toLowerCase() === 'wechatpay-serial'),
    pathSchemas: schemasByName(request?.path),
    querySchemas: schemasByName(request?.query),
    success: successOf(responses),
    errors,
    limitExample: extensions['x-limit-example'] as string | undefined,
    testSubMerchants: new Map(testSubMerchants.filter(([, example]) => errors.has(example))),
  }
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

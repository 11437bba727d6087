import { readContractFile } from '../contract-file.ts'
import { operationFiles } from '../documents.ts'
import { findOperation, type NamedOperation } from '../find-operation.ts'
import { nearestOperations } from '../nearest-names.ts'
import { once } from '../once.ts'
import type { ErrorExample, OperationId } from '../operations.d.ts'

export type { OperationId } from '../operations.d.ts'

/** A JSON body: its fields by name. */
export type Body = Readonly<Record<string, unknown>>

/** The JSON schema keywords used here. */
export interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** The parts of a documented operation from which a Pact interaction is built. */
export interface DocumentedOperation extends NamedOperation {
  readonly id: OperationId
  /** The status of a successful answer. */
  readonly success: number
  /** The first example of a successful answer. */
  readonly answer: Body | undefined
  /** The first example of a request. */
  readonly body: Body | undefined
  /** The schema of a request. */
  readonly schema: Schema | undefined
  /** The headers that this operation requires in addition to the headers of every request: example values by header name. */
  readonly headers: Readonly<Record<string, string>>
  /** The status of each documented error example. */
  readonly errors: ReadonlyMap<ErrorExample, number>
  /** The name of the provider state in which the operation succeeds, if it needs one. */
  readonly providerState: string | undefined
  /** The names of the provider states that lead to errors, by the name of the error example. */
  readonly providerStates: Readonly<Record<string, string>>
}

/**
 * Finds a documented operation.
 *
 * @param name Its operationId, the last segment of its path, or `METHOD /path`.
 * @throws {TypeError} When the documents have no such operation; the message has the nearest names.
 */
export function operation(name: string): DocumentedOperation {
  const found = findOperation(readOperations(), name)
  if (!found) throw new TypeError(`There is no operation ${name} ${nearestOperations(name, readOperations())}`)
  return found
}

/** Whether the operation that a method and a target name takes a body; `undefined` when there is no such operation. */
export function takesBody(method: string, target: string): boolean | undefined {
  const found = operationAt(method, target)
  return found && found.schema !== undefined
}

/** Whether a method and a target name an operation that requires `Wechatpay-Serial`. */
export function requiresPlatformSerial(method: string, target: string): boolean {
  return operationAt(method, target)?.headers['Wechatpay-Serial'] !== undefined
}

function operationAt(method: string, target: string): DocumentedOperation | undefined {
  return findOperation(readOperations(), `${method} ${target.replace(/\?.*/s, '')}`)
}

/** The status, code and message of an error example. The placeholders in the message are filled in. */
export function errorAnswer(example: ErrorExample): { readonly status: number; readonly code: string; readonly message: string } {
  const { status, code, message, placeholders } = readErrors().get(example) as ErrorText
  return { status, code, message: message.replace(/\{(\w+)\}/g, (brace: string, name: string) => String(placeholders[name] ?? brace)) }
}

interface ErrorText {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly placeholders: Readonly<Record<string, string | number>>
}

/** The parts of an operation in Prism's format that are used here. */
interface HttpOperation {
  readonly iid: OperationId
  readonly method: string
  readonly path: string
  readonly request?: { readonly body?: { readonly contents?: readonly HttpContent[] }; readonly headers?: readonly HttpHeader[] }
  readonly responses: readonly { readonly code: string; readonly contents?: readonly HttpContent[] }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

interface HttpHeader {
  readonly name: string
  readonly required?: boolean
  readonly examples?: readonly { readonly value: string }[]
}

interface HttpContent {
  readonly examples?: readonly { readonly key: string; readonly value: Body }[]
  readonly schema?: Schema
}

const readHttpOperations: () => HttpOperation[] = once(() => JSON.parse(readContractFile(operationFiles.products)))

const readOperations = once(() => readHttpOperations().map(documented))

function documented({ iid: id, method, path, request, responses, extensions = {} }: HttpOperation): DocumentedOperation {
  const success = Math.min(...responses.map(({ code }) => Number(code)))
  return {
    id,
    method: method.toUpperCase(),
    path,
    success,
    answer: examplesIn(responses.find(({ code }) => Number(code) === success)?.contents)[0]?.value,
    body: examplesIn(request?.body?.contents)[0]?.value,
    schema: request?.body?.contents?.[0]?.schema,
    headers: requiredHeaders(request?.headers),
    errors: new Map(errorsOf(responses).map(({ key, status }) => [key as ErrorExample, status])),
    providerState: extensions['x-provider-state'] as string | undefined,
    providerStates: (extensions['x-provider-states'] ?? {}) as Record<string, string>,
  }
}

function requiredHeaders(headers: readonly HttpHeader[] = []): Record<string, string> {
  return Object.fromEntries(headers.filter(({ required }) => required).map(({ name, examples = [] }) => [name, examples[0]?.value ?? '']))
}

const readErrors = once(() => {
  const texts = readHttpOperations().flatMap(({ responses, extensions = {} }) => {
    const placeholders = (extensions['x-placeholders'] ?? {}) as Record<string, ErrorText['placeholders']>
    return errorsOf(responses).map(
      ({ key, value, status }) => [key, { ...(value as unknown as ErrorText), status, placeholders: placeholders[key] ?? {} }] as const,
    )
  })
  return new Map<string, ErrorText>(texts)
})

function errorsOf(responses: HttpOperation['responses']) {
  const errors = responses.filter(({ code }) => Number(code) >= 400)
  return errors.flatMap(({ code, contents }) => examplesIn(contents).map((example) => ({ ...example, status: Number(code) })))
}

function examplesIn(contents: readonly HttpContent[] = []) {
  return contents.flatMap(({ examples = [] }) => examples)
}

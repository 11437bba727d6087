import type { IHttpOperation } from '@stoplight/types'
import { errorMessage } from '../../contracts/error-message.ts'
import { once } from '../../contracts/once.ts'
import { compileSchema } from './compile-schema.ts'
import type { Violation } from './flaw.ts'
import { largeBodyCheck } from './large-body.ts'
import { createOperationValidator } from './prism.ts'

/** Returns the violations of a request for one operation. */
export type Validator = (method: string, target: string, body: unknown) => Promise<Violation[]>

/**
 * Creates a validator that first asks AJV, which accepts a valid body in a tenth of the time that Prism needs. If AJV doesn't accept the body,
 * Prism finds the violations; in a very large body, AJV itself finds the first violation.
 */
export function createValidator(httpOperation: IHttpOperation, file: URL): Validator {
  const lean = withoutEmptyParts(httpOperation)
  const name = `The schema of ${lean.method.toUpperCase()} ${lean.path} in ${file.pathname}`
  const askPrism = createOperationValidator(lean)
  async function violationsOf(method: string, target: string, body: unknown): Promise<Violation[]> {
    const result = await askPrism(method, target, body)
    if (result._tag === 'Left') throw result.left
    return result.right.validations.input.map(({ code, path }) => ({ keyword: String(code), path: path ?? ['body'] }))
  }
  // Prism accepts every body, even an array, if it can't compile the schema of the body.
  const checkSchema = once(async () => {
    const violations = lean.request?.body && (await violationsOf(lean.method, lean.path, ['not an object']))
    if (violations?.every(({ path: [part] }) => part !== 'body')) throw new Error(`${name} lets everything pass: is it valid?`)
  })
  const bodyCheck = once(() => compileBodyCheck(lean, name))
  const firstOfLarge = largeBodyCheck(lean)
  return async (method, target, body) => {
    if (bodyCheck()(body)) return []
    await checkSchema()
    const first = firstOfLarge(body)
    return first.length > 0 ? first : violationsOf(method, target, body)
  }
}

/**
 * Compiles the schema of the body into a check. For an operation with parameters or without a body, the check refuses everything, so that Prism
 * validates the call.
 */
function compileBodyCheck({ request = {} }: IHttpOperation, name: string): (body: unknown) => boolean {
  const { body, ...others } = request
  const schema = body?.contents?.[0]?.schema as object | undefined
  if (!schema || Object.keys(others).length > 0) return () => false
  try {
    const isRight = compileSchema(schema)
    return (sent) => (sent === undefined ? !body?.required : isRight(sent))
  } catch (cause) {
    throw new Error(`${name} can't be compiled: ${errorMessage(cause)}`, { cause })
  }
}

/** Removes empty parts, for which Prism would build validators at every call, and the headers, which the gateway checks itself. */
function withoutEmptyParts({ request, ...rest }: IHttpOperation): IHttpOperation {
  const parts = Object.entries(request ?? {}).filter(([name, part]) => name !== 'headers' && (!Array.isArray(part) || part.length > 0))
  return { ...rest, request: Object.fromEntries(parts) }
}

import { nearest } from '../nearest-names.ts'
import type { ErrorExample, operations } from '../operations.d.ts'
import { match } from './load-pact.ts'
import { type HeaderMatchers, matchers } from './matchers.ts'
import { type Body, type DocumentedOperation, errorAnswer, type OperationId, operation } from './operations.ts'
import { bodyOfSuccess, invalidBody, isCausedByBody, statesOfError, statesOfSuccess } from './outcomes.ts'
import type { ProviderState } from './state-parameters.ts'

/**
 * A request, and the answer that the consumer expects. Pass an interaction to `signedPact(…).test`. The values of headers and bodies may be
 * Pact matchers.
 */
export interface Interaction {
  /** Must be unique among this consumer's interactions with the same states. */
  readonly description: string
  readonly states: readonly ProviderState[]
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query?: Readonly<Record<string, string>>
    /** Headers besides those that the gateway requires of every request. */
    readonly headers?: HeaderMatchers
    readonly body?: Body
  }
  readonly response: { readonly status: number; readonly headers?: HeaderMatchers; readonly body?: unknown }
}

/** The name of an operation. The type lets editors suggest operationIds. */
export type OperationName = OperationId | (string & {})

type BodyOf<Name> = Name extends OperationId
  ? operations[Name] extends { requestBody: { content: { 'application/json': infer Sent } } }
    ? Sent
    : undefined
  : Body

/** The parts of a built interaction that you can choose. The others come from the OpenAPI documents. */
export interface InteractionChoice<Sent> {
  /** The body of the request. By default it is the documented example, or an invalid body if the body causes the error. */
  readonly body?: Sent
  readonly query?: Readonly<Record<string, string>>
  readonly description?: string
  readonly states?: readonly ProviderState[]
}

/**
 * Builds an interaction in which a call of this operation succeeds. The interaction expects the status, the signature headers and the body of
 * the answer.
 *
 * @param name The operationId (`closeAdvertisingShow`), the last segment of the path (`close-advertising-show`), or `METHOD /path`.
 * @throws {TypeError} When there is no such operation; the message lists the nearest names.
 * @example
 * ```ts
 * import { interactionThatSucceeds } from 'wechatpay-goldplan-mock/pact'
 *
 * const { response } = await interactionThatSucceeds('closeAdvertisingShow')
 * console.log(response.status) // 204
 * ```
 */
export async function interactionThatSucceeds<Name extends OperationName>(
  name: Name,
  choice: InteractionChoice<BodyOf<Name>> = {},
): Promise<Interaction> {
  const called = operation(name)
  const request = requestOf(called, choice)
  const body = await bodyOfSuccess(called, request.body)
  return {
    description: choice.description ?? `${called.id} that succeeds`,
    states: choice.states ?? statesOfSuccess(called, subMchidOf(request.body)),
    request,
    response: { status: called.success, headers: matchers.answerSignature(), ...(body !== undefined && { body }) },
  }
}

/**
 * Builds an interaction in which a call of this operation fails with a documented error. The interaction includes the provider state that leads to
 * the error, or an invalid body if the body causes the error.
 *
 * @param name The operationId (`closeAdvertisingShow`), the last segment of the path (`close-advertising-show`), or `METHOD /path`.
 * @param example The name of an error example of the documents, such as `GOLDPLAN_REOPENED_WITHIN_24H`.
 * @throws {TypeError} When there is no such operation, or it does not document that example; the message lists the nearest names.
 * @example
 * ```ts
 * import { interactionThatFails } from 'wechatpay-goldplan-mock/pact'
 *
 * const { states, response } = interactionThatFails('changeGoldPlanStatus', 'GOLDPLAN_REOPENED_WITHIN_24H')
 * console.log(states[0]?.name, response.status) // the gold plan of a sub-merchant was closed less than 24 hours ago 400
 * ```
 */
export function interactionThatFails(name: OperationName, example: ErrorExample, choice: InteractionChoice<Body> = {}): Interaction {
  const called = operation(name)
  const { id, errors, schema } = called
  const status = errors.get(example)
  if (status === undefined) throw new TypeError(`${id} documents no error example ${example} ${nearest(example, errors.keys())}`)
  const request = requestOf(called, choice)
  const invalid = choice.body ?? (schema && request.body && invalidBody(example, schema, request.body))
  const { code, message } = errorAnswer(example)
  return {
    description: choice.description ?? `${id} that fails with ${example}`,
    states: choice.states ?? statesOfError(called, example, subMchidOf(request.body), isCausedByBody(example) && invalid !== undefined),
    request: { ...request, ...(invalid && { body: invalid }) },
    response: { status, body: matchers.error(code, message) },
  }
}

function requestOf(
  { method, path, body: example, headers }: DocumentedOperation,
  { body, query }: InteractionChoice<unknown>,
): Interaction['request'] {
  const sent = (body ?? example) as Interaction['request']['body']
  const hasHeaders = Object.keys(headers).length > 0
  return { method, path, ...(query && { query }), ...(hasHeaders && { headers }), ...(sent && { body: sent }) }
}

/** The sub-merchant in a request body, or `undefined`. If the field is a matcher, returns the example value of the matcher. */
function subMchidOf(body: Body = {}): string | undefined {
  const subMchid: unknown = match.reify(body['sub_mchid'] ?? '')
  return typeof subMchid === 'string' && subMchid !== '' ? subMchid : undefined
}

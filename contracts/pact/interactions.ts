import { nearest } from '../nearest-names.ts'
import type { ErrorExample, operations } from '../operations.d.ts'
import { match } from './load-pact.ts'
import { type HeaderMatchers, matchers } from './matchers.ts'
import { type Body, type DocumentedOperation, errorBody, type OperationId, operation } from './operations.ts'
import { bodyOfSuccess, comesFromBody, statesOfError, statesOfSuccess, wrongBody } from './outcomes.ts'
import type { ProviderState } from './provider-states.ts'

/** A request and the answer that a consumer relies on: what `signedPact(…).test` takes. Any value may be a Pact matcher. */
export interface Interaction {
  /** Unlike the description of any other interaction of this consumer with the same states. */
  readonly description: string
  readonly states: readonly ProviderState[]
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query?: Readonly<Record<string, string>>
    readonly body?: Body
  }
  readonly response: { readonly status: number; readonly headers?: HeaderMatchers; readonly body?: unknown }
}

/** A name of an operation; an editor suggests the operationIds. */
export type OperationName = OperationId | (string & {})

type BodyOf<Name> = Name extends OperationId
  ? operations[Name] extends { requestBody: { content: { 'application/json': infer Sent } } }
    ? Sent
    : undefined
  : Body

/** What may be chosen for a ready interaction, beside its operation and its outcome. */
export interface InteractionChoice<Sent> {
  /** The body of the request; the document's example when left out. */
  readonly body?: Sent
  readonly query?: Readonly<Record<string, string>>
  readonly description?: string
  readonly states?: readonly ProviderState[]
}

/**
 * A ready interaction: a call of this operation that succeeds. It asserts only what a client that verifies answers needs.
 *
 * @param name The operationId (`closeAdvertisingShow`), the last segment of the path (`close-advertising-show`), or `METHOD /path`.
 * @throws {TypeError} When there is no such operation; names the nearest.
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
 * A ready interaction: a call of this operation that ends in an error of the documents. It comes with the state that leads to the error, and with
 * a wrong body where the error is one of the body.
 *
 * @param name The operationId (`closeAdvertisingShow`), the last segment of the path (`close-advertising-show`), or `METHOD /path`.
 * @param example The name of an error example of the documents, such as `GOLDPLAN_REOPENED_WITHIN_24H`.
 * @throws {TypeError} When there is no such operation, or it does not document that example; names the nearest.
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
  const wrong = choice.body ?? (schema && request.body && wrongBody(example, schema, request.body))
  const { code, message } = errorBody(example)
  return {
    description: choice.description ?? `${id} that ends in ${example}`,
    states: choice.states ?? statesOfError(called, example, subMchidOf(request.body), comesFromBody(example) && wrong !== undefined),
    request: { ...request, ...(wrong && { body: wrong }) },
    response: { status, body: matchers.error(code, message) },
  }
}

function requestOf(
  { method, path, body: example }: DocumentedOperation,
  { body, query }: InteractionChoice<unknown>,
): Interaction['request'] {
  const sent = (body ?? example) as Interaction['request']['body']
  return { method, path, ...(query && { query }), ...(sent && { body: sent }) }
}

/** The sub-merchant of a request, or `undefined`; a matcher stands for its example. */
function subMchidOf(body: Body = {}): string | undefined {
  const subMchid: unknown = match.reify(body['sub_mchid'] ?? '')
  return typeof subMchid === 'string' && subMchid !== '' ? subMchid : undefined
}

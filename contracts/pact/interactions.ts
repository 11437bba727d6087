import { developmentKeys } from '../keys/development-keys.ts'
import type { ErrorExample, operations } from '../operations.d.ts'
import { sealCertificate } from '../wire/certificate-envelope.ts'
import { match } from './load-pact.ts'
import { type HeaderMatchers, matchers } from './matchers.ts'
import { errorBody, type OperationId, operation } from './operations.ts'
import { type ProviderState, providerState } from './provider-states.ts'
import { statesOf } from './states-of-example.ts'
import { isOfBody, wrongBody } from './wrong-bodies.ts'

/** A request and its answer, as a consumer counts on them: what `signedPact(…).test` takes. Any value may be a matcher of Pact. */
export interface Interaction {
  /** What tells it from the others of a consumer with the same states. */
  readonly description: string
  readonly states: readonly ProviderState[]
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query?: Readonly<Record<string, string>>
    readonly body?: Readonly<Record<string, unknown>>
  }
  readonly response: { readonly status: number; readonly headers?: HeaderMatchers; readonly body?: unknown }
}

type BodyOf<Id extends OperationId> = operations[Id] extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : undefined

/** What may be said of an interaction, beside its operation and its outcome. */
export interface InteractionChoice<Body> {
  /** The body of the request; the document's example when left out. */
  readonly body?: Body
  readonly query?: Readonly<Record<string, string>>
  readonly description?: string
  readonly states?: readonly ProviderState[]
}

/**
 * A ready interaction: a call of this operation that succeeds. It asserts what a client that verifies answers needs, and no more.
 *
 * @throws {TypeError} When there is no such operation.
 * @example
 * ```ts
 * import { interactionThatSucceeds } from 'wechatpay-goldplan-mock/pact'
 *
 * const { response } = await interactionThatSucceeds('closeAdvertisingShow')
 * console.log(response.status) // 204
 * ```
 */
export async function interactionThatSucceeds<Id extends OperationId>(
  id: Id,
  choice: InteractionChoice<BodyOf<Id>> = {},
): Promise<Interaction> {
  const { success } = operation(id)
  const request = requestOf(id, choice)
  const answer = await successBody(id, request.body)
  return {
    description: choice.description ?? `${id} that succeeds`,
    states: choice.states ?? successStates(id, request.body),
    request,
    response: { status: success, headers: matchers.answerSignature(), ...(answer !== undefined && { body: answer }) },
  }
}

/**
 * A ready interaction: a call of this operation that ends in an error of the document. The state that leads to it comes with it, as does a
 * body that is wrong in this way; another body may be given.
 *
 * @param example The name of an error example of `goldplan.openapi.yaml`, such as `GOLDPLAN_REOPENED_WITHIN_24H`.
 * @throws {TypeError} When the operation does not document that example; lists those that it documents.
 * @example
 * ```ts
 * import { interactionThatFails } from 'wechatpay-goldplan-mock/pact'
 *
 * const { states, response } = interactionThatFails('changeGoldPlanStatus', 'GOLDPLAN_REOPENED_WITHIN_24H')
 * console.log(states[0]?.name, response.status) // the gold plan of a sub-merchant was closed less than 24 hours ago 400
 * ```
 */
export function interactionThatFails(
  id: OperationId,
  example: ErrorExample,
  choice: InteractionChoice<Readonly<Record<string, unknown>>> = {},
): Interaction {
  const { errors } = operation(id)
  const status = errors.get(example)
  if (status === undefined) throw new TypeError(`${id} does not end in ${example}; it documents ${[...errors.keys()].join(', ')}`)
  const request = requestOf(id, choice)
  const { code, message } = errorBody(example)
  const wrong = choice.body ?? wrongBody(example, request.body)
  return {
    description: choice.description ?? `${id} that ends in ${example}`,
    states: choice.states ?? statesOf(example, subMchidOf(request.body), isOfBody(example) && wrong !== undefined),
    request: { ...request, ...(wrong && { body: wrong }) },
    response: { status, body: matchers.error(code, message) },
  }
}

function requestOf(id: OperationId, { body, query }: InteractionChoice<unknown>): Interaction['request'] {
  const { method, path, body: example } = operation(id)
  const sent = (body ?? example) as Interaction['request']['body']
  return { method, path, ...(query && { query }), ...(sent && { body: sent }) }
}

function subMchidOf(body: Interaction['request']['body']): { sub_mchid?: string } {
  const subMchid = match.reify<string>(body?.['sub_mchid'] ?? '')
  return typeof subMchid === 'string' && subMchid !== '' ? { sub_mchid: subMchid } : {}
}

function successStates(id: OperationId, body: Interaction['request']['body']): readonly ProviderState[] {
  const subMerchant = subMchidOf(body)
  if (id === 'listCertificates') return []
  if (id === 'closeAdvertisingShow') return [providerState('the advertising show of a sub-merchant is open', subMerchant)]
  // The advertising operations need an open gold plan.
  if (id.includes('Advertising')) return [providerState('the gold plan of a sub-merchant is open', subMerchant)]
  return [providerState('a sub-merchant exists', subMerchant)]
}

async function successBody(id: OperationId, body: Interaction['request']['body']): Promise<unknown> {
  if (id === 'listCertificates') return { data: match.eachLike(await listedCertificate()) }
  return operation(id).success === 200 ? { sub_mchid: match.reify(body?.['sub_mchid']) } : undefined
}

/** One that the shipped APIv3 key opens, so that a client can. */
async function listedCertificate() {
  const { certificate, serial } = developmentKeys.platform
  const { algorithm, ...sealed } = await sealCertificate(certificate, developmentKeys.apiV3Key, '61f9c719728a')
  const texts = Object.entries(sealed).map(([name, text]) => [name, match.string(text)])
  return {
    serial_no: match.regex('^[0-9A-F]{40}$', serial),
    effective_time: match.string('2020-01-01T08:00:00+08:00'),
    expire_time: match.string('2049-12-31T08:00:00+08:00'),
    encrypt_certificate: { algorithm, ...Object.fromEntries(texts) },
  }
}

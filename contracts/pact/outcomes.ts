import { developmentKeys } from '../keys/development-keys.ts'
import type { ErrorExample } from '../operations.d.ts'
import { sealCertificate } from '../wire/certificate-envelope.ts'
import { match } from './load-pact.ts'
import type { Body, DocumentedOperation, OperationId, Schema } from './operations.ts'
import { PROVIDER_STATES, type ProviderState, providerState, type StateName, type StateParameters } from './provider-states.ts'

/** The states in which an operation succeeds for a sub-merchant. */
export function statesOfSuccess({ providerState: name }: DocumentedOperation, subMchid: string | undefined): readonly ProviderState[] {
  return name === undefined ? [] : [ofSubMerchant({ name: name as StateName, parameters: {} }, subMchid)]
}

/**
 * The states that lead to an error example for a sub-merchant.
 *
 * @param isBodyWrong Whether the body of the request leads to the error, in any state.
 */
export function statesOfError(
  { providerStates }: DocumentedOperation,
  example: ErrorExample,
  subMchid: string | undefined,
  isBodyWrong: boolean,
): readonly ProviderState[] {
  const name = providerStates[example] as StateName | undefined
  if (name) return [ofSubMerchant({ name, parameters: PARAMETERS[name] ?? {} }, subMchid)]
  if (isBodyWrong) return [ofSubMerchant(providerState('a sub-merchant exists'), subMchid)]
  return [providerState('the answer is an error example', { example })]
}

/** Parameters that make a state lead to its error for every request. */
const PARAMETERS: { readonly [Name in StateName]?: StateParameters[Name] } = {
  'the gold plan of a sub-merchant was closed less than 24 hours ago': { scene: 'JSAPI_AND_MINIPROGRAM' },
}

/** The state of this sub-merchant, if the state is one of a sub-merchant. */
function ofSubMerchant({ name, parameters }: ProviderState, subMchid: string | undefined): ProviderState {
  const isNamed = subMchid !== undefined && 'sub_mchid' in PROVIDER_STATES[name].parameters
  return { name, parameters: { ...(isNamed && { sub_mchid: subMchid }), ...parameters } }
}

/** The bodies that a client needs to be other than the document's example. */
const SUCCESS_BODIES: { readonly [Id in OperationId]?: () => Promise<unknown> } = {
  listCertificates: async () => ({ data: match.eachLike(await listedCertificate()) }),
}

/** The body of a success: the document's example, with the values of the request in the fields that both have. */
export async function bodyOfSuccess({ id, answer }: DocumentedOperation, request: Body = {}): Promise<unknown> {
  const own = await SUCCESS_BODIES[id]?.()
  if (own !== undefined || answer === undefined) return own
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, match.reify(request[name] ?? value)]))
}

/** A platform certificate that the shipped APIv3 key decrypts, so that a client can use it. */
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

/** Whether an error comes from the body of a request. */
export function comesFromBody(example: ErrorExample): boolean {
  return WRONG_BODIES[example] !== undefined
}

/** A body that leads to this error; `undefined` when the error has another cause, or no field of the schema can be wrong in this way. */
export function wrongBody(example: ErrorExample, schema: Schema, body: Body): Body | undefined {
  return WRONG_BODIES[example]?.(schema, body)
}

const WRONG_BODIES: { readonly [Example in ErrorExample]?: (schema: Schema, body: Body) => Body | undefined } = {
  PARAM_ERROR_UNKNOWN_FIELD: (_, body) => ({ ...body, appid: 'wx8888888888888888' }),
  PARAM_ERROR_MISSING: ({ required }, body) =>
    required && Object.fromEntries(Object.entries(body).filter(([name]) => name !== required[0])),
  PARAM_ERROR_TYPE: wrongField(({ type }) => (type === 'string' ? 4 : undefined)),
  PARAM_ERROR_TOO_SHORT: wrongField(({ minLength }) => (minLength ? '1'.repeat(minLength - 1) : undefined)),
  PARAM_ERROR_TOO_LONG: wrongField(({ maxLength }) => (maxLength ? '1'.repeat(maxLength + 3) : undefined)),
  PARAM_ERROR_ITEMS: wrongField(({ maxItems, items }) => (maxItems ? items?.enum?.slice(0, maxItems + 1) : undefined)),
  PARAM_ERROR_ENUM: wrongField(({ enum: values, items }) => inLowerCase(values) ?? (items?.enum && [inLowerCase(items.enum)])),
}

/** Makes the first field wrong for which the schema has a wrong value. */
function wrongField(wrongValue: (field: Schema) => unknown): (schema: Schema, body: Body) => Body | undefined {
  return ({ properties = {} }, body) => {
    const found = Object.entries(properties).find(([, field]) => wrongValue(field) !== undefined)
    return found && { ...body, [found[0]]: wrongValue(found[1]) }
  }
}

function inLowerCase(values: readonly string[] | undefined): string | undefined {
  return values?.[0]?.toLowerCase()
}

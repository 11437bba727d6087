import { developmentKeys } from '../keys/development-keys.ts'
import type { ErrorExample } from '../operations.d.ts'
import { sealCertificate } from '../wire/certificate-envelope.ts'
import { match } from './load-pact.ts'
import type { Body, DocumentedOperation, OperationId, Schema } from './operations.ts'
import { PROVIDER_STATES, providerState } from './provider-states.ts'
import type { ProviderState, StateName, StateParameters } from './state-parameters.ts'

/** The provider states in which an operation succeeds for a sub-merchant. */
export function statesOfSuccess({ providerState: name }: DocumentedOperation, subMchid: string | undefined): readonly ProviderState[] {
  return name === undefined ? [] : [forSubMerchant({ name: name as StateName, parameters: {} }, subMchid)]
}

/**
 * The provider states in which an operation fails with this error example for a sub-merchant.
 *
 * @param isBodyInvalid Whether the request body causes the error, whatever the state.
 */
export function statesOfError(
  { providerStates, schema }: DocumentedOperation,
  example: ErrorExample,
  subMchid: string | undefined,
  isBodyInvalid: boolean,
): readonly ProviderState[] {
  const name = providerStates[example] as StateName | undefined
  if (name) return [forSubMerchant({ name, parameters: PARAMETERS[name] ?? {} }, subMchid)]
  if (isBodyInvalid) return schema?.properties?.['sub_mchid'] ? [forSubMerchant(providerState('a sub-merchant exists'), subMchid)] : []
  return [providerState('the answer is an error example', { example })]
}

/** Parameters with which a state makes every request fail. With the default parameters of that state, some requests would succeed. */
const PARAMETERS: { readonly [Name in StateName]?: StateParameters[Name] } = {
  'the gold plan of a sub-merchant was closed less than 24 hours ago': { scene: 'JSAPI_AND_MINIPROGRAM' },
}

/** Adds the sub-merchant to the parameters of a state that takes `sub_mchid`. */
function forSubMerchant({ name, parameters }: ProviderState, subMchid: string | undefined): ProviderState {
  const isNamed = subMchid !== undefined && 'sub_mchid' in PROVIDER_STATES[name].parameters
  return { name, parameters: { ...(isNamed && { sub_mchid: subMchid }), ...parameters } }
}

/** Answer bodies for operations whose documented example a client can't use. */
const SUCCESS_BODIES: { readonly [Id in OperationId]?: () => Promise<unknown> } = {
  listCertificates: async () => ({ data: match.eachLike(await listedCertificate()) }),
}

/**
 * Returns the body of a successful answer: the body in SUCCESS_BODIES if there is one, and otherwise the documented example. A field of the
 * example takes the request's value if the request has a field of the same name.
 */
export async function bodyOfSuccess({ id, answer }: DocumentedOperation, request: Body = {}): Promise<unknown> {
  const own = await SUCCESS_BODIES[id]?.()
  if (own !== undefined || answer === undefined) return own
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, match.reify(request[name] ?? value)]))
}

/** A platform certificate encrypted with the shipped APIv3 key, so that a client can decrypt it. */
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

/** Whether an invalid request body causes this error. */
export function isCausedByBody(example: ErrorExample): boolean {
  return INVALID_BODIES[example] !== undefined
}

/** Returns a body that causes this error; `undefined` when no field of the schema can be invalid in this way. */
export function invalidBody(example: ErrorExample, schema: Schema, body: Body): Body | undefined {
  return INVALID_BODIES[example]?.(schema, body)
}

const INVALID_BODIES: { readonly [Example in ErrorExample]?: (schema: Schema, body: Body) => Body | undefined } = {
  PARAM_ERROR_UNKNOWN_FIELD: (_, body) => ({ ...body, appid: 'wx8888888888888888' }),
  PARAM_ERROR_MISSING: ({ required }, body) =>
    required && Object.fromEntries(Object.entries(body).filter(([name]) => name !== required[0])),
  PARAM_ERROR_TYPE: invalidField(({ type }) => (type === 'string' ? 4 : undefined)),
  PARAM_ERROR_TOO_SHORT: invalidField(({ minLength }) => (minLength ? '1'.repeat(minLength - 1) : undefined)),
  PARAM_ERROR_TOO_LONG: invalidField(({ maxLength }) => (maxLength ? '1'.repeat(maxLength + 3) : undefined)),
  PARAM_ERROR_TYPE_ARRAY: invalidField(({ type, items }) => (type === 'array' ? items?.enum?.[0] : undefined)),
  PARAM_ERROR_TOO_FEW_ITEMS: invalidField(({ minItems }) => (minItems === 1 ? [] : undefined)),
  PARAM_ERROR_TOO_MANY_ITEMS: invalidField(({ maxItems, items }) => (maxItems ? items?.enum?.slice(0, maxItems + 1) : undefined)),
  PARAM_ERROR_ENUM: invalidField(({ enum: values, items }) => inLowerCase(values) ?? (items?.enum && [inLowerCase(items.enum)])),
}

/** Replaces the value of the first field for which `invalidValue` returns one. */
function invalidField(invalidValue: (field: Schema) => unknown): (schema: Schema, body: Body) => Body | undefined {
  return ({ properties = {} }, body) => {
    const found = Object.entries(properties).find(([, field]) => invalidValue(field) !== undefined)
    return found && { ...body, [found[0]]: invalidValue(found[1]) }
  }
}

function inLowerCase(values: readonly string[] | undefined): string | undefined {
  return values?.[0]?.toLowerCase()
}

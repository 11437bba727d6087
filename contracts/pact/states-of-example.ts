import type { ErrorExample } from '../operations.d.ts'
import { type ProviderState, providerState } from './provider-states.ts'

interface SubMerchant {
  readonly sub_mchid?: string
}

/**
 * The state that leads to an error example.
 *
 * @param isBodyWrong Whether the body of the request leads there by itself, whoever is meant.
 */
export function statesOf(example: ErrorExample, subMerchant: SubMerchant, isBodyWrong: boolean): readonly ProviderState[] {
  const leading = LEADING_STATES[example]
  if (leading) return [leading(subMerchant)]
  return [isBodyWrong ? providerState('a sub-merchant exists', subMerchant) : providerState('the answer is an error example', { example })]
}

const LEADING_STATES: { readonly [Example in ErrorExample]?: (subMerchant: SubMerchant) => ProviderState } = {
  CALLER_TYPE_NOT_ALLOWED: () => providerState('the caller is an institution'),
  SERVICE_PROVIDER_GOLDPLAN_CLOSED: () => providerState('the service provider has not opened the gold plan'),
  SERVICE_PROVIDER_PUNISHED: () => providerState('the service provider is punished'),
  CUSTOM_PAGE_LINK_MISSING: () => providerState('the service provider has no custom page link'),
  MCH_NOT_EXISTS: (subMerchant) => providerState('no such sub-merchant exists', subMerchant),
  SUB_MERCHANT_NOT_OWNED: (subMerchant) => providerState('no such sub-merchant exists', subMerchant),
  SUB_MERCHANT_PUNISHED: (subMerchant) => providerState('a sub-merchant is punished', subMerchant),
  SUB_MERCHANT_GOLDPLAN_CLOSED: (subMerchant) => providerState('the gold plan of a sub-merchant was never opened', subMerchant),
  GOLDPLAN_REOPENED_WITHIN_24H: (subMerchant) =>
    providerState('the gold plan of a sub-merchant was closed less than 24 hours ago', { ...subMerchant, scene: 'JSAPI_AND_MINIPROGRAM' }),
  GOLDPLAN_FREQUENCY_LIMITED: () => providerState('calls are limited'),
  RATELIMIT_EXCEEDED: () => providerState('the gateway limits calls'),
  RESOURCE_NOT_EXISTS: () => providerState('answers are signed with the WeChat Pay public key'),
  SYSTEM_ERROR: () => providerState('the system is busy'),
  SERVICE_UNAVAILABLE: () => providerState('the service is unavailable'),
  SIGN_ERROR_CERTIFICATE_REVOKED: () => providerState('the merchant certificate is revoked'),
  SIGN_ERROR_CERTIFICATE_EXPIRED: () => providerState('the merchant certificate has expired'),
}

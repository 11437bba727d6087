export type { OwnStates } from './find-state.ts'
export {
  type Interaction,
  type InteractionChoice,
  interactionThatFails,
  interactionThatSucceeds,
  type OperationName,
} from './interactions.ts'
export { type HeaderMatchers, matchers, type TextMatcher } from './matchers.ts'
export type { OperationId } from './operations.ts'
export { PROVIDER_STATES, providerState } from './provider-states.ts'
export { PROVIDER, RECORDED } from './recorded.ts'
export type { ConsumerMerchant } from './signature-gate.ts'
export {
  type ConsumerServer,
  type InteractionBuilder,
  type SignedPact,
  type SignedPactOptions,
  signedPact,
} from './signed-pact.ts'
export { type RequestFilter, type SigningCredentials, signingFilter } from './signing-filter.ts'
export type { ProviderState, StateName, StateParameters } from './state-parameters.ts'
export type { BrokerOptions, ProviderOptions, VerificationOptions } from './verification-options.ts'
export { PactVerificationError, type VerificationReport, type VerifiedInteraction } from './verification-report.ts'
export { verifyPacts } from './verify-pacts.ts'

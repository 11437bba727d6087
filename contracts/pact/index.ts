export type { ConsumerMerchant } from './consumer-merchant.ts'
export type { OwnStates } from './find-state.ts'
export { type Interaction, type InteractionChoice, interactionThatFails, interactionThatSucceeds } from './interactions.ts'
export { type HeaderMatchers, matchers, type TextMatcher } from './matchers.ts'
export type { OperationId } from './operations.ts'
export { PROVIDER } from './provider.ts'
export {
  PROVIDER_STATES,
  type ProviderState,
  providerState,
  type StateName,
  type StateParameters,
} from './provider-states.ts'
export { RECORDED } from './recorded.ts'
export { type SignedPact, type SignedPactOptions, signedPact } from './signed-pact.ts'
export { type RequestFilter, type SigningCredentials, signingFilter } from './signing-filter.ts'
export type { ConsumerServer, InteractionBuilder } from './through-gate.ts'
export { PactVerificationError, type VerificationReport, type VerifiedInteraction } from './verification-report.ts'
export { type BrokerOptions, type ProviderOptions, type VerificationOptions, verifyPacts } from './verify-pacts.ts'

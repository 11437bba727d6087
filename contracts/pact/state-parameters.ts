import type { ErrorExample } from '../operations.d.ts'
import type { Scene, StateContext } from './set-up-state.ts'

interface SubMerchantParameters {
  /** The sub-merchant (特约商户); by default the one in the request. */
  readonly sub_mchid?: string
}

interface SceneParameters extends SubMerchantParameters {
  /** The payment scene (支付场景); `JSAPI` by default. */
  readonly scene?: Scene
}

interface ClosedParameters extends SceneParameters {
  /** How many hours ago the gold plan was closed. */
  readonly hours?: number
}

/** The parameters of a state that takes none. */
export type NoParameters = Readonly<Record<never, never>>

/** The parameters of the states that describe a service provider or a sub-merchant. */
export interface MerchantStateParameters {
  'the service provider is punished': NoParameters
  'the service provider has not opened the gold plan': NoParameters
  'the service provider has no custom page link': NoParameters
  'the caller is an institution': NoParameters
  'no such sub-merchant exists': SubMerchantParameters
  'a sub-merchant is punished': SubMerchantParameters
  'the gold plan of a sub-merchant was closed less than 24 hours ago': ClosedParameters
  'the gold plan of a sub-merchant was closed more than 24 hours ago': ClosedParameters
  'the gold plan of a sub-merchant was never opened': SubMerchantParameters
  'the gold plan of a sub-merchant is open': SceneParameters
  'the gold plan of a sub-merchant is open by default': SubMerchantParameters
  'a sub-merchant has its own custom page link': SubMerchantParameters
  'the custom page of a sub-merchant is open': SubMerchantParameters
  'the advertising show of a sub-merchant is open': SubMerchantParameters
  'a sub-merchant exists': SubMerchantParameters
}

/** The parameters of the states that decide the answer, the certificates and keys, or whether the request is signed again. */
export interface AnswerStateParameters {
  'calls are limited': NoParameters
  'the gateway limits calls': NoParameters
  'the system is busy': NoParameters
  'the service is unavailable': NoParameters
  /** `example`: the name of an error example that the operation documents. */
  'the answer is an error example': { readonly example: ErrorExample }
  'the merchant certificate is revoked': NoParameters
  'the merchant certificate has expired': NoParameters
  'answers are signed with the next platform certificate': NoParameters
  'answers are signed with the WeChat Pay public key': NoParameters
  'the platform certificate has expired': NoParameters
  /** `timestamp`: stops the gateway's clock at this time, in seconds since 1970. Without `timestamp`, the clock keeps running. */
  'requests are left as recorded': { readonly timestamp?: number }
}

/** The parameters of the built-in provider states. */
export interface StateParameters extends MerchantStateParameters, AnswerStateParameters {}

/** The name of a provider state. */
export type StateName = keyof StateParameters

/** A provider state of an interaction. */
export interface ProviderState<Name extends StateName = StateName> {
  readonly name: Name
  readonly parameters: StateParameters[Name]
}

/** What a provider state means, and how it is set up. */
export interface StateRow<Parameters> {
  readonly meaning: string
  /** A description of each parameter. */
  readonly parameters: Readonly<Record<keyof Parameters & string, string>>
  /** Other names of the state. In these names and in the state's name, case, white space and surrounding punctuation don't matter. */
  readonly aliases: readonly string[]
  /** The meaning in Chinese, for the guides. */
  readonly meaningZh: string
  readonly setUp: (context: StateContext, parameters: Parameters) => Promise<unknown>
}

/** Provider states with their names as keys. */
export type StateRows<Names extends StateName> = { readonly [Name in Names]: StateRow<StateParameters[Name]> }

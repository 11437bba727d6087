import type { Verifier } from '@pact-foundation/pact'
import type { OwnStates } from './find-state.ts'
import type { SigningCredentials } from './signing-filter.ts'

type VerifierOptions = ConstructorParameters<typeof Verifier>[0]

/** The Pact Broker or PactFlow that pacts are fetched from and results are sent to. */
export interface BrokerOptions {
  /** The address of the Broker. If `pacts` contains a URL on this host, only the pacts in `pacts` are verified. */
  readonly url: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
  /**
   * Certificates in PEM to trust, for a Broker whose certificate is from your own CA. Before Node 22.15, the certificates of
   * `NODE_EXTRA_CA_CERTS` are not trusted when this option is set.
   */
  readonly ca?: string
  /** The consumer versions to verify; by default those on the main branch and those deployed or released. */
  readonly selectors?: NonNullable<VerifierOptions['consumerVersionSelectors']>
  /** Enables pending pacts: a pact that has never passed may fail without failing the run. Requires `provider.branch` or `provider.tags`. */
  readonly pending?: boolean
  /** Also verifies work-in-progress pacts since this date, such as `2026-01-31`. Requires `provider.branch` or `provider.tags`. */
  readonly workInProgressSince?: string
  /** Publishes the results to the Broker; requires `provider.version`. The run fails when the Broker does not store them. */
  readonly publish?: boolean
  /** The URL of the CI run, which is published with the results. */
  readonly buildUrl?: string
}

/** The provider to verify: a mock server of this package, with its control API. */
export interface ProviderOptions {
  readonly url: string
  /**
   * An existing merchant. A run copies the settings and sub-merchants of this merchant to a new merchant, so that runs and tests don't affect
   * each other. The new merchant sends the requests. With `asRecorded`, or in the state `requests are left as recorded`, the existing
   * merchant sends them instead, and is reset before each request.
   */
  readonly credentials: SigningCredentials & { readonly sub_mchids: readonly string[] }
  /** The control token; needed for a mock server on another machine. */
  readonly controlToken?: string
  /** The provider's name at the Broker; `wechatpay-goldplan` by default. */
  readonly name?: string
  readonly version?: string
  readonly branch?: string
  readonly tags?: readonly string[]
}

/** The options of `verifyPacts`. */
export interface VerificationOptions {
  /** Pact files, folders of pact files, or URLs. The provider that a pact names does not matter. */
  readonly pacts?: readonly string[]
  readonly broker?: BrokerOptions
  readonly provider: ProviderOptions
  /** The names of the consumers whose pacts are verified; all by default. */
  readonly consumers?: readonly string[]
  /** Verifies only interactions whose description matches this regular expression in Rust's syntax, without look-around or back-references. */
  readonly filterDescription?: string
  /** Verifies only interactions with a provider state that matches this regular expression, also in Rust's syntax. */
  readonly filterState?: string
  /**
   * Your own provider states by name. They take precedence over the built-in ones. The values that a state returns replace the placeholders
   * `${…}` in the requests, as in Pact's `fromProviderState`.
   */
  readonly states?: OwnStates
  /**
   * Sends requests with the Authorization in the pact instead of signing them again, and stops the gateway's clock at `timestamp` (seconds
   * since 1970).
   */
  readonly asRecorded?: { readonly timestamp: number }
  /** The log level of Pact; `error` by default. Pact's report goes to stdout. */
  readonly logLevel?: NonNullable<VerifierOptions['logLevel']>
}

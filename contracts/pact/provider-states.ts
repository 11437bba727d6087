import { ANSWER_STATES } from './answer-states.ts'
import { MERCHANT_STATES } from './merchant-states.ts'
import type { NoParameters, ProviderState, StateName, StateParameters, StateRows } from './state-parameters.ts'

/**
 * The provider states of the gold plan, each with its meaning, parameters and aliases.
 *
 * @example
 * ```ts
 * import { PROVIDER_STATES } from 'wechatpay-goldplan-mock/pact'
 *
 * for (const [name, { aliases }] of Object.entries(PROVIDER_STATES)) console.log(name, aliases)
 * ```
 */
export const PROVIDER_STATES: StateRows<StateName> = { ...MERCHANT_STATES, ...ANSWER_STATES }

/** The state in which a replayed request is not signed again. */
export const LEFT_AS_RECORDED: StateName = 'requests are left as recorded'

/**
 * Creates a provider state. The compiler checks its parameters.
 *
 * @example
 * ```ts
 * import { providerState } from 'wechatpay-goldplan-mock/pact'
 *
 * console.log(providerState('a sub-merchant is punished', { sub_mchid: '1900000109' }).name)
 * ```
 */
export function providerState<Name extends StateName>(
  name: Name,
  ...[parameters]: NoParameters extends StateParameters[Name] ? [parameters?: StateParameters[Name]] : [parameters: StateParameters[Name]]
): ProviderState<Name> {
  return { name, parameters: parameters ?? ({} as StateParameters[Name]) }
}

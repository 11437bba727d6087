import { generatorsOf } from './refuse-generators.ts'
import type { VerifiedInteraction } from './verification-report.ts'

/** An interaction whose request contains expressions. Pact replaces the expressions with values from provider states. */
export interface ValueTaker {
  readonly consumer: string
  readonly description: string
  readonly states: readonly string[]
  /** The names of the parameters of the states. Pact takes values from these parameters, too. */
  readonly parameters: readonly string[]
  readonly expressions: readonly string[]
}

/** Maps the name of a state that the integrator has defined to the names of the values that the state has returned. */
export type ReturnedValues = Map<string, Set<string>>

interface TakingInteraction {
  readonly description?: string
  readonly providerState?: unknown
  readonly providerStates?: unknown
  readonly request?: unknown
}

/** Returns a list with the interaction if its request has expressions, and an empty list if not. */
export function valueTakers(interaction: TakingInteraction, consumer: string): ValueTaker[] {
  const { description = '', request } = interaction
  const expressions = generatorsOf(request).flatMap((generator) => {
    const { type, expression } = (generator ?? {}) as { readonly type?: unknown; readonly expression?: unknown }
    return type === 'ProviderState' ? [String(expression)] : []
  })
  const states = statesOf(interaction)
  const parameters = states.flatMap(({ params }) => Object.keys(params ?? {}))
  return expressions.length === 0 ? [] : [{ consumer, description, states: states.map(({ name }) => name), parameters, expressions }]
}

interface WrittenState {
  readonly name: string
  readonly params?: object | null
}

function statesOf({ providerState, providerStates }: TakingInteraction): readonly WrittenState[] {
  if (Array.isArray(providerStates)) return providerStates
  return typeof providerState === 'string' && providerState !== '' ? [{ name: providerState }] : []
}

/**
 * Returns a warning for each expression for which no provider state returned a value. For such an expression, Pact silently sends the
 * example in the pact. The interaction may therefore pass although its request did not use the state.
 */
export function missingValues(takers: readonly ValueTaker[], verified: readonly VerifiedInteraction[], returned: ReturnedValues): string[] {
  const ran = takers.filter((taker) => verified.some((interaction) => keyOf(interaction) === keyOf(taker)))
  return ran.flatMap(({ consumer, description, states, parameters, expressions }) => {
    const known = new Set([...parameters, ...states.flatMap((name) => [...(returned.get(name) ?? [])])])
    const missing = expressions.filter((expression) => namesIn(expression).some((name) => !known.has(name)))
    return missing.map((expression) => `${consumer}: ${description}: no provider state returned a value for ${expression}, ${SENT}`)
  })
}

const SENT = 'so Pact sent the example in the pact (没有状态返回此值，Pact 发送了契约中的示例值)'

function keyOf({ consumer, description, states }: Pick<ValueTaker, 'consumer' | 'description' | 'states'>): string {
  return JSON.stringify([consumer, description, states])
}

/** The names in an expression, such as `id` in `id-${id}`. An expression without `${` is itself a name. */
function namesIn(expression: string): readonly string[] {
  return expression.includes('${') ? [...expression.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name) : [expression]
}

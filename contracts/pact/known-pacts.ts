import { plainDocument } from './hal-document.ts'
import { type ValueTaker, valueTakers } from './missing-values.ts'
import { refuseGenerators } from './refuse-generators.ts'
import { refuseIgnoredRules } from './refuse-ignored-rules.ts'
import { HTTP, refuseMisshapen, refuseWrittenStatus } from './refuse-misshapen.ts'
import { type AnswerExpression, answerExpressions } from './slow-expression.ts'

/** A pact as parsed JSON. Only the fields that this module reads are declared. */
export interface ParsedPact {
  readonly consumer?: { readonly name?: string }
  readonly provider?: { readonly name?: string }
  readonly interactions?: readonly ParsedInteraction[]
  readonly messages?: readonly ParsedInteraction[]
  readonly metadata?: { readonly plugins?: unknown }
}

interface ParsedInteraction {
  readonly description?: string
  /** Present only in pacts of specification version 4. */
  readonly type?: string
  readonly request?: unknown
  readonly response?: unknown
  readonly pluginConfiguration?: object | null
}

/** The pacts that one run verifies. */
export interface KnownPacts {
  /**
   * Checks a pact and remembers it.
   *
   * @param document The pact, with its numbers kept as they are written (see `readDocument`).
   * @param place The file or URL of the pact, for the error.
   * @throws {Error} When the pact needs a plugin, is about messages, has no interactions, or has a value that Pact can't read, would ignore
   *   or would panic at.
   */
  add(document: ParsedPact, place: string): void
  readonly consumers: ReadonlySet<string>
  /** The regular expressions that Pact compares answers with. */
  readonly expressions: readonly AnswerExpression[]
  /** The interactions in which Pact replaces expressions with values from provider states. */
  readonly takers: readonly ValueTaker[]
}

/** @param wanted The consumers whose pacts are verified; empty for all. A pact of any other consumer may have no interactions. */
export function createKnownPacts(wanted: readonly string[] = []): KnownPacts {
  const consumers = new Set<string>()
  const expressions: AnswerExpression[] = []
  const takers: ValueTaker[] = []
  return {
    add(document, place) {
      const pact: ParsedPact = plainDocument(document)
      refuseMisshapen(pact, place)
      refusePlugins(pact, place)
      refuseMessages(pact, place)
      const { consumer: { name = '' } = {}, interactions = [] } = pact
      if (wanted.length === 0 || wanted.includes(name)) refuseEmpty(pact, place)
      refuseWrittenStatus(document, place)
      refuseGenerators(pact, place)
      refuseIgnoredRules(pact, place)
      consumers.add(name)
      for (const [index, interaction] of interactions.entries()) {
        expressions.push(...answerExpressions(interaction, index, place))
        takers.push(...valueTakers(interaction, name))
      }
    },
    consumers,
    expressions,
    takers,
  }
}

/**
 * Whether parsed JSON is a pact. JSON that names both parties counts, because its interactions may be under a mistyped name. JSON that names plugins
 * counts, because Pact loads plugins even for a pact without interactions.
 */
export function isPact(value: unknown): value is ParsedPact {
  const { consumer, provider, interactions, messages, metadata } = (value ?? {}) as ParsedPact
  const hasParties = typeof consumer?.name === 'string' && typeof provider?.name === 'string'
  return Array.isArray(interactions) || Array.isArray(messages) || hasParties || Boolean(metadata?.plugins)
}

/** Refuses a pact without interactions. Pact would only print a warning, and the run would pass if another pact passes. */
function refuseEmpty(pact: ParsedPact, place: string): void {
  if ((pact.interactions ?? []).length > 0) return
  throw new Error(
    `${place}: the pact between ${partiesOf(pact)} has no interactions, so nothing would be verified (契约中没有交互，无可验证)`,
  )
}

/** Refuses a pact that needs plugins. Pact would run the plugins, and would download those that are not installed. */
function refusePlugins(pact: ParsedPact, place: string): void {
  const plugins = pact.metadata?.plugins ?? []
  const ofInteractions = (pact.interactions ?? []).flatMap(({ pluginConfiguration }) => Object.keys(pluginConfiguration ?? {}))
  const names = [...new Set([...[plugins].flat().map(nameOf), ...ofInteractions])]
  if (names.length === 0) return
  throw new Error(
    `${place}: the pact between ${partiesOf(pact)} needs the plugin ${names.join(', ')}; the mock server answers JSON over HTTP and runs no plugin (不支持使用插件的契约)`,
  )
}

function nameOf(plugin: unknown): string {
  const { name } = (plugin ?? {}) as { readonly name?: unknown }
  return typeof name === 'string' ? name : JSON.stringify(plugin)
}

function refuseMessages(pact: ParsedPact, place: string): void {
  const found = [...(pact.messages ?? []), ...(pact.interactions ?? []).filter(({ type }) => (type ?? HTTP) !== HTTP)]
  const [first] = found
  if (!first) return
  throw new Error(
    `${place}: the pact between ${partiesOf(pact)} is about messages, such as ${JSON.stringify(first.description ?? '')}; the mock server sends none (消息契约：本服务不发送 Pact 消息)`,
  )
}

function partiesOf({ consumer, provider }: ParsedPact): string {
  return `${consumer?.name ?? 'a consumer'} and ${provider?.name ?? 'a provider'}`
}

import type { InteractionRecord } from './interaction-log.ts'

/** The result of one interaction. */
export interface VerifiedInteraction {
  readonly consumer: string
  readonly description: string
  /** The names of its provider states. */
  readonly states: readonly string[]
  /**
   * `pending`: the interaction failed, but this does not make the run fail. The interaction is marked as pending, and the run allows
   * pending or work-in-progress pacts.
   */
  readonly result: 'passed' | 'failed' | 'pending'
  /** Why the interaction failed; empty when it passed. */
  readonly problems: readonly string[]
}

/** The result of a run. A run verifies the interactions of pacts. */
export interface VerificationReport {
  readonly interactions: readonly VerifiedInteraction[]
  /** Why the run failed; empty when it passed. */
  readonly problems: readonly string[]
}

/** Thrown when a verification fails. Its `report` has the problems. */
export class PactVerificationError extends Error {
  override readonly name = 'PactVerificationError'
  readonly report: VerificationReport

  constructor(report: VerificationReport) {
    super(report.problems.join('\n'))
    this.report = report
  }
}

/** The parts of Pact's result that are used here. */
export interface PactResult {
  readonly result: boolean
  readonly errors: readonly PactFailure[]
  readonly interactionResults: readonly PactInteraction[]
}

interface PactFailure {
  readonly interaction?: string
  readonly mismatch?: PactMismatch
}

interface PactInteraction {
  readonly consumer?: string
  readonly description?: string
  readonly providerStates?: readonly string[]
  readonly pending?: boolean
  readonly result: string
  readonly mismatch?: PactMismatch
}

interface PactMismatch {
  readonly message?: string
  readonly mismatches?: readonly { readonly type?: string; readonly actual?: unknown; readonly mismatch?: string; readonly path?: string }[]
}

/** What is known about a run besides Pact's result. */
interface RunDetails {
  /** The problems with the Broker and with the URLs of pacts. */
  readonly problems: readonly string[]
  /** The pact files of the run. */
  readonly files: readonly string[]
  /** The filters that select interactions, in words, such as `a provider state like "open"`. */
  readonly wanted: readonly string[]
  /** The names of the consumers whose pacts are to be verified. An empty list means all consumers. */
  readonly wantedConsumers: readonly string[]
  /** The names of the consumers in all pacts that were read. */
  readonly consumers: ReadonlySet<string>
  /** Whether a pending interaction may fail without failing the run. */
  readonly allowsPending: boolean
}

/** Combines Pact's result with the records of the gate, which passes requests from Pact's verifier on to the provider. */
export function reportOf(result: PactResult, records: readonly InteractionRecord[], details: RunDetails): VerificationReport {
  const interactions = result.interactionResults.map((interaction, index) => verified(interaction, records[index], details))
  return { interactions, problems: problemsOf(interactions, result, details) }
}

/**
 * Returns the result of one interaction. In version 4 of the pact specification, a pact can mark an interaction as pending. The mark counts
 * only with `allowsPending`, so that the author of a pact can't hide a failure without the consent of the provider.
 */
function verified(
  interaction: PactInteraction,
  record: InteractionRecord | undefined,
  { allowsPending }: Pick<RunDetails, 'allowsPending'>,
): VerifiedInteraction {
  const { consumer = '', description = '', providerStates: states = [], pending = false } = interaction
  const problems = problemsAt(interaction, record)
  const named = { consumer, description, states }
  if (problems.length === 0) return { ...named, result: 'passed', problems }
  if (!pending) return { ...named, result: 'failed', problems }
  return allowsPending ? { ...named, result: 'pending', problems } : { ...named, result: 'failed', problems: [...problems, NOT_ASKED] }
}

const NOT_ASKED = 'it is marked as pending, which does not count without the option for pending pacts (未启用 pending，该标记不生效)'

const NOT_SENT = 'Pact did not send this request (Pact 没有发送该请求)'

function problemsAt({ result, mismatch }: PactInteraction, record: InteractionRecord | undefined): string[] {
  if (record && !record.isSent) return [NOT_SENT, ...textsOf(mismatch)]
  if (record?.failure !== undefined) return [record.failure]
  if (result === 'OK') return []
  return [...textsOf(mismatch), ...(record?.refusal === undefined ? [] : [record.refusal])]
}

function textsOf({ message, mismatches = [] }: PactMismatch = {}): string[] {
  // Pact reports mismatches in an order that varies between runs, so the texts are sorted.
  const texts = mismatches.map(({ path, mismatch = 'mismatch' }) => (path && path !== '$' ? `${path}: ${mismatch}` : mismatch)).toSorted()
  const isOfStatus = ({ type }: (typeof mismatches)[number]) => type === 'StatusMismatch'
  const ofStatus = mismatches.filter(isOfStatus).flatMap(({ mismatch = [] }) => mismatch)
  return [...(message === undefined ? [] : [message]), ...new Set([...ofStatus, ...texts])]
}

function problemsOf(interactions: readonly VerifiedInteraction[], result: PactResult, details: RunDetails): string[] {
  const failed = interactions.filter((interaction) => interaction.result === 'failed').map(problemOf)
  const counted = failed.length > 0 ? [`${failed.length} of ${interactions.length} interactions failed:`] : []
  return [...counted, ...failed, ...problemsOutside(interactions, result, details)]
}

/** The first words of each error of Pact about an interaction. Pact's errors about a whole pact begin with other words. */
const OF_INTERACTION = 'Verifying a pact between '

/**
 * Returns the problems that do not belong to an interaction. If there are problems with the Broker or a pact URL, returns only these and
 * Pact's errors about pact files.
 */
function problemsOutside(
  interactions: readonly VerifiedInteraction[],
  { result, errors }: PactResult,
  details: RunDetails,
): readonly string[] {
  const { problems, files, wanted, consumers, wantedConsumers } = details
  const others = errors.filter(({ interaction = '' }) => !interaction.startsWith(OF_INTERACTION))
  const texts = others.map(({ interaction = '', mismatch }) => [interaction, ...textsOf(mismatch)].filter(Boolean).join(': '))
  if (problems.length > 0) return [...problems, ...texts.filter((text) => files.some((file) => text.includes(`'${file}'`)))]
  const isUnexplained = !result && !interactions.some((interaction) => interaction.result === 'failed')
  if (texts.length > 0) return texts
  if (isUnexplained) return ['Pact reports that the run failed but not why (Pact 报告失败，未说明原因)']
  const known = [...consumers].join(', ') || 'none'
  const missing = wantedConsumers.filter((name) => !consumers.has(name))
  if (interactions.length > 0)
    return missing.map(
      (name) => `There is no pact of the consumer ${JSON.stringify(name)}; the consumers are ${known} (没有该消费者的契约)`,
    )
  if (wanted.length === 0) return ['Nothing was verified: the pacts contain no interactions (契约中没有交互，未验证任何内容)']
  return [`Nothing was verified: no interaction has ${wanted.join(' and ')}; the consumers are ${known} (没有符合条件的交互)`]
}

function problemOf({ consumer, description, states, problems }: VerifiedInteraction): string {
  const given = states.length > 0 ? ` (given ${states.join(', ')})` : ''
  return [`${consumer}: ${description}${given}`, ...problems.map((problem) => problem.replaceAll('\n', '\n    '))].join('\n    ')
}

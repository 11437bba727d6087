import { FAILED_HERE, type Passage } from './provider-gate.ts'

/** The result of one interaction. */
export interface VerifiedInteraction {
  readonly consumer: string
  readonly description: string
  /** Its provider states. */
  readonly states: readonly string[]
  /** `pending`: it failed, which does not fail the run, since the Broker calls its pact pending. */
  readonly result: 'passed' | 'failed' | 'pending'
  /** Why it failed. */
  readonly problems: readonly string[]
}

/** What was verified. */
export interface VerificationReport {
  readonly interactions: readonly VerifiedInteraction[]
  /** What made the run fail; empty when it passed. */
  readonly problems: readonly string[]
}

/** The provider does not answer as the pacts say, or nothing was verified. */
export class PactVerificationError extends Error {
  override readonly name = 'PactVerificationError'
  readonly report: VerificationReport

  constructor(report: VerificationReport) {
    super(report.problems.join('\n'))
    this.report = report
  }
}

/** The part of Pact's result that is read. */
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

/** Joins Pact's result with what happened to each interaction at the gate. */
export function reportOf(result: PactResult, passages: readonly Passage[]): VerificationReport {
  const interactions = result.interactionResults.map((interaction, index) => verified(interaction, passages[index]))
  return { interactions, problems: problemsOf(interactions, result) }
}

function verified(interaction: PactInteraction, passage: Passage | undefined): VerifiedInteraction {
  const { consumer = '', description = '', providerStates: states = [], pending = false } = interaction
  const problems = problemsAt(interaction, passage)
  return { consumer, description, states, result: problems.length === 0 ? 'passed' : pending ? 'pending' : 'failed', problems }
}

const NOT_SENT =
  "Pact's own proxy did not send this request on: its body has more than 100 KB, or is JSON but neither an object nor an array (Pact 的代理没有转发该请求)"

function problemsAt({ result, mismatch }: PactInteraction, passage: Passage | undefined): string[] {
  if (passage && !passage.isSent) return [NOT_SENT]
  if (result === 'OK') return []
  if (wasFailedHere(mismatch)) return [passage?.failure ?? 'failed']
  return [...textsOf(mismatch), ...(passage?.refusal === undefined ? [] : [passage.refusal])]
}

function wasFailedHere({ mismatches = [] }: PactMismatch = {}): boolean {
  return mismatches.some(({ type, actual }) => type === 'StatusMismatch' && Number(actual) === FAILED_HERE)
}

function textsOf({ message, mismatches = [] }: PactMismatch = {}): string[] {
  // Sorted, since Pact's order changes from run to run.
  const texts = mismatches.map(({ path, mismatch = 'mismatch' }) => (path && path !== '$' ? `${path}: ${mismatch}` : mismatch)).toSorted()
  const isOfStatus = ({ type }: (typeof mismatches)[number]) => type === 'StatusMismatch'
  const ofStatus = mismatches.filter(isOfStatus).flatMap(({ mismatch = [] }) => mismatch)
  return [...(message === undefined ? [] : [message]), ...new Set([...ofStatus, ...texts])]
}

function problemsOf(interactions: readonly VerifiedInteraction[], { result, errors }: PactResult): string[] {
  const failed = interactions.filter((interaction) => interaction.result === 'failed').map(problemOf)
  // Errors outside any interaction: a pact that can't be read, a Broker that can't be reached.
  const descriptions = interactions.map(({ description }) => description)
  const others = errors.filter(({ interaction = '' }) => !descriptions.some((description) => interaction.includes(description)))
  const texts = others.map(({ interaction = '', mismatch }) => [interaction, ...textsOf(mismatch)].filter(Boolean).join(': '))
  if (failed.length > 0) return [`${failed.length} of ${interactions.length} interactions failed:`, ...failed, ...texts]
  if (!result) return texts.length > 0 ? texts : ['Pact reports that the run failed but not why (Pact 报告失败，未说明原因)']
  return interactions.length === 0 ? ['Nothing was verified: there is no interaction in the pacts (契约中没有交互，未验证任何内容)'] : []
}

function problemOf({ consumer, description, states, problems }: VerifiedInteraction): string {
  const given = states.length > 0 ? ` (given ${states.join(', ')})` : ''
  return [`${consumer}: ${description}${given}`, ...problems.map((problem) => problem.replaceAll('\n', '\n    '))].join('\n    ')
}

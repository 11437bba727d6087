import { FAILED_HERE } from './provider-gate.ts'

/** What came of one interaction. */
export interface VerifiedInteraction {
  readonly consumer: string
  readonly description: string
  /** Its provider states. */
  readonly states: readonly string[]
  /** `pending`: it failed, and may still, since the Broker calls its pact pending. */
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

/** The provider does not do what the pacts say, or nothing could be verified. */
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

/** Makes a report of Pact's result, with the reasons of what was failed on our side. */
export function reportOf(result: PactResult, failures: readonly string[]): VerificationReport {
  const reasons = failures.values()
  const interactions = result.interactionResults.map((interaction) => verified(interaction, reasons))
  return { interactions, problems: problemsOf(interactions, result) }
}

function verified(interaction: PactInteraction, reasons: Iterator<string>): VerifiedInteraction {
  const { consumer = '', description = '', providerStates: states = [], pending = false, mismatch } = interaction
  const isPassed = interaction.result === 'OK'
  const problems = isPassed ? [] : wasFailedHere(mismatch) ? [reasons.next().value ?? 'failed'] : textsOf(mismatch)
  return { consumer, description, states, result: isPassed ? 'passed' : pending ? 'pending' : 'failed', problems }
}

function wasFailedHere({ mismatches = [] }: PactMismatch = {}): boolean {
  return mismatches.some(({ type, actual }) => type === 'StatusMismatch' && Number(actual) === FAILED_HERE)
}

function textsOf({ message, mismatches = [] }: PactMismatch = {}): string[] {
  // In an order of our own: Pact's changes from run to run.
  const texts = mismatches.map(({ path, mismatch = 'mismatch' }) => (path && path !== '$' ? `${path}: ${mismatch}` : mismatch)).toSorted()
  const isOfStatus = ({ type }: (typeof mismatches)[number]) => type === 'StatusMismatch'
  const ofStatus = mismatches.filter(isOfStatus).flatMap(({ mismatch = [] }) => mismatch)
  return [...(message === undefined ? [] : [message]), ...new Set([...ofStatus, ...texts])]
}

function problemsOf(interactions: readonly VerifiedInteraction[], { result, errors }: PactResult): string[] {
  const failed = interactions.filter((interaction) => interaction.result === 'failed').map(problemOf)
  if (failed.length > 0) return [`${failed.length} of ${interactions.length} interactions failed:`, ...failed]
  if (!result) return errors.map(({ interaction = '', mismatch }) => [interaction, ...textsOf(mismatch)].filter(Boolean).join(': '))
  return interactions.length === 0 ? ['Nothing was verified: there is no interaction in the pacts (契约中没有交互，未验证任何内容)'] : []
}

function problemOf({ consumer, description, states, problems }: VerifiedInteraction): string {
  const given = states.length > 0 ? ` (given ${states.join(', ')})` : ''
  return [`${consumer}: ${description}${given}`, ...problems.map((problem) => problem.replaceAll('\n', '\n    '))].join('\n    ')
}

import { errorMessage } from '../../contracts/error-message.ts'
import type { WireRequest } from '../signed-request.ts'
import type { Candidate } from './candidate.ts'
import { loadFor, type Round } from './load.ts'
import { median } from './percentile.ts'
import { type Running, start } from './start.ts'
import { undisturbed } from './undisturbed.ts'

/** Something that is measured once per round: a running candidate, or a process that only makes signatures. */
export interface Contender extends AsyncDisposable {
  readonly round: (seconds: number) => Promise<Round>
}

/** The rounds of one contender, and the problem that eliminated it, if any. */
export interface Finding {
  readonly rounds: readonly Round[]
  readonly problem?: string
}

/** How many rounds are measured, and how long a round and the warm-up take. */
export interface Turns {
  readonly rounds: number
  readonly seconds: number
  readonly warmUpSeconds: number
}

/** Makes a contender from a running candidate. Each round sends the candidate's request, or `requests` if the candidate defines none. */
export function contender(server: Running, requests: readonly WireRequest[]): Contender {
  const own = server.candidate.request ? [server.candidate.request] : requests
  return { round: (seconds) => loadFor(seconds, server, own), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** Starts a candidate, and makes a contender from it with {@link contender}. */
export async function entered(candidate: Candidate, requests: readonly WireRequest[]): Promise<Contender> {
  return contender(await start(candidate), requests)
}

/**
 * Warms up each contender, and then measures them alternately (A B C A B C …), so that other load on the machine affects all of them alike. A
 * contender that can't start or that gives a wrong answer drops out, and its finding names the problem.
 */
export async function inTurns(
  entrants: readonly (() => Promise<Contender>)[],
  { rounds, seconds, warmUpSeconds }: Turns,
): Promise<readonly Finding[]> {
  await using stack = new AsyncDisposableStack()
  const findings: { rounds: Round[]; problem?: string }[] = entrants.map(() => ({ rounds: [] }))
  const contenders: (Contender | undefined)[] = []
  for (const [at, enter] of entrants.entries()) {
    await unlessOut(findings[at], async () => {
      const entered = stack.use(await enter())
      contenders[at] = entered
      await undisturbed(() => entered.round(warmUpSeconds))
    })
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, finding] of findings.entries()) {
      await unlessOut(finding, async () => void finding.rounds.push(await undisturbed(() => running(contenders[at]).round(seconds))))
    }
  }
  return findings
}

async function unlessOut(finding: { rounds: Round[]; problem?: string } | undefined, work: () => Promise<void>): Promise<void> {
  if (!finding || finding.problem !== undefined) return
  try {
    await work()
  } catch (error) {
    finding.problem = errorMessage(error)
  }
}

function running(contender: Contender | undefined): Contender {
  if (!contender) throw new Error('The contender did not start')
  return contender
}

/** The medians over the rounds, as columns of a table. */
export function medians({ rounds, problem }: Finding) {
  if (problem !== undefined || rounds.length === 0) return { problem: problem ?? 'no round' }
  const middle = (figure: (round: Round) => number | undefined) => {
    const known = rounds.map(figure).filter((value) => value !== undefined)
    return known.length > 0 ? median(known) : undefined
  }
  const perSecond = rounds.map((round) => round.perSecond)
  return {
    'requests/s': median(perSecond),
    'spread %': ((Math.max(...perSecond) - Math.min(...perSecond)) * 100) / median(perSecond),
    'p50 ms': middle(({ p50 }) => p50),
    'p99 ms': middle(({ p99 }) => p99),
    'CPU ms/request': middle(({ cpu }) => cpu),
  }
}

/** Divides the figure of each round by the figure that the other contender had in the same round. Returns the median of these ratios. */
export function ratio(one: Finding, other: Finding | undefined, figure: (round: Round) => number | undefined): number | undefined {
  const ratios = ratiosOf(one, other, figure)
  return ratios.length > 0 ? median(ratios) : undefined
}

/**
 * The 95 % confidence interval of the median ratio. It assumes no particular distribution of the ratios.
 *
 * @see https://en.wikipedia.org/wiki/Median#Sampling_distribution
 */
export function ratioInterval(one: Finding, other: Finding | undefined, figure: (round: Round) => number | undefined): string | undefined {
  const ratios = ratiosOf(one, other, figure).toSorted((a, b) => a - b)
  const rank = Math.max(0, Math.floor((ratios.length - 1.96 * Math.sqrt(ratios.length)) / 2))
  const [low, high] = [ratios[rank], ratios.at(-1 - rank)]
  return low !== undefined && high !== undefined ? `${low.toFixed(3)} to ${high.toFixed(3)}` : undefined
}

function ratiosOf(one: Finding, other: Finding | undefined, figure: (round: Round) => number | undefined): readonly number[] {
  if (one.problem !== undefined) return []
  return one.rounds.flatMap((round, at) => {
    const [above, below] = [figure(round), other?.rounds[at] && figure(other.rounds[at])]
    return above !== undefined && below !== undefined ? [above / below] : []
  })
}

export const perSecond = (round: Round): number => round.perSecond
export const cpu = (round: Round): number | undefined => round.cpu

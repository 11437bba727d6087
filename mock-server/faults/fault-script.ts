import { createHash } from 'node:crypto'
import type { components } from '../../contracts/control/control.openapi.d.ts'
import { milliseconds } from '../tenant/clock.ts'

/** A scripted result, as the control API shows it. */
export type Fault = components['schemas']['Fault']

/** The scripted results of a tenant, in the order in which they act. */
export interface FaultScript {
  readonly last_id: number
  readonly faults: readonly Fault[]
}

export const NO_FAULTS: FaultScript = { last_id: 0, faults: [] }

/** What a call is to its faults. */
export interface FaultTarget {
  readonly operation: string
  readonly subMchid: string | undefined
  /** Says whether the operation documents an error example. */
  readonly documents: (example: string) => boolean
}

/** What faults do to a call. */
export interface ScriptedResult {
  /** Those that act, by their IDs. */
  readonly ids: readonly number[]
  /** How long the answer waits, in milliseconds. */
  readonly delay: number
  /** What there is in the place of the ordinary answer. */
  readonly result: Fault | undefined
}

export const NOTHING_SCRIPTED: ScriptedResult = { ids: [], delay: 0, result: undefined }

const LIMIT_EXAMPLE = 'GOLDPLAN_FREQUENCY_LIMITED'
const LONGEST_DELAY = 600_000

/**
 * What the script does to one call, and the script after it: every latency that matches adds up, and of the rest the first that acts is the
 * result.
 *
 * @param now The tenant's business time, milliseconds since 1970.
 */
export function playScript(script: FaultScript, target: FaultTarget, now: number): { script: FaultScript; played: ScriptedResult } {
  let result: Fault | undefined
  let delay = 0
  const ids: number[] = []
  const faults = script.faults.map((fault) => {
    if ((result && !isLatency(fault)) || isUsedUp(fault) || !matches(fault, target)) return fault
    const { acts, after } = meet(fault, now)
    if (!acts) return after
    ids.push(fault.id)
    if (isLatency(fault)) delay += delayOf(after)
    else result = after
    return after
  })
  return { script: { ...script, faults }, played: { ids, delay: Math.min(delay, LONGEST_DELAY), result } }
}

/** The error example that a fault answers with, if it answers with one. */
export function exampleOf({ example, limit }: Pick<Fault, 'example' | 'limit'>): string | undefined {
  return limit === undefined ? example : (example ?? LIMIT_EXAMPLE)
}

/** Whether a fault has acted as often as it may. */
export function isUsedUp({ times, hits }: Fault): boolean {
  return times !== undefined && hits >= times
}

function isLatency({ latency, latency_ms }: Fault): boolean {
  return latency !== undefined || latency_ms !== undefined
}

function matches(fault: Fault, { operation, subMchid, documents }: FaultTarget): boolean {
  const example = exampleOf(fault)
  return (
    (fault.operation ?? operation) === operation &&
    (fault.sub_mchid ?? subMchid) === subMchid &&
    (example === undefined || documents(example))
  )
}

function meet(fault: Fault, now: number): { acts: boolean; after: Fault } {
  const seen = { ...fault, seen: fault.seen + 1, ...(fault.limit !== undefined && { period: periodAt(fault, now) }) }
  const acts = seen.period ? seen.period.calls > (fault.limit ?? 0) : fault.rate === undefined || draw(seen, 'rate') < fault.rate
  return { acts, after: acts ? { ...seen, hits: seen.hits + 1 } : seen }
}

/** The first call of a period opens it; a call that came a little before the one that did is of that period, too. */
function periodAt({ period, per = '0ms' }: Fault, now: number): NonNullable<Fault['period']> {
  const over = !period || Math.abs(now - period.began) >= milliseconds(per)
  return over ? { began: Math.floor(now), calls: 1 } : { ...period, calls: period.calls + 1 }
}

/** A lognormal has its median where the normal has its mean: https://en.wikipedia.org/wiki/Log-normal_distribution */
function delayOf(fault: Fault): number {
  if (!fault.latency) return fault.latency_ms ?? 0
  const { median_ms, sigma } = fault.latency
  // Box and Muller's normal deviate; the first number must not be 0.
  const normal = Math.sqrt(-2 * Math.log(1 - draw(fault, 'radius'))) * Math.cos(2 * Math.PI * draw(fault, 'angle'))
  return median_ms * Math.exp(sigma * normal)
}

/** A number from 0 to 1 that depends on the seed, on how many calls came before, and on nothing else. */
function draw({ seed = 1, seen }: Fault, purpose: string): number {
  return createHash('sha256').update(`${seed}/${seen}/${purpose}`).digest().readUIntBE(0, 6) / 2 ** 48
}

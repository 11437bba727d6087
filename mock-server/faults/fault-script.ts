import { createHash } from 'node:crypto'
import type { Operation } from '../openapi/index.ts'
import type { Fault, FaultScript } from '../store/records.ts'
import { milliseconds } from '../tenant/clock.ts'

/** The call that faults may act on. */
export interface FaultTarget {
  readonly operation: Pick<Operation, 'id' | 'errors' | 'limitExample'>
  /** `undefined` when the call is for no sub-merchant. */
  readonly subMchid: string | undefined
}

/** What faults do to a call. */
export interface ScriptedResult {
  /** The IDs of the faults that act. */
  readonly ids: readonly number[]
  /** How long the answer waits, in milliseconds. */
  readonly delay: number
  /** The fault that replaces the ordinary answer. */
  readonly result: Fault | undefined
}

export const NOTHING_SCRIPTED: ScriptedResult = { ids: [], delay: 0, result: undefined }

const LONGEST_DELAY = 600_000

/**
 * Plays the script for one call. Every latency that matches adds up; of the other faults the first that acts is the result.
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

/** The error example that a fault answers with. A limit without one answers as the operation's document says. */
export function exampleOf({ example, limit }: Fault, { limitExample }: Pick<Operation, 'limitExample'>): string | undefined {
  return limit === undefined ? example : (example ?? limitExample)
}

/** Whether a fault has acted as often as it may. */
export function isUsedUp({ times, hits }: Fault): boolean {
  return times !== undefined && hits >= times
}

function isLatency({ latency, latency_ms }: Fault): boolean {
  return latency !== undefined || latency_ms !== undefined
}

function matches(fault: Fault, { operation, subMchid }: FaultTarget): boolean {
  const example = exampleOf(fault, operation)
  const isAnswer = example === undefined ? fault.limit === undefined : operation.errors.has(example)
  return isAnswer && (fault.operation ?? operation.id) === operation.id && (fault.sub_mchid ?? subMchid) === subMchid
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

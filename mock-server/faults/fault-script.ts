import { createHash } from 'node:crypto'
import type { Operation } from '../openapi/index.ts'
import type { Fault, FaultScript } from '../store/records.ts'
import { milliseconds } from '../tenant/clock.ts'

/** The call that faults are matched against. */
export interface FaultTarget {
  readonly operation: Pick<Operation, 'id' | 'errors' | 'limitExample'>
  /** `undefined` when the call names no sub-merchant. */
  readonly subMchid: string | undefined
}

/** The effect of the matching faults on a call. */
export interface ScriptedResult {
  readonly ids: readonly number[]
  /** The delay of the answer in milliseconds. */
  readonly delay: number
  /** The fault that replaces or changes the ordinary answer. */
  readonly result: Fault | undefined
}

export const NOTHING_SCRIPTED: ScriptedResult = { ids: [], delay: 0, result: undefined }

/** In milliseconds. */
const LONGEST_DELAY = 600_000

/**
 * Applies the faults of a script to one call. Returns their effect on the call, and the script with new counts. The delay is the sum of the
 * delays of all latency faults that act, at most ten minutes. The result is the first other fault that acts.
 *
 * @param now The tenant's business time, in milliseconds since 1970.
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

/** The name of the error example that a fault sends. For a limit without an example, the name comes from the OpenAPI document. */
export function exampleOf({ example, limit }: Fault, { limitExample }: Pick<Operation, 'limitExample'>): string | undefined {
  return limit === undefined ? example : (example ?? limitExample)
}

/** Whether a fault has acted as often as it may. */
export function isUsedUp({ times, hits }: Fault): boolean {
  return times !== undefined && hits >= times
}

/** The ID of the only operation on which a fault with the field `certificates` acts. */
export const LISTS_CERTIFICATES = 'listCertificates'

function isLatency({ latency, latency_ms }: Fault): boolean {
  return latency !== undefined || latency_ms !== undefined
}

function matches(fault: Fault, { operation, subMchid }: FaultTarget): boolean {
  const example = exampleOf(fault, operation)
  const isAnswer = example === undefined ? fault.limit === undefined : operation.errors.has(example)
  const isListing = fault.certificates === undefined || operation.id === LISTS_CERTIFICATES
  return isAnswer && isListing && (fault.operation ?? operation.id) === operation.id && (fault.sub_mchid ?? subMchid) === subMchid
}

function meet(fault: Fault, now: number): { acts: boolean; after: Fault } {
  const seen = { ...fault, seen: oneMore(fault.seen), ...(fault.limit !== undefined && { period: periodAt(fault, now) }) }
  const acts = seen.period ? seen.period.calls > (fault.limit ?? 0) : fault.rate === undefined || draw(seen, 'rate') < fault.rate
  return { acts, after: acts ? { ...seen, hits: oneMore(seen.hits) } : seen }
}

/** Adds one, but not beyond the highest number that a snapshot or a state file may contain. */
function oneMore(count: number): number {
  return Math.min(count + 1, Number.MAX_SAFE_INTEGER)
}

/**
 * Counts a call in its period. A period begins with its first call and lasts for `per`. A call that is processed late can be older than the
 * first call. If it is older by less than `per`, it counts in the same period.
 */
function periodAt({ period, per = '0ms' }: Fault, now: number): NonNullable<Fault['period']> {
  const over = !period || Math.abs(now - period.began) >= milliseconds(per)
  return over ? { began: Math.floor(now), calls: 1 } : { ...period, calls: oneMore(period.calls) }
}

/**
 * Returns the delay of a latency fault in milliseconds. The delay is fixed, or random with a lognormal distribution. The median of that
 * distribution is e^μ, where μ is the mean of the logarithm: https://en.wikipedia.org/wiki/Log-normal_distribution
 */
function delayOf(fault: Fault): number {
  if (!fault.latency) return fault.latency_ms ?? 0
  const { median_ms, sigma } = fault.latency
  // The Box–Muller method makes a random number with a normal distribution. `1 - draw(…)` is never 0, so it has a logarithm.
  const normal = Math.sqrt(-2 * Math.log(1 - draw(fault, 'radius'))) * Math.cos(2 * Math.PI * draw(fault, 'angle'))
  return median_ms * Math.exp(sigma * normal)
}

/** A reproducible random number of at least 0 and less than 1. */
function draw({ seed = 1, seen }: Fault, purpose: string): number {
  return createHash('sha256').update(`${seed}/${seen}/${purpose}`).digest().readUIntBE(0, 6) / 2 ** 48
}

import { setTimeout } from 'node:timers/promises'
import type { WireRequest } from '../signed-request.ts'
import { load as loadPackage } from './packages.ts'
import { percentile } from './percentile.ts'
import { cpuOf } from './process-figures.ts'
import type { Running } from './start.ts'
import { watchHalts } from './undisturbed.ts'

export const CONNECTIONS = 16

/** The figures of one round of load. */
export interface Round {
  readonly perSecond: number
  /** Latencies in milliseconds. */
  readonly p50: number | undefined
  readonly p99: number | undefined
  /** CPU time of the candidate for one answer, in milliseconds; `undefined` where it can't be measured. */
  readonly cpu: number | undefined
}

/** How long the start of a round is. The start is not measured, because the connections are still opening one after another. */
const RAMP_MILLISECONDS = 300

/**
 * Puts load on a candidate, which is a server that the benchmark measures. Sends these requests over and over on several connections.
 *
 * @throws {Error} When an answer has a status other than 200. Also when an answer is missing, unless the machine slept or was paused.
 */
export async function loadFor(seconds: number, server: Running, requests: readonly WireRequest[]): Promise<Round> {
  const latencies: number[] = []
  const shot = shoot(server.url, requests, { duration: seconds + 60 }, (latency) => latencies.push(latency))
  await setTimeout(RAMP_MILLISECONDS)
  latencies.length = 0
  const before = cpuOf(server.pid)
  const start = performance.now()
  await setTimeout(seconds * 1000)
  const measured = [...latencies]
  const took = performance.now() - start
  const after = cpuOf(server.pid)
  shot.stop()
  await shot.done
  const cpu = before !== undefined && after !== undefined ? (after - before) / measured.length : undefined
  return { perSecond: (measured.length * 1000) / took, p50: percentile(measured, 0.5), p99: percentile(measured, 0.99), cpu }
}

/**
 * Sends `amount` requests to a candidate. Returns how many requests the candidate answered per second.
 *
 * @throws {Error} When an answer has a status other than 200. Also when an answer is missing, unless the machine slept or was paused.
 */
export async function loadWith(amount: number, server: Running, requests: readonly WireRequest[]): Promise<number> {
  const start = performance.now()
  let last = start
  await shoot(server.url, requests, { amount }, () => {
    last = performance.now()
  }).done
  return (amount * 1000) / (last - start)
}

interface Shot {
  stop(): void
  readonly done: Promise<void>
}

function shoot(url: string, requests: readonly WireRequest[], until: Until, onAnswer: (latency: number) => void): Shot {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let connection = 0
  const setupClient = (client: Client) => {
    client.setRequests(share(requests, connection % CONNECTIONS))
    connection += 1
  }
  // `sampleInt` makes autocannon check often whether to stop. `timeout` is long, so that a request survives a short halt of the machine.
  const options = { url, connections: CONNECTIONS, setupClient, sampleInt: 50, timeout: 60, ...until }
  const halts = watchHalts()
  const run = loadPackage<Autocannon>('autocannon')(options, (error, result) => {
    const wrong = error ?? wrongAnswers(result, halts.stop() > 0)
    if (wrong) reject(wrong)
    else resolve()
  })
  run.on('response', (_client, _status, _bytes, latency) => onAnswer(latency))
  promise.catch(() => undefined)
  return { stop: () => run.stop(), done: promise }
}

/** Returns the requests of one connection. Copies them, because autocannon writes into them. */
function share(requests: readonly WireRequest[], connection: number) {
  const own = requests.length < CONNECTIONS ? requests : requests.filter((_, at) => at % CONNECTIONS === connection)
  return own.map(({ method, target, headers, body }) => ({ method, path: target, headers: { ...headers }, body }))
}

/**
 * Returns an error that counts the wrong and the missing answers, or `undefined` if there are none. If the machine halted, missing answers
 * do not count, because servers may close connections during a halt.
 */
function wrongAnswers({ errors, statusCodeStats }: Result, hasHalted: boolean): Error | undefined {
  const others = Object.entries(statusCodeStats).filter(([status]) => status !== '200')
  const seen = others.map(([status, { count }]) => `status ${status} ${count} times`)
  if (errors > 0 && !hasHalted) seen.push(`no answer ${errors} times`)
  return seen.length > 0 ? new Error(`The server must answer every request with 200; seen: ${seen.join(', ')}`) : undefined
}

// The types of autocannon, as far as they are used here.

type Autocannon = (options: object, done: (error: Error | null, result: Result) => void) => Tracker
type Until = { readonly duration: number } | { readonly amount: number }

interface Tracker {
  on(event: 'response', listener: (client: Client, status: number, bytes: number, milliseconds: number) => void): void
  stop(): void
}

interface Client {
  setRequests(requests: readonly object[]): void
}

interface Result {
  /** Includes the requests that timed out. */
  readonly errors: number
  readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>
}

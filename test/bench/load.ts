import { setTimeout } from 'node:timers/promises'
import type { WireRequest } from '../signed-request.ts'
import { load as loadPackage } from './packages.ts'
import { percentile } from './percentile.ts'
import { cpuOf } from './process-figures.ts'
import type { Running } from './start.ts'
import { watchHalts } from './undisturbed.ts'

export const CONNECTIONS = 16

/** The figures of one round. */
export interface Round {
  readonly perSecond: number
  /** Latencies in milliseconds. */
  readonly p50: number | undefined
  readonly p99: number | undefined
  /** CPU time of the candidate for one answer, in milliseconds; `undefined` where it can't be measured. */
  readonly cpu: number | undefined
}

/** How long the start of a round is. The start is not measured, because the connections open one after another. */
const RAMP_MILLISECONDS = 300

/**
 * Puts load on a candidate: sends these requests over and over on several connections.
 *
 * @throws {Error} When an answer has a status other than 200, or when an answer is missing and the machine was neither asleep nor paused.
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
 * Sends this number of requests to a candidate; returns how many it answered per second.
 *
 * @throws {Error} When an answer has a status other than 200, or when an answer is missing and the machine was neither asleep nor paused.
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
  // sampleInt makes autocannon check often whether to stop. timeout is long, because a machine that halts for a while is not a failure.
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

/** The requests of one connection, copied because autocannon writes into them. */
function share(requests: readonly WireRequest[], connection: number) {
  const own = requests.length < CONNECTIONS ? requests : requests.filter((_, at) => at % CONNECTIONS === connection)
  return own.map(({ method, target, headers, body }) => ({ method, path: target, headers: { ...headers }, body }))
}

/** Returns an error that counts the wrong and missing answers, if any. Answers may be missing if the machine halted: servers close connections then. */
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

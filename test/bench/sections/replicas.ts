import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { developmentKeys } from '../../../contracts/index.ts'
import { openStore } from '../../../mock-server/open-store.ts'
import { newSubMerchant } from '../../../mock-server/tenant/sub-merchant.ts'
import { missingRedis, type RedisServer, startRedis } from '../../redis-server.ts'
import { send } from '../../send.ts'
import type { WireRequest } from '../../signed-request.ts'
import type { Candidate } from '../candidate.ts'
import { rsaLimit } from '../candidates/rsa-limit.ts'
import { thisServer } from '../candidates/this-server.ts'
import type { Section } from '../section.ts'
import { signedRequests } from '../signed-requests.ts'
import { start } from '../start.ts'
import { subMchidAt } from '../sub-mchid-at.ts'
import { entered, inTurns, medians, perSecond, ratio } from '../turns.ts'

/** The number of sub-merchants that a server has at its start. */
const SUB_MERCHANTS = 1
const REQUESTS = 4_096
const TURNS = { rounds: 5, seconds: 2, warmUpSeconds: 2.6 }

export const replicas: Section = {
  name: 'replicas',
  measures: 'throughput with a store in Redis and with workers, a million sub-merchants in Redis, and two replicas, one of which is killed',
  needsPackages: true,
  async run(tell) {
    if (missingRedis) throw new Error(missingRedis)
    return [await cost(tell), await many(tell), await killed(tell)]
  },
}

async function cost(tell: (line: string) => void) {
  await using redis = await startRedis()
  const servers = [thisServer, onRedis(redis, 1), onRedis(redis, 2), ...(availableParallelism() > 2 ? [onRedis(redis, 4)] : [])]
  tell(`${servers.length + 1} candidates, ${TURNS.rounds} rounds of ${TURNS.seconds} s each`)
  const requests = await signedRequests(REQUESTS, SUB_MERCHANTS)
  const findings = await inTurns([rsaLimit, ...servers.map((server) => () => entered(server, requests))], TURNS)
  const rows = findings.map((finding, at) => ({
    candidate: at === 0 ? 'RSA limit of one process' : servers[at - 1]?.name,
    ...medians(finding),
    'ratio to memory': ratio(finding, findings[1], perSecond),
  }))
  return { title: 'Throughput with a store in Redis', notes: COST_NOTES, rows }
}

const COST_NOTES = [
  'The load, Redis and all workers share the cores of this machine. The CPU time is that of the first process, which with several workers only ' +
    'distributes the connections.',
]

function onRedis({ url }: RedisServer, workers: number): Candidate {
  return {
    ...thisServer,
    name: `store in Redis, ${workers === 1 ? 'one process' : `${workers} workers`}`,
    command: (port) => [...thisServer.command(port), '--store', url, '--workers', String(workers)],
  }
}

const MANY = 1_000_000
const BATCH = 1_000

/** Writes a million sub-merchants to Redis through the store. Then sends one call to a server that uses this Redis. */
async function many(tell: (line: string) => void) {
  tell(`${MANY} sub-merchants`)
  await using redis = await startRedis()
  await using server = await start(onRedis(redis, 1))
  const { mchid } = developmentKeys.merchant
  const store = await openStore(redis.url, { entries: 0, bytes: 0, ownBytes: 0 })
  const before = await megabytes(redis)
  const begun = performance.now()
  for (let from = 0; from < MANY; from += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, at) => newSubMerchant(subMchidAt(from + at)))
    await Promise.all(batch.map((record) => store.swap({ mchid, kind: 'sub_merchant', id: record.sub_mchid }, undefined, record)))
  }
  const seconds = (performance.now() - begun) / 1000
  await store.close()
  const after = await megabytes(redis)
  const [request] = await signedRequests(1, MANY)
  const status = request && (await send(server.url, request)).status
  const rows = [
    { 'sub-merchants': MANY, 'MB in Redis': after - before, 'written per second': MANY / seconds, 'a call is answered': status },
  ]
  return { title: 'A million sub-merchants in Redis', notes: [], rows }
}

async function megabytes({ ask }: RedisServer): Promise<number> {
  const [, bytes] = /used_memory:(\d+)/.exec(await ask('info', 'memory')) ?? []
  return Number(bytes) / 1024 / 1024
}

const KILL_AFTER_MILLISECONDS = 3_000
const CLIENTS = 16

/**
 * Kills one of two replicas under load, and counts the calls that fail. Each client sends its calls to one of the replicas. When the answer
 * is not 200, the client sends the call to the other replica.
 */
async function killed(tell: (line: string) => void) {
  tell('two replicas, one is killed')
  await using redis = await startRedis()
  await using one = await start(onRedis(redis, 1))
  await using two = await start(onRedis(redis, 1))
  const requests = await signedRequests(REQUESTS, SUB_MERCHANTS)
  const seen = { calls: 0, 'sent again': 0, failures: 0 }
  let isOver = false
  const client = async (own: number) => {
    for (let at = own; !isOver; at += CLIENTS) await callEither(requests[at % requests.length] as WireRequest, at % 2 === 0)
  }
  async function callEither(request: WireRequest, isFirst: boolean): Promise<void> {
    const [first, other] = isFirst ? [one, two] : [two, one]
    const isRight = async (url: string) => (await send(url, request).catch(() => undefined))?.status === 200
    seen.calls += 1
    if (await isRight(first.url)) return
    seen['sent again'] += 1
    if (!(await isRight(other.url))) seen.failures += 1
  }
  const clients = Array.from({ length: CLIENTS }, (_, own) => client(own))
  await setTimeout(KILL_AFTER_MILLISECONDS)
  process.kill(one.pid, 'SIGKILL')
  await setTimeout(KILL_AFTER_MILLISECONDS)
  isOver = true
  await Promise.all(clients)
  return { title: 'Two replicas, one of them killed under load', notes: [], rows: [seen] }
}

import { setTimeout } from 'node:timers/promises'
import { test as base, describe, expect } from 'vitest'
import { createRedisJournal } from '../../../../mock-server/journal/redis-journal.ts'
import { connectRedis, type Redis } from '../../../../mock-server/store/redis/redis.ts'
import { createRedisStore } from '../../../../mock-server/store/redis/redis-store.ts'
import type { Store } from '../../../../mock-server/store/store.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'
import { updateRecord } from '../../../../mock-server/store/update-record.ts'
import { EVERY } from '../../../every.ts'
import { missingRedis, type RedisCluster, type RedisServer, startCluster, startRedis } from '../../../redis-server.ts'
import { entriesOf } from '../conformance/followed-entries.ts'
import { append, MANY, names, recordNamed } from '../conformance/store-cases.ts'
import { JSON_READER, tenantOf } from '../stored-tenant.ts'
import { openRedisStore } from './open-redis-store.ts'

interface Fixtures {
  server: RedisServer
  store: Store
}

/** A test with its own Redis server. The server keeps all its data when it is killed. */
const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  server: async ({}, use) => {
    await using server = await startRedis('--appendonly', 'yes', '--appendfsync', 'always')
    await use(server)
  },
  store: async ({ server }, use) => {
    const store = await openRedisStore(server.url)
    await store.replace(undefined, tenantOf('1'))
    await use(store)
    await store.close()
  },
})

const SIGNED = { mchid: '1', kind: 'signed' } as const

async function untilBack<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error
      await setTimeout(20)
    }
  }
}

describe.skipIf(missingRedis)(`a store in Redis${missingRedis ? ` (skipped: ${missingRedis})` : ''}`, () => {
  test('with records of a newer format is refused, and the error names both formats and the place', async ({ server, store }) => {
    await server.ask('set', 'goldplan:{all}:format', '2')
    await expect(openRedisStore(server.url)).rejects.toThrow(
      `The store ${server.url} has records of format 2, and this version of the server uses format 1: use another database, or empty this one`,
    )
    expect(await store.mchids()).toEqual(['1'])
  })

  test('keeps working after the Redis server forgot the scripts', async ({ server, store }) => {
    await store.swap(SIGNED, undefined, 1)
    await server.ask('script', 'flush')
    await updateRecord(store, SIGNED, () => 2)
    await server.ask('script', 'flush')
    await append(store.journal, '1 a')
    await server.ask('script', 'flush')
    expect(await names(store.journal, '1')).toEqual(['a'])
    expect((await store.read(SIGNED))?.value).toBe(2)
  })

  test('is unreachable as soon as the Redis server is killed, and has all its data after the restart', async ({ server, store }) => {
    await store.swap(SIGNED, undefined, 1)
    const [id = 0] = await append(store.journal, '1 a')
    await server.kill()
    const { journal } = store
    const methods = [
      () => store.read(SIGNED),
      () => store.swap(SIGNED, undefined, 2),
      () => store.swap({ mchid: '1', kind: 'notifications' }, undefined, undefined),
      () => store.readAll('1'),
      () => store.replace(undefined, tenantOf('2')),
      () => store.remove('1'),
      () => store.mchids(),
      () => store.nextNumber(),
      () => store.hold('1', 1_000),
      () => store.release('1'),
      () => store.notifying(),
      () => store.rest('1'),
      () => store.check(),
      () => append(journal, '1 b'),
      () => journal.addDiagnosis(id, null),
      () => journal.entries('1'),
      () => journal.entry('1', id),
      () => journal.undiagnosed([id]),
      () => journal.clear('1'),
      () => journal.follow(undefined),
    ]
    for (const method of methods)
      await expect(method(), String(method)).rejects.toThrow(new RegExp(`^The store ${server.url} can't be reached: .`))
    await server.restart()
    expect((await untilBack(() => store.read(SIGNED)))?.value).toBe(1)
    expect(await names(journal, '1')).toEqual(['a'])
    expect(await store.mchids()).toEqual(['1'])
    expect(await append(journal, '1 c')).toEqual([id + 1])
  })

  test('can be followed after the first attempt failed because Redis was unreachable', async ({ server, store }) => {
    await server.kill()
    await expect(store.journal.follow(undefined)).rejects.toThrow(StoreAway)
    await server.restart()
    const followed = entriesOf(await untilBack(() => store.journal.follow(undefined)))
    await append(store.journal, '1 a')
    expect((await followed.next()).value?.entry.target).toBe('a')
  })

  test('shows followers the entries that came while their connection was lost', async ({ server, store }) => {
    const other = await openRedisStore(server.url)
    const followed = entriesOf(await store.journal.follow(undefined))
    await append(store.journal, '1 a')
    expect((await followed.next()).value?.entry.target).toBe('a')
    await server.ask('client', 'kill', 'type', 'pubsub')
    await append(other.journal, '1 b', '1 c')
    const next = async () => (await followed.next()).value?.entry.target
    expect([await next(), await next()]).toEqual(['b', 'c'])
    await other.close()
  })

  test('shows followers a diagnosis that was made while their connection was lost', async ({ server, store }) => {
    const other = await openRedisStore(server.url)
    const followed = entriesOf(await store.journal.follow(undefined))
    const id = await other.journal.append('1', recordNamed('a', {}, true))
    expect((await followed.next()).value?.entry.diagnosis).toBeNull()
    await server.ask('client', 'kill', 'type', 'pubsub')
    await other.journal.addDiagnosis(id, { mistakes: [], same_as: [], key: null, hash: null, signed: 'x', certain: [] })
    expect((await followed.next()).value?.entry.diagnosis?.signed).toBe('x')
    await other.close()
  })

  test('shows followers an entry whose message was lost, in the right order, when the next message comes', async ({ server, store }) => {
    const redis = await connectRedis(server.url)
    const messages: ((message: string) => void)[] = []
    const listen: Redis['listen'] = async (_, onMessage) => void messages.push(onMessage)
    const journal = createRedisJournal({ ...redis, listen }, MANY, JSON_READER)
    const followed = entriesOf(await journal.follow(undefined))
    const ids = await append(store.journal, '1 a', '1 b', '1 c')
    for (const id of [ids[0], ids[2]]) messages[0]?.(String(id))
    const next = async () => (await followed.next()).value?.entry.target
    expect([await next(), await next(), await next()]).toEqual(['a', 'b', 'c'])
    await redis.close()
  })

  test('knows that a merchant has notifications even if the process that wrote a notification is killed right afterwards', async ({
    server,
    store,
  }) => {
    const redis = await connectRedis(server.url)
    let written = false
    const dying = await createRedisStore(
      {
        ...redis,
        async command(...words) {
          if (written) throw new Error('killed')
          return redis.command(...words)
        },
        async run(...given) {
          const result = await redis.run(...given)
          written = true
          return result
        },
      },
      createRedisJournal(redis, MANY, JSON_READER),
    )
    const key = { mchid: '1', kind: 'notifications' } as const
    const seen = await dying.read(key)
    await expect(dying.swap(key, seen?.version, { made: 1, notifications: [] })).rejects.toThrow('killed')
    expect((await store.read(key))?.value.made).toBe(1)
    expect(await store.notifying()).toEqual(['1'])
    await redis.close()
  })

  test('lists a half-created merchant after somebody has tried to create it again', async ({ server, store }) => {
    await server.ask('zrem', 'goldplan:{all}:merchants', '1')
    expect(await store.replace(undefined, tenantOf('1'))).toBe(false)
    expect(await store.mchids()).toEqual(['1'])
    await append(store.journal, '1 a')
    expect(await names(store.journal, '1')).toEqual(['a'])
  })

  test('removes a merchant whose removal was interrupted', async ({ server, store }) => {
    await server.ask('zrem', 'goldplan:{all}:merchants', '1')
    expect(await store.remove('1')).toBe(true)
    expect(await store.replace(undefined, tenantOf('1'))).toBe(true)
    expect(await store.mchids()).toEqual(['1'])
  })

  // This test waits for the time limit of a Redis command.
  test.runIf(EVERY)('throws StoreAway while the Redis server does not answer, and works again afterwards', async ({ server, store }) => {
    server.signal('SIGSTOP')
    await expect(store.read(SIGNED)).rejects.toThrow(StoreAway)
    server.signal('SIGCONT')
    expect(await untilBack(() => store.mchids())).toEqual(['1'])
  })

  base('in a cluster is unreachable for the merchants of a killed server, and has all its data after the restart', async () => {
    await using cluster = await startCluster('--appendonly', 'yes', '--appendfsync', 'always', '--cluster-node-timeout', '500')
    const store = await openRedisStore(cluster.url)
    const mchids = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
    for (const mchid of mchids) await store.replace(undefined, tenantOf(mchid))
    await append(store.journal, '1 a')
    await cluster.servers[2]?.kill()
    const results = await Promise.allSettled(mchids.map((mchid) => store.read({ mchid, kind: 'tenant' })))
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons) expect(reason).toBeInstanceOf(StoreAway)
    await cluster.servers[2]?.restart()
    for (const mchid of mchids) expect((await untilBack(() => store.readAll(mchid)))?.tenant.mchid).toBe(mchid)
    expect(await untilBack(() => store.mchids())).toEqual(mchids)
    expect(await untilBack(() => names(store.journal, '1'))).toEqual(['a'])
    await untilBack(() => updateRecord(store, SIGNED, () => 3))
    await store.close()
  })

  base('in a cluster opens while a server without the journal is down, and uses that server after its restart', async () => {
    await using cluster = await startCluster(...PARTIAL)
    const [one, other] = await serversWithoutJournal(cluster)
    await other.kill()
    // On a busy machine, connecting to the running servers may take longer than 500 ms, so the test tries again.
    const store = await untilBack(() => openRedisStore(one.url, MANY, 500))
    const mchids = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
    const create = () => Promise.allSettled(mchids.map((mchid) => store.replace(undefined, tenantOf(mchid))))
    const refused = (await create()).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toContainEqual(expect.any(StoreAway))
    expect(refused.length).toBeLessThan(mchids.length)
    await append(store.journal, ' a')
    expect(await names(store.journal, '')).toEqual(['a'])
    await other.restart()
    for (const mchid of mchids) await untilBack(() => store.replace(undefined, tenantOf(mchid)))
    expect((await store.mchids()).toSorted()).toEqual(mchids)
    await store.close()
  })

  base('in a cluster can still be followed after a server is lost', async () => {
    await using cluster = await startCluster(...PARTIAL)
    const [one] = await serversWithoutJournal(cluster)
    const store = await openRedisStore(one.url)
    const followed = entriesOf(await store.journal.follow(undefined))
    const next = async () => (await followed.next()).value?.entry.target
    await append(store.journal, ' a')
    expect(await next()).toBe('a')
    await one.kill()
    await append(store.journal, ' b')
    expect(await next()).toBe('b')
    await append(store.journal, ' c')
    expect(await next()).toBe('c')
    await store.close()
  })
})

/** Options with which a cluster still serves the data of the other servers when one server is lost. */
const PARTIAL = ['--cluster-node-timeout', '500', '--cluster-require-full-coverage', 'no', '--appendonly', 'yes', '--appendfsync', 'always']

/** The two servers of a cluster that have neither the journal nor the list of merchants. */
async function serversWithoutJournal({ servers }: RedisCluster): Promise<[RedisServer, RedisServer]> {
  const answers = await Promise.all(servers.map(({ ask }) => ask('get', 'goldplan:{all}:format')))
  return servers.filter((_, index) => answers[index]?.startsWith('MOVED')) as [RedisServer, RedisServer]
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryJournal, type JournalLimits } from '../../../../mock-server/journal/memory-journal.ts'
import { createRedisJournal } from '../../../../mock-server/journal/redis-journal.ts'
import { keepInFile } from '../../../../mock-server/store/keep-in-file.ts'
import { createMemoryStore } from '../../../../mock-server/store/memory-store.ts'
import { connectRedis, type Redis } from '../../../../mock-server/store/redis/redis.ts'
import { createRedisStore } from '../../../../mock-server/store/redis/redis-store.ts'
import type { Store } from '../../../../mock-server/store/store.ts'
import { missingRedis, type RedisServer, startCluster, startRedis } from '../../../redis-server.ts'
import { createMapStore } from '../map-store.ts'
import { JSON_READER } from '../stored-tenant.ts'

/** A kind of store that must pass the conformance suite. */
export interface Subject {
  readonly name: string
  /** Why this kind can't be tested here; `undefined` when it can. */
  readonly missing?: string | undefined
  /** Whether several processes can use it. */
  readonly isShared: boolean
  /** Starts what the stores need, such as a server. */
  start(): Promise<Host>
}

/** Opens stores of one kind. */
export interface Host extends AsyncDisposable {
  /** Opens an empty store. */
  open(limits: JournalLimits): Promise<OpenStore>
}

/** An open store. */
export interface OpenStore extends AsyncDisposable {
  readonly store: Store
  /** The same store, as another process sees it. When only one process can use the store, this is the same object as `store`. */
  readonly other: Store
}

export const SUBJECTS: readonly Subject[] = [
  { name: 'in memory', isShared: false, start: async () => hostInProcess(memoryStore) },
  { name: 'from the template', isShared: false, start: async () => hostInProcess((limits) => createMapStore(limits, JSON_READER)) },
  {
    name: 'in memory, kept in a file',
    isShared: false,
    async start() {
      const folder = await mkdtemp(join(tmpdir(), 'state-'))
      return {
        async open(limits) {
          const store = keepInFile(
            memoryStore(limits),
            join(folder, 'state.json'),
            (saved) => saved,
            (error) => {
              throw error
            },
          )
          return { store, other: store, [Symbol.asyncDispose]: () => store.end() }
        },
        [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
      }
    },
  },
  {
    name: 'in Redis',
    isShared: true,
    missing: missingRedis,
    async start() {
      const server = await startRedis()
      return redisHost(server.url, [server], server)
    },
  },
  {
    name: 'in a Redis cluster',
    isShared: true,
    missing: missingRedis,
    async start() {
      const cluster = await startCluster()
      return redisHost(cluster.url, cluster.servers, cluster)
    },
  },
]

function hostInProcess(create: (limits: JournalLimits) => Store): Host {
  return {
    async open(limits) {
      const store = create(limits)
      return { store, other: store, [Symbol.asyncDispose]: () => store.close() }
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

function memoryStore(limits: JournalLimits): Store {
  return createMemoryStore(createMemoryJournal(limits, JSON_READER))
}

/** Opens stores in Redis. All of them use the same two connections. */
async function redisHost(url: string, servers: readonly RedisServer[], started: AsyncDisposable): Promise<Host> {
  const connections = await Promise.all([connectRedis(url), connectRedis(url)]).catch(async (error) => {
    await started[Symbol.asyncDispose]()
    throw error
  })
  const view = (redis: Redis, limits: JournalLimits) => createRedisStore(redis, createRedisJournal(redis, limits, JSON_READER))
  return {
    async open(limits) {
      await Promise.all(servers.map(({ ask }) => ask('flushall')))
      const [store, other] = [await view(connections[0], limits), await view(connections[1], limits)]
      return { store, other, [Symbol.asyncDispose]: async () => undefined }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(connections.map((redis) => redis.close()))
      await started[Symbol.asyncDispose]()
    },
  }
}

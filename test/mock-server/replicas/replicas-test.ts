import { test as base } from 'vitest'
import { type Control, createControl } from '../../../contracts/index.ts'
import { type Clock, PINNED } from '../../mock-test.ts'
import { type RedisServer, startRedis } from '../../redis-server.ts'
import { type Replicas, startReplicas } from '../../replicas.ts'

interface Fixtures {
  redis: RedisServer
  clock: Clock
  /** Two servers with one store and a stopped clock, behind one address. */
  replicas: Replicas
  /** The control API of the address that both servers share. */
  control: Control
  /** The control APIs of the two servers. */
  controls: readonly [Control, Control]
}

/** Starts a new Redis and two new servers for each test that uses them. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  redis: async ({}, use) => {
    await using redis = await startRedis()
    await use(redis)
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  clock: async ({}, use) => use({ now: PINNED }),
  replicas: async ({ redis, clock }, use) => {
    await using replicas = await startReplicas(redis.url, { now: () => clock.now })
    await use(replicas)
  },
  control: async ({ replicas }, use) => use(createControl(replicas.url)),
  controls: async ({ replicas: { servers } }, use) => use([createControl(servers[0].url), createControl(servers[1].url)]),
})

import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connectRedis, type Redis } from '../../../../mock-server/store/redis/redis.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'
import { missingRedis, startCluster, startRedis } from '../../../redis-server.ts'

/** Redis takes about a hundred milliseconds for this number of loops. */
const LOOPS = 15_000_000

/** Makes Redis drop all connections and then run a number of loops. No connection can be renewed before the loops end. */
async function dropConnections(port: number, loops: number = LOOPS): Promise<void> {
  connect(port, '127.0.0.1')
    .on('error', () => undefined)
    .end(`CLIENT KILL TYPE normal\r\nEVAL "for i = 1, ${loops} do end" 0\r\n`)
  // On most machines, the client notices the loss within this time.
  await setTimeout(50)
}

/** Sends a command while the connections to these servers are being renewed. */
async function sendWhileRenewing(redis: Redis, ports: readonly number[], loops: number = LOOPS): Promise<unknown> {
  const since = performance.now()
  await Promise.all(ports.map((port) => dropConnections(port, loops)))
  const { reply } = await send(redis)
  // On a busy machine, the loops may take longer than the two seconds that a command waits. The test then tries again with fewer loops.
  if (reply instanceof StoreAway && performance.now() - since > 2_000) return again(redis, ports, loops / 2)
  // These errors mean that the client sent the command before it noticed the loss. The test then tries again, too.
  return /closed unexpectedly|ECONNRESET|EPIPE/.test(String(reply)) ? again(redis, ports, loops) : reply
}

/** Waits until the connections are renewed, and tries again. Without the wait, the first attempt to renew them would fail. */
async function again(redis: Redis, ports: readonly number[], loops: number): Promise<unknown> {
  while ((await send(redis)).reply !== '1') await setTimeout(20)
  return sendWhileRenewing(redis, ports, loops)
}

/** Sends a command; returns its reply or its error, and how long it took. */
async function send(redis: Redis) {
  const since = performance.now()
  const reply = await redis.command('a', 'GET', 'a').catch((error: unknown) => error)
  return { reply, milliseconds: performance.now() - since }
}

describe.skipIf(missingRedis)(
  `a command while a lost connection is being renewed${missingRedis ? ` (skipped: ${missingRedis})` : ''}`,
  () => {
    it('waits for the new connection', async () => {
      await using server = await startRedis()
      const redis = await connectRedis(server.url)
      await redis.command('a', 'SET', 'a', '1')
      for (let turn = 0; turn < 2; turn++) {
        expect(await sendWhileRenewing(redis, [server.port])).toBe('1')
      }
      await redis.close()
    })

    it('waits for the new connection to a server of a cluster', async () => {
      await using cluster = await startCluster()
      const redis = await connectRedis(cluster.url)
      await redis.command('a', 'SET', 'a', '1')
      const ports = cluster.servers.map(({ port }) => port)
      expect(await sendWhileRenewing(redis, ports)).toBe('1')
      await redis.close()
    })

    it('is refused without waiting once an attempt to connect again has failed', async () => {
      await using server = await startRedis()
      const redis = await connectRedis(server.url)
      await server.kill()
      await vi.waitFor(async () => expect(await send(redis)).toMatchObject({ reply: expect.any(StoreAway) }))
      await setTimeout(200)
      const { reply, milliseconds } = await send(redis)
      expect(reply).toBeInstanceOf(StoreAway)
      expect(milliseconds).toBeLessThan(20)
      await redis.close()
    })

    it('is refused within three seconds when the server accepts the connection but does not answer', async () => {
      await using server = await startRedis()
      const redis = await connectRedis(server.url)
      await dropConnections(server.port, 20 * LOOPS)
      server.signal('SIGSTOP')
      const { reply, milliseconds } = await send(redis)
      expect(reply).toBeInstanceOf(StoreAway)
      expect(milliseconds).toBeLessThan(3_000)
      server.signal('SIGCONT')
      await redis.close()
    })

    it('is refused within a second when the client is closed', async () => {
      await using server = await startRedis()
      const redis = await connectRedis(server.url)
      await dropConnections(server.port, 20 * LOOPS)
      const sent = send(redis)
      await redis.close()
      expect((await sent).reply).toBeInstanceOf(StoreAway)
      expect((await sent).milliseconds).toBeLessThan(1_000)
    })
  },
)

import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connectRedis, type Redis } from '../../../../mock-server/store/redis/redis.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'
import { missingRedis, startCluster, startRedis } from '../../../redis-server.ts'

const BUSY = 'EVAL "for i = 1, 60000000 do end" 0'

/** Lets Redis drop all connections. Redis then is busy for some hundred milliseconds, so that renewing a connection takes as long. */
async function dropConnections(port: number): Promise<void> {
  connect(port, '127.0.0.1')
    .on('error', () => undefined)
    .end(`CLIENT KILL TYPE normal\r\n${BUSY}\r\n`)
  // Until the client has noticed it.
  await setTimeout(50)
}

/** What became of a command that was sent now, and how long it took. */
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
        await dropConnections(server.port)
        const { reply, milliseconds } = await send(redis)
        expect(reply).toBe('1')
        expect(milliseconds).toBeGreaterThan(20)
      }
      await redis.close()
    })

    it('waits for the new connection to a server of a cluster', async () => {
      await using cluster = await startCluster()
      const redis = await connectRedis(cluster.url)
      await redis.command('a', 'SET', 'a', '1')
      await Promise.all(cluster.servers.map(({ port }) => dropConnections(port)))
      expect((await send(redis)).reply).toBe('1')
      await redis.close()
    })

    it('is refused without waiting once an attempt has failed', async () => {
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

    it('waits two seconds at most for a server that takes the connection but does not answer', async () => {
      await using server = await startRedis()
      const redis = await connectRedis(server.url)
      await dropConnections(server.port)
      server.signal('SIGSTOP')
      const { reply, milliseconds } = await send(redis)
      expect(reply).toBeInstanceOf(StoreAway)
      expect(milliseconds).toBeLessThan(3_000)
      server.signal('SIGCONT')
      await redis.close()
    })

    it('ends when the server that uses the store stops', async () => {
      await using server = await startRedis()
      const redis = await connectRedis(server.url)
      await dropConnections(server.port)
      const sent = send(redis)
      await redis.close()
      expect((await sent).reply).toBeInstanceOf(StoreAway)
      expect((await sent).milliseconds).toBeLessThan(1_000)
    })
  },
)

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMockServer } from '../../mock-server/index.ts'
import { openStore } from '../../mock-server/open-store.ts'
import { missingRedis, type RedisServer, startRedis } from '../redis-server.ts'

let redis: RedisServer | undefined
beforeAll(async () => {
  if (!missingRedis) redis = await startRedis()
})
afterAll(async () => redis?.[Symbol.asyncDispose]())

const LIMITS = { entries: 10, bytes: 1e6, ownBytes: 1e6 }

/** The number of connections to Redis, without the connection over which this function asks. */
async function connections(): Promise<number> {
  return ((await redis?.ask('client', 'list')) ?? '').split('\n').length - 1
}

describe.skipIf(missingRedis)('a server with a store in Redis', () => {
  it('closes its connections to Redis when its port is taken or a merchant is invalid', async () => {
    const store = redis?.url ?? ''
    {
      await using mock = await createMockServer({ store })
      const port = Number(new URL(mock.url).port)
      const before = await connections()
      await expect(createMockServer({ store, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
      await expect(createMockServer({ store, merchant: { mchid: 'x' } })).rejects.toThrow(TypeError)
      await expect.poll(connections).toBe(before)
    }
    await expect.poll(connections).toBe(0)
  })

  it('does not send its journal entries to followers of a store in another database', async () => {
    const [one, two] = await Promise.all([openStore(redis?.url, LIMITS), openStore(`${redis?.url}/1`, LIMITS)])
    const followed = await two.journal.follow(undefined)
    const record = {
      bytes: 1,
      text: '{"time":0}\n{"headers":{},"body":null,"answer":{"headers":{},"body":""}}',
      isDiagnosed: false,
    }
    await two.journal.append('', record)
    expect((await followed?.next())?.value?.[0]?.entry.id).toBe(1)
    const next = followed?.next()
    await one.journal.append('', record)
    await two.journal.append('', record)
    expect((await next)?.value?.[0]?.entry.id).toBe(2)
    await followed?.return()
    await Promise.all([one.close(), two.close()])
  })
})

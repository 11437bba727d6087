import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createControl } from '../../../../contracts/index.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { evictionOf } from '../../../../mock-server/store/redis/eviction.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'
import { askControl } from '../../../control-test.ts'
import { missingRedis, type RedisServer, startRedis } from '../../../redis-server.ts'
import { send } from '../../../send.ts'
import { OPEN, signedRequest } from '../../../signed-request.ts'

/** The path to which Redis saves its data. A folder at this path makes the save fail, as a full disk does. Redis then refuses changes. */
const blocker = async ({ ask }: RedisServer) => join((await ask('config', 'get', 'dir')).split('\n')[1] ?? '', 'dump.rdb')

async function save({ ask }: RedisServer, status: 'ok' | 'err'): Promise<void> {
  await ask('bgsave')
  await expect.poll(() => ask('info', 'persistence')).toContain(`rdb_last_bgsave_status:${status}`)
}

const FULL = {
  memory: {
    reason: 'OOM command not allowed',
    fill: (redis: RedisServer): Promise<unknown> => redis.ask('config', 'set', 'maxmemory', '1'),
    free: (redis: RedisServer): Promise<unknown> => redis.ask('config', 'set', 'maxmemory', '0'),
  },
  disk: {
    reason: 'MISCONF ',
    fill: async (redis: RedisServer): Promise<unknown> => mkdir(await blocker(redis)).then(() => save(redis, 'err')),
    free: async (redis: RedisServer): Promise<unknown> => rmdir(await blocker(redis)).then(() => save(redis, 'ok')),
  },
} as const

describe.skipIf(missingRedis).each(['memory', 'disk'] as const)('a Redis whose %s is full', (what) => {
  const { reason, fill, free } = FULL[what]

  test('makes the server unready until there is room again: it refuses changes with 503, but still serves reads', async () => {
    await using redis = await startRedis('--save', '3600 1')
    const failures: unknown[] = []
    await using mock = await createMockServer({ store: redis.url, onFailure: (error) => failures.push(error) })
    const call = async (body: string, target?: string) =>
      send(mock.url, await signedRequest(mock.credentials, { body, ...(target && { target, method: 'GET' }) }))
    const { mchid } = mock.credentials
    const ids = async () => (await createControl(mock.url).merchant(mchid).requests()).map(({ id }) => id)
    await fill(redis)
    const refused = await call(OPEN)
    expect([refused.status, JSON.parse(refused.body).code, typeof refused.headers['wechatpay-signature']]).toEqual([
      503,
      'SERVICE_UNAVAILABLE',
      'string',
    ])
    expect((await call('', '/v3/certificates')).status).toBe(200)
    expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject({ status: 503, body: { code: 'STORE_AWAY' } })
    expect(await askControl(mock.url, 'GET', '/__mock/health')).toMatchObject({ status: 200 })
    expect(await askControl(mock.url, 'POST', '/__mock/merchants', {})).toMatchObject({ status: 503, body: { code: 'STORE_AWAY' } })
    expect(failures).toEqual([expect.any(StoreAway)])
    expect(String(failures[0])).toContain(`The store ${redis.url} refuses a command: ${reason}`)
    expect(await ids()).toEqual([])
    await free(redis)
    expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject({ status: 200 })
    expect((await call(OPEN)).status).toBe(200)
    expect(await ids()).toEqual([1])
  })
})

describe.skipIf(missingRedis).each([
  [
    'allkeys-lru',
    '100mb',
    [/^The store redis:\/\/\S+ removes merchants when its memory is full: its maxmemory-policy is allkeys-lru; set it/],
  ],
  ['allkeys-lru', '0', []],
  ['volatile-lru', '100mb', []],
] as const)('a Redis with the maxmemory-policy %s and the maxmemory %s', (policy, memory, expected) => {
  test(`leads to ${expected.length === 0 ? 'no warning' : 'one warning'} when the server starts`, async () => {
    await using redis = await startRedis('--maxmemory-policy', policy, '--maxmemory', memory)
    const failures: unknown[] = []
    await using _ = await createMockServer({ store: redis.url, onFailure: (error) => failures.push(error) })
    expect(failures.map((failure) => (failure as Error).message)).toEqual(expected.map((message) => expect.stringMatching(message)))
  })
})

test('a Redis that refuses the command INFO leads to no warning about its maxmemory-policy', async () => {
  const command = async () => Promise.reject(new Error('NOPERM'))
  expect(await evictionOf({ command, place: 'redis://redis.example' })).toBeUndefined()
})

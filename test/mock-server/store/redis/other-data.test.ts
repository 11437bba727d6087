import { test as base, describe, expect } from 'vitest'
import { createControl } from '../../../../contracts/index.ts'
import { createMockServer, type MockServer } from '../../../../mock-server/index.ts'
import { createRedisJournal } from '../../../../mock-server/journal/redis-journal.ts'
import { connectRedis, type Redis } from '../../../../mock-server/store/redis/redis.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'
import { updateRecord } from '../../../../mock-server/store/update-record.ts'
import { askControl } from '../../../control-test.ts'
import { missingRedis, type RedisServer, startRedis } from '../../../redis-server.ts'
import { send } from '../../../send.ts'
import { OPEN, signedRequest } from '../../../signed-request.ts'
import { entriesOf } from '../conformance/followed-entries.ts'
import { append, MANY, names, recordNamed } from '../conformance/store-cases.ts'
import { JSON_READER } from '../stored-tenant.ts'
import { openRedisStore } from './open-redis-store.ts'

interface Fixtures {
  redis: RedisServer
  mock: MockServer
  failures: unknown[]
  call: () => ReturnType<typeof send>
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  redis: async ({}, use) => {
    await using redis = await startRedis()
    await use(redis)
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern too
  failures: async ({}, use) => use([]),
  mock: async ({ redis, failures }, use) => {
    await using mock = await createMockServer({ store: redis.url, journalLimit: 3, onFailure: (error) => failures.push(error) })
    await use(mock)
  },
  call: async ({ mock }, use) => use(async () => send(mock.url, await signedRequest(mock.credentials, { body: OPEN }))),
})

const HASH = 'goldplan:{1900000100}'
const ALL = 'goldplan:{all}:'
const SUB_MERCHANT = 'sub_merchant:1900000109'
const MERCHANT = '/__mock/merchants/1900000100'
const NO_FAULTS = '{"last_id":0,"faults":[]}'
const SERVICE_UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', message: '系统繁忙，请稍后重试' }

// biome-ignore lint/suspicious/noExplicitAny: the tests change JSON of any form
type Json = any

/** Changes a record directly in Redis. Returns the whole hash after the change. */
async function spoil(redis: RedisServer, field: string, change: (value: Json) => unknown): Promise<string> {
  const [version, created, ...json] = (await redis.ask('HGET', HASH, field)).split(' ')
  const before = json.length > 0 ? JSON.parse(json.join(' ')) : {}
  await redis.ask('HSET', HASH, field, `${version || 1} ${created ?? 1} ${JSON.stringify(change(before))}`)
  return redis.ask('HGETALL', HASH)
}

describe.skipIf(missingRedis)('data in Redis that no server has written', () => {
  test.for([
    ['JSON that is cut off', ['HSET', HASH, 'faults', '1 1 {"secret']],
    ['another text', ['HSET', HASH, 'faults', 'secret']],
    ['null', ['HSET', HASH, 'faults', '1 1 null']],
    ['a version that is not a number', ['HSET', HASH, 'faults', `x 1 ${NO_FAULTS}`]],
    ['a version with zeros in front', ['HSET', HASH, 'faults', `007 1 ${NO_FAULTS}`]],
    ['a version that JavaScript rounds', ['HSET', HASH, 'faults', `9007199254740993 1 ${NO_FAULTS}`]],
    ['a list instead of a hash', ['eval', `redis.call('del', KEYS[1]) return redis.call('RPUSH', KEYS[1], 'a')`, '1', HASH]],
  ] as const)(
    'is reported in the log without its content, and calls get the status 503: %s',
    async ([, words], { redis, call, failures, mock }) => {
      expect((await call()).status).toBe(200)
      await redis.ask(...words)
      const { status, body } = await call()
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 503, body: SERVICE_UNAVAILABLE })
      expect(failures).toEqual([expect.any(StoreAway)])
      expect(String(failures[0])).toContain(`The store ${redis.url} has data that this server can't use: `)
      expect(String(failures[0])).not.toContain('secret')
      const store = await openRedisStore(redis.url)
      await expect(
        updateRecord(store, { mchid: mock.credentials.mchid, kind: 'faults' }, (script) => script && { ...script }),
      ).rejects.toThrow(StoreAway)
      await store.close()
    },
  )

  test.for<[field: string, change: (value: Json) => unknown, reason: string]>([
    ['tenant', () => ({}), 'mchid: '],
    ['tenant', (tenant) => ({ ...tenant, clock: undefined }), 'clock: '],
    ['tenant', (tenant) => ({ ...tenant, mchid: '1' }), 'mchid: must be 1900000100; got "1"'],
    [
      'tenant',
      (tenant) => ({ ...tenant, certificates: [{ ...tenant.certificates[0], certificate: 'secret' }] }),
      'tenant.certificates.0.certificate: ',
    ],
    ['tenant', (tenant) => ({ ...tenant, certificates: ['secret'] }), 'certificates.0: '],
    [
      'tenant',
      (tenant) => ({ ...tenant, platform: { certificates: [{ serial_no: 'A', share: 100 }], public_key: null } }),
      'tenant.platform.',
    ],
    [SUB_MERCHANT, () => ({}), 'sub_merchants.0.'],
    [SUB_MERCHANT, () => [], 'its content: '],
    [SUB_MERCHANT, () => 5, 'its content: '],
    [
      SUB_MERCHANT,
      (record) => ({ ...record, gold_plan: { ...record.gold_plan, JSAPI: { status: 'AJAR' } } }),
      'sub_merchants.0.gold_plan.JSAPI',
    ],
    [SUB_MERCHANT, (record) => ({ ...record, sub_mchid: '1' }), 'sub_mchid: must be 1900000109; got "1"'],
    ['faults', () => ({}), 'last_id: '],
    ['faults', () => ({ last_id: 0, faults: [{ id: 1 }] }), 'faults.faults.0'],
    ['faults', () => JSON.parse(`{"last_id":0,"faults":[${'['.repeat(3_000)}${']'.repeat(3_000)}]}`), 'it has more than '],
  ])(
    'is reported in the log and stays unchanged, and calls get the status 503, if it is JSON of the wrong form: %s %s',
    async ([field, change, reason], { redis, call, failures }) => {
      expect((await call()).status).toBe(200)
      const hash = await spoil(redis, field, change)
      const { status, body } = await call()
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 503, body: SERVICE_UNAVAILABLE })
      expect(failures).toEqual([expect.any(StoreAway)])
      expect(String(failures[0])).toContain(
        `The store ${redis.url} has data that this server can't use: the record ${field} in the hash ${HASH}: ${reason}`,
      )
      expect(String(failures[0])).not.toContain('secret')
      expect(await redis.ask('HGETALL', HASH)).toBe(hash)
    },
  )

  test.for<[field: string, change: (value: Json) => unknown, method: string, path: string, body?: object]>([
    ['made', () => ({}), 'POST', `${MERCHANT}/reset`],
    ['made', (made) => ({ ...made, notifications: 5 }), 'POST', '/__mock/reset'],
    ['notifications', () => ({ made: 0 }), 'GET', `${MERCHANT}/notifications`],
    ['tenant', (tenant) => ({ ...tenant, clock: 5 }), 'GET', '/__mock/merchants'],
    [SUB_MERCHANT, () => ({}), 'PATCH', MERCHANT, { opens_by_default: true }],
    [SUB_MERCHANT, () => ({}), 'GET', `${MERCHANT}/snapshot`],
  ])('makes the control API answer 503 and change nothing: %s %s %s %s', async ([field, change, method, path, body], { redis, mock }) => {
    const { mchid } = await createControl(mock.url).createMerchant()
    const hash = await spoil(redis, field, change)
    const answered = await askControl(mock.url, method, path, body)
    expect(answered).toMatchObject({
      status: 503,
      body: { code: 'STORE_AWAY', message: expect.stringContaining(`the record ${field} in`) },
    })
    expect(await redis.ask('HGETALL', HASH)).toBe(hash)
    expect((await createControl(mock.url).merchant(mchid).snapshot()).sub_merchants).not.toEqual([])
  })

  test('stops a reset of all merchants before any merchant is reset, even if only the last merchant has such data', async ({ redis }) => {
    const merchants = [{ mchid: '7' }]
    await using mock = await createMockServer({ store: redis.url, merchants, onFailure: () => undefined })
    await send(mock.url, await signedRequest(mock.credentials, { body: OPEN }))
    await redis.ask('HSET', 'goldplan:{7}', 'made', '1 1 {}')
    expect(await askControl(mock.url, 'POST', '/__mock/reset')).toMatchObject({ status: 503, body: { code: 'STORE_AWAY' } })
    const own = createControl(mock.url).merchant('1900000100')
    expect((await own.subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
  })

  test('is used even if it has fields that this version of the server does not know', async ({ redis, call }) => {
    await redis.ask('HSET', HASH, 'faults', '1 1 {"last_id":0,"faults":[],"later":1}')
    expect((await call()).status).toBe(200)
  })

  test('makes a reset fail with 503, and calls still succeed, if it is a record count of the wrong form', async ({ redis, mock, call }) => {
    await redis.ask('HSET', HASH, '#', 'many')
    expect(await askControl(mock.url, 'POST', '/__mock/reset')).toMatchObject({ status: 503, body: { code: 'STORE_AWAY' } })
    expect((await call()).status).toBe(200)
  })

  test.for(['many', '-9999999999', '9223372036854775807'])(
    'makes the creation of a merchant fail with 503 if it is a merchant counter with the value %s',
    async (count, { redis, mock }) => {
      await redis.ask('set', `${ALL}numbers`, count)
      expect(await askControl(mock.url, 'POST', '/__mock/merchants', {})).toMatchObject({ status: 503, body: { code: 'STORE_AWAY' } })
    },
  )
})

describe.skipIf(missingRedis)('a Redis that lost everything', () => {
  test.for(['was emptied', 'was killed'] as const)(
    'gets the initial merchants from the running server again after Redis %s',
    async (how, { redis, call, mock }) => {
      const { mchid } = mock.credentials
      await createControl(mock.url).merchant(mchid).putSubMerchant('1900000888')
      if (how === 'was emptied') await redis.ask('FLUSHALL')
      else await redis.restart()
      await expect.poll(async () => (await call()).status, { timeout: 20_000 }).toBe(200)
      expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject({ status: 200 })
      expect((await createControl(mock.url).merchant(mchid).subMerchants()).map(({ sub_mchid }) => sub_mchid)).toEqual(['1900000109'])
      expect(await redis.ask('GET', `${ALL}format`)).toBe('1')
    },
  )

  test('makes a running server unready if Redis now has records of another format', async ({ redis, mock, failures }) => {
    await redis.ask('FLUSHALL')
    await redis.ask('SET', `${ALL}format`, '2')
    expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject({ status: 503, body: { code: 'STORE_AWAY' } })
    expect(String(failures[0])).toBe(`StoreAway: The store ${redis.url} has data that this server can't use: records of another format`)
  })

  test('shows the new first entry of its journal to followers, even if no message told them of the loss', async ({ redis }) => {
    const store = await openRedisStore(redis.url)
    const connection = await connectRedis(redis.url)
    const connected: (() => void)[] = []
    const listen: Redis['listen'] = async (_, __, onReady) => void connected.push(onReady)
    const followed = entriesOf(await createRedisJournal({ ...connection, listen }, MANY, JSON_READER).follow(undefined))
    const next = async () => (await followed.next()).value?.entry.target
    await append(store.journal, ' a', ' b')
    connected[0]?.()
    expect([await next(), await next()]).toEqual(['a', 'b'])
    await redis.ask('FLUSHALL')
    await append(store.journal, ' c')
    connected[0]?.()
    expect(await next()).toBe('c')
    await Promise.all([store.close(), connection.close()])
  })
})

describe.skipIf(missingRedis)('a journal in Redis that something other than a server has changed', () => {
  test('takes new entries after its old entries were removed but the list of their IDs was kept', async ({ redis, mock, call }) => {
    for (let index = 0; index < 3; index += 1) await call()
    await redis.ask('del', `${ALL}journal`)
    for (let index = 0; index < 2; index += 1) expect((await call()).status).toBe(200)
    const { mchid } = mock.credentials
    expect((await createControl(mock.url).merchant(mchid).requests()).map(({ id }) => id)).toEqual([5, 4])
    expect(await redis.ask('ZRANGE', `${ALL}journal:order`, '0', '-1')).toBe('3\n4\n5')
  })

  test('leaves out an entry that is gone, and can still be emptied', async ({ redis, mock, call }) => {
    await call()
    await call()
    await redis.ask('HDEL', `${ALL}journal`, '1', 'm1')
    const merchant = createControl(mock.url).merchant(mock.credentials.mchid)
    expect((await merchant.requests()).map(({ id }) => id)).toEqual([2])
    await merchant.clearRequests()
    expect(await redis.ask('keys', `${ALL}journal*`)).toBe(`${ALL}journal:last`)
  })

  test('makes the control API answer 503 and name the entry when an entry cannot be read', async ({ redis, mock, call }) => {
    await call()
    await redis.ask('HSET', `${ALL}journal`, '1', '{"secret')
    expect(await askControl(mock.url, 'GET', `/__mock/merchants/${mock.credentials.mchid}/requests`)).toMatchObject({
      status: 503,
      body: { message: `The store ${redis.url} has data that this server can't use: the entry 1 in the hash ${ALL}journal` },
    })
  })

  test('counts its bytes again when their count is wrong', async ({ redis }) => {
    const store = await openRedisStore(redis.url, { entries: 10, bytes: 1e6, ownBytes: 1e6 })
    await append(store.journal, ' a')
    for (const count of ['900000000', '-900000000']) {
      await redis.ask('HSET', `${ALL}journal:bytes`, 'total', count, '', count)
      await append(store.journal, ' b', ' c')
      expect(String(await names(store.journal, ''))).toContain('c')
    }
    expect(Number(await redis.ask('HGET', `${ALL}journal:bytes`, 'total'))).toBeLessThan(4 * recordNamed('a').bytes)
    await store.close()
  })

  test.for(['x', '-1', '1e99', '', '9007199254740991'])(
    'still shows followers the new entries after a message that no server sent: "%s"',
    async (message, { redis }) => {
      const store = await openRedisStore(redis.url)
      const followed = entriesOf(await store.journal.follow(undefined))
      const next = async () => (await followed.next()).value?.entry.target
      await redis.ask('publish', 'goldplan:journal:0', message)
      await append(store.journal, ' a')
      expect(await next()).toBe('a')
      await redis.ask('client', 'kill', 'type', 'pubsub')
      await append(store.journal, ' b', ' c')
      const seen = [await next()]
      while (seen.at(-1) !== 'c') seen.push(await next())
      expect(seen).toEqual(['b', 'c'])
      await store.close()
    },
  )
})

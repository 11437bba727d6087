import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connectRedis } from '../../../../mock-server/store/redis/redis.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'
import { freePort } from '../../../free-port.ts'
import { missingRedis, type RedisServer, startRedis } from '../../../redis-server.ts'
import { tenantOf } from '../stored-tenant.ts'
import { openRedisStore } from './open-redis-store.ts'
import { spoilingProxy } from './spoiling-proxy.ts'

const PASSWORD = 'se cret/%:@'
/** A password other than the server's. */
const ANOTHER = 'sesame'

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.unreachable('the promise is not rejected'),
    (error) => error,
  )
}

/** Returns a Redis that has just been restarted. It takes two seconds to load its data. */
async function loadingRedis(): Promise<RedisServer> {
  const slow = ['--key-load-delay', '20000', '--loading-process-events-interval-bytes', '1024', '--rdbcompression', 'no']
  const redis = await startRedis(...slow)
  await redis.ask('eval', "for i = 1, 100 do redis.call('SET', 'key' .. i, string.rep('x', 2048)) end", '0')
  await redis.ask('save')
  await redis.kill()
  // Ignores an error of the restart: the test may end, and stop Redis, before Redis has loaded its data.
  void redis.restart().catch(() => undefined)
  await expect.poll(() => redis.ask('get', 'key1').catch(String), { timeout: 10_000, interval: 10 }).toContain('LOADING')
  return redis
}

describe.skipIf(missingRedis)(`a connection to Redis${missingRedis ? ` (skipped: ${missingRedis})` : ''}`, () => {
  let server: RedisServer
  const withPassword = (password: string) => server.url.replace('//', `//:${encodeURIComponent(password)}@`)
  const connect = () => connectRedis(withPassword(PASSWORD))
  const open = () => openRedisStore(withPassword(PASSWORD))
  beforeAll(async () => {
    server = await startRedis('--requirepass', PASSWORD)
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  it('takes a password from the URL, and `place` does not contain the password', async () => {
    const redis = await connect()
    expect(redis.place).toBe(server.url)
    expect(await redis.command('a', 'SET', 'a', '点')).toBe('OK')
    expect(await redis.command('a', 'GET', 'a')).toBe('点')
    await redis.close()
  })

  it('takes a user and a database from the URL', async () => {
    await server.ask('acl', 'setuser', 'team', 'on', `>${ANOTHER}`, '~*', '&*', '+@all')
    const url = server.url.replace('//', `//team:${ANOTHER}@`)
    const redis = await connectRedis(`${url}/3`)
    expect(redis.place).toBe(`${server.url}/3`)
    await redis.command('b', 'SET', 'b', '1')
    expect(await server.ask('-n', '3', 'get', 'b')).toBe('1')
    expect(await server.ask('get', 'b')).toBe('')
    await redis.close()
  })

  it.each([
    ['another password', () => withPassword(ANOTHER), /WRONGPASS/],
    ['no password', () => server.url, /NOAUTH/],
  ])('is refused with %s; the error message contains the URL and the reason, but no password', async (_, url, reason) => {
    const error = await errorOf(connectRedis(url(), 500))
    expect(error).toBeInstanceOf(StoreAway)
    expect(error.message).toMatch(reason)
    expect(error.message).toContain(`The store ${server.url} refuses a command: `)
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(ANOTHER)
    expect(await connections(server)).toBe(0)
  })

  it('waits for a server that is still loading its data', async () => {
    await using redis = await loadingRedis()
    const store = await openRedisStore(redis.url)
    expect(await store.mchids()).toEqual([])
    await store.close()
  })

  it('fails after a time limit when the server is still loading its data, and the error message says so', async () => {
    await using redis = await loadingRedis()
    const error = await errorOf(openRedisStore(redis.url, undefined, 200))
    expect(error).toBeInstanceOf(StoreAway)
    expect(error.message).toContain(`The store ${redis.url} refuses a command: LOADING`)
  })

  it('fails after a time limit when no server listens on the port, and then stops trying', async () => {
    const port = await freePort()
    const error = await errorOf(connectRedis(`redis://:${ANOTHER}@127.0.0.1:${port}`, 300))
    expect(error).toBeInstanceOf(StoreAway)
    expect(error.message).toContain(`The store redis://127.0.0.1:${port} can't be reached: connect ECONNREFUSED`)
    expect(error.message).not.toContain(ANOTHER)
    // After the failure, no attempt to connect is made.
    const late = createServer().listen(port, '127.0.0.1')
    const come = vi.fn()
    late.on('connection', come)
    await setTimeout(800)
    late.close()
    expect(come).not.toHaveBeenCalled()
  })

  it('fails without a password in the error when the server is killed; a new connection waits for the restart', async () => {
    const earlier = await open()
    await server.kill()
    const error = await errorOf(earlier.mchids())
    expect(error).toBeInstanceOf(StoreAway)
    expect(inspect(error)).not.toContain(encodeURIComponent(PASSWORD))
    expect(inspect(error)).not.toContain(PASSWORD)
    await earlier.close()
    const connecting = connect()
    await setTimeout(100)
    await server.restart()
    const redis = await connecting
    expect(await redis.command('a', 'PING')).toBe('PONG')
    await redis.close()
  })

  it('throws an error other than StoreAway for an unknown command', async () => {
    const redis = await connect()
    const error = await errorOf(redis.command('text', 'NOSUCH'))
    expect(error).not.toBeInstanceOf(StoreAway)
    expect(error.message).toMatch(/unknown command/)
    await redis.close()
  })

  it('takes neither the port nor TLS from the URL of an earlier connection', async () => {
    const one = await connect()
    const error = await errorOf(connectRedis(withPassword(ANOTHER).replace('redis:', 'rediss:'), 500))
    expect(error).toBeInstanceOf(StoreAway)
    expect(inspect(error)).not.toContain(ANOTHER)
    await (await connect()).close()
    const elsewhere = await errorOf(connectRedis('redis://127.0.0.2', 300))
    expect(elsewhere.message).toContain('127.0.0.2:6379')
    await one.close()
  })

  it.each([
    ['MOVED 3999 127.0.0.1:1'],
    ['ASK 3999 127.0.0.1:1'],
    ['CLUSTERDOWN The cluster is down'],
    ['UNKILLABLE Sorry the script already executed write commands'],
    ["ERR The user executing the script can't run this command or subcommand script: 3b2a, on @user_script:1."],
    ['OOM command not allowed'],
    ["ERR unknown command 'EVALSHA', with args beginning with: "],
    ["ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -READONLY You can't write against a read only replica."],
  ])('throws StoreAway while the server answers %s', async (answer) => {
    await using proxy = await spoilingProxy(server.port)
    const redis = await connectRedis(proxy.url.replace('//', `//:${encodeURIComponent(PASSWORD)}@`))
    proxy.spoil((client, commands) => client.write(`-${answer}\r\n`.repeat(commands)))
    expect(String(await errorOf(redis.command('a', 'GET', 'a')))).toBe(`StoreAway: The store ${proxy.url} refuses a command: ${answer}`)
    await redis.close()
  })

  it('throws StoreAway when an answer does not end, even if the server keeps sending bytes', async () => {
    await using proxy = await spoilingProxy(server.port)
    const redis = await connectRedis(proxy.url.replace('//', `//:${encodeURIComponent(PASSWORD)}@`), 10_000, 500)
    let timer: NodeJS.Timeout | undefined
    proxy.spoil((client) => {
      timer ??= client.write('$9999\r\n') ? setInterval(() => client.write('a'), 100) : undefined
    })
    expect((await errorOf(redis.command('a', 'GET', 'a'))).message).toContain("can't be reached: no answer for 0.5 seconds")
    clearInterval(timer)
    await redis.close()
  })

  it('throws StoreAway after a time limit when `listen` is called while the server is away', async () => {
    const redis = await connectRedis(withPassword(PASSWORD), 10_000, 300)
    await server.kill()
    const error = await errorOf(
      redis.listen(
        'a',
        () => undefined,
        () => undefined,
      ),
    )
    expect(error).toBeInstanceOf(StoreAway)
    await server.restart()
    await redis.close()
  })

  it.each([
    ['has no memory left', ['config', 'set', 'maxmemory', '1'], ['config', 'set', 'maxmemory', '0'], /^OOM/],
    ['is a replica', ['replicaof', '127.0.0.1', '1'], ['replicaof', 'no', 'one'], /^READONLY/],
  ])('throws StoreAway when a caller writes data while the server %s', async (_, away, back, reason) => {
    const store = await open()
    const signed = { mchid: '1', kind: 'signed' } as const
    await store.replace(undefined, tenantOf('1'))
    await server.ask(...away)
    const error = await errorOf(store.nextNumber())
    expect(error).toBeInstanceOf(StoreAway)
    expect((error.cause as Error).message).toMatch(reason)
    expect(await errorOf(store.swap(signed, undefined, 1))).toBeInstanceOf(StoreAway)
    expect(await store.read(signed)).toBeUndefined()
    await server.ask(...back)
    expect(await store.nextNumber()).toBeTypeOf('number')
    await store.close()
  })

  it('is closed when its store is closed, and so is the connection that listens for journal entries', async () => {
    const store = await open()
    await (await store.journal.follow(undefined))?.return()
    expect(await connections(server)).toBe(2)
    await store.close()
    expect(await connections(server)).toBe(0)
    expect(await errorOf(store.check())).toBeInstanceOf(StoreAway)
  })
})

/** How many clients other than redis-cli are connected. */
async function connections({ ask }: RedisServer): Promise<number> {
  await setTimeout(50)
  return (await ask('client', 'list')).split('\n').filter((line) => !/ cmd=client/.test(line)).length
}

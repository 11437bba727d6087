import { setTimeout } from 'node:timers/promises'
import { test as base, describe, expect } from 'vitest'
import { createMockServer, type MockServer } from '../../../../mock-server/index.ts'
import { recordReader } from '../../../../mock-server/journal/journal-entry.ts'
import { APPEND } from '../../../../mock-server/journal/journal-scripts.ts'
import { createRedisJournal } from '../../../../mock-server/journal/redis-journal.ts'
import type { JournalEntry } from '../../../../mock-server/store/records.ts'
import { connectRedis, type Redis } from '../../../../mock-server/store/redis/redis.ts'
import { createRedisStore } from '../../../../mock-server/store/redis/redis-store.ts'
import type { Store } from '../../../../mock-server/store/store.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'
import { missingRedis, startRedis } from '../../../redis-server.ts'
import { send } from '../../../send.ts'
import { CLOSE, OPEN, signedRequest } from '../../../signed-request.ts'
import { MANY } from '../conformance/store-cases.ts'

/** Holds back replies of Redis. */
interface Gate {
  /** Lets this number of replies through, and holds back the others. */
  letThrough(replies: number): void
  /** Holds back only the confirmations of journal entries. */
  holdEntries(): void
  open(): void
  /** Loses the connection, so that the replies that are held back become errors. */
  lose(): void
}

interface Fixtures {
  gate: Gate
  /** A connection whose replies pass the gate. */
  redis: Redis
  store: Store
  mock: MockServer
  failures: unknown[]
  call: (body?: string, headers?: Record<string, string>) => Promise<number>
  journal: () => Promise<readonly JournalEntry[]>
}

function gated({ command, run, ...redis }: Redis): { readonly gate: Gate; readonly redis: Redis } {
  let left = Number.POSITIVE_INFINITY
  let [holdsEntries, isLost] = [false, false]
  let changed = Promise.withResolvers<void>()
  const passed = async <Reply>(replied: Promise<Reply>, isEntry: boolean): Promise<Reply> => {
    const reply = await replied
    while (left === 0 || (isEntry && holdsEntries)) await changed.promise
    if (isLost) throw new StoreAway(redis.place, new Error('the connection is lost'))
    left -= 1
    return reply
  }
  const change = (replies: number, holds = false, loses = false) => {
    left = replies
    holdsEntries = holds
    isLost = loses
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const all = Number.POSITIVE_INFINITY
  return {
    gate: {
      letThrough: (replies) => change(replies),
      holdEntries: () => change(all, true),
      open: () => change(all),
      lose: () => change(all, false, true),
    },
    redis: {
      ...redis,
      command: (...given) => passed(command(...given), false),
      run: (script, ...given) => passed(run(script, ...given), script === APPEND),
    },
  }
}

const test = base.extend<Fixtures & { connection: ReturnType<typeof gated> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  connection: async ({}, use) => {
    await using server = await startRedis()
    const redis = await connectRedis(server.url)
    await use(gated(redis))
    await redis.close()
  },
  gate: async ({ connection }, use) => use(connection.gate),
  redis: async ({ connection }, use) => use(connection.redis),
  store: async ({ redis }, use) => use(await createRedisStore(redis, createRedisJournal(redis, MANY, recordReader))),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  failures: async ({}, use) => use([]),
  mock: async ({ store, gate, failures }, use) => {
    await using mock = await createMockServer({ store, onFailure: (error) => failures.push(error) })
    await use(mock)
    gate.open()
  },
  call: async ({ mock }, use) => {
    const call: Fixtures['call'] = async (body = OPEN, headers = {}) =>
      (await send(mock.url, await signedRequest(mock.credentials, { body, headers }))).status
    // This call adds a first journal entry. Redis then knows the script that adds entries.
    await call()
    await use(call)
  },
  journal: async ({ mock }, use) => use(() => mock.control.merchant(mock.credentials.mchid).requests()),
})

describe.skipIf(missingRedis)(`an answer of a server with a store in Redis${missingRedis ? ` (skipped: ${missingRedis})` : ''}`, () => {
  test('to a call that changes nothing waits for only one reply of Redis', async ({ gate, call }) => {
    gate.letThrough(1)
    expect(await call('{}')).toBe(400)
  })

  test('to a call that changes a record waits for only two replies of Redis', async ({ gate, call }) => {
    gate.letThrough(2)
    expect(await call(CLOSE)).toBe(200)
  })

  test('to a call that matches no operation waits for only one reply of Redis', async ({ gate, mock, call, journal }) => {
    await call()
    await journal()
    gate.letThrough(1)
    expect((await send(mock.url, await signedRequest(mock.credentials, { target: '/v3/nothing' }))).status).toBe(404)
  })

  test('to a call that asks for its diagnosis waits until Redis has confirmed the journal entry', async ({ gate, call }) => {
    gate.holdEntries()
    const asked = call('{}', { 'Mock-Explain': '1' }).then(() => 'the call that asks')
    expect(await Promise.race([asked, call('{}').then(() => 'a call that does not')])).toBe('a call that does not')
    gate.open()
    await asked
  })

  test('is shown when the journal is read next, even if Redis confirms the journal entry only after the answer', async ({
    gate,
    call,
    journal,
  }) => {
    gate.holdEntries()
    await call('{}')
    const shown = journal()
    gate.open()
    expect((await shown)[0]).toMatchObject({ status: 400 })
  })

  test('waits for Redis while 64 KB of journal entries are unconfirmed', async ({ gate, call }) => {
    const body = JSON.stringify({ sub_mchid: '1'.repeat(10_000) })
    gate.holdEntries()
    await call(body)
    const calls = Promise.all(Array.from({ length: 10 }, () => call(body)))
    expect(await Promise.race([calls, setTimeout(500, 'some wait')])).toBe('some wait')
    gate.open()
    await calls
  })

  test('is sent although the journal entry is lost, and the server reports the loss', async ({ gate, call, failures }) => {
    gate.holdEntries()
    expect(await call('{}')).toBe(400)
    gate.lose()
    await expect.poll(() => failures).toEqual([expect.any(StoreAway)])
  })

  test('has its journal entry confirmed by Redis before the store is closed', async ({ gate, call, store }) => {
    gate.holdEntries()
    await call('{}')
    let isClosed = false
    const closed = store.close().then(() => {
      isClosed = true
    })
    await setTimeout(50)
    expect(isClosed).toBe(false)
    gate.open()
    await closed
  })
})

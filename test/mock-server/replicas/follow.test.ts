import { describe, expect } from 'vitest'
import { PINNED } from '../../mock-test.ts'
import { missingRedis } from '../../redis-server.ts'
import { send } from '../../send.ts'
import { eventsOf } from '../../server-sent-events.ts'
import { CLOSE, signedRequest } from '../../signed-request.ts'
import { test } from './replicas-test.ts'

/** What an event of `GET /__mock/events` says about a request. */
interface Shown {
  readonly id: number
  readonly merchant: string | null
  readonly status: number
  readonly mistakes: readonly unknown[] | null
}

async function* requestsAt(url: string, headers: Record<string, string> = {}): AsyncGenerator<Shown | 'open'> {
  for await (const { event, data } of eventsOf(url, '/__mock/events', headers)) yield event === 'open' ? 'open' : (data as Shown)
}

describe.skipIf(missingRedis)(`the events at one of two servers with one store${missingRedis ? ` (skipped: ${missingRedis})` : ''}`, () => {
  test('show the requests that the other server received, and their diagnoses', async ({ replicas: { servers } }) => {
    const [one, other] = servers
    const events = requestsAt(one.url)
    expect((await events.next()).value).toBe('open')
    const right = await signedRequest(other.credentials, { now: PINNED })
    await send(other.url, right)
    expect((await events.next()).value).toMatchObject({ merchant: other.credentials.mchid, status: 200, mistakes: null })
    await send(other.url, { ...right, body: Buffer.from(CLOSE) })
    const { value: refused } = await events.next()
    expect(refused).toMatchObject({ status: 401 })
    // The first event has the diagnosis only if the diagnosis was complete when the server read the journal entry.
    const diagnosed = refused.mistakes === null ? (await events.next()).value : refused
    expect(diagnosed).toMatchObject({ status: 401, mistakes: [{}] })
    await send(other.url, { method: 'GET', target: '/elsewhere', headers: {}, body: Buffer.alloc(0) })
    expect((await events.next()).value).toMatchObject({ merchant: null })
    await events.return(undefined)
  })

  test('begin after the event that Last-Event-ID names, even if another server received the request of that event', async ({
    replicas: { servers },
  }) => {
    const [one, other] = servers
    for (const { url } of [one, other, one]) await send(url, await signedRequest(one.credentials, { now: PINNED }))
    const events = requestsAt(other.url, { 'Last-Event-ID': '1' })
    expect((await events.next()).value).toBe('open')
    expect([(await events.next()).value, (await events.next()).value]).toMatchObject([{ id: 2 }, { id: 3 }])
    await events.return(undefined)
  })
})

describe.skipIf(missingRedis)(`two servers with one store${missingRedis ? ` (skipped: ${missingRedis})` : ''}`, () => {
  test('list the same unclaimed requests', async ({ replicas: { servers }, controls }) => {
    for (const { url } of servers) await send(url, { method: 'GET', target: '/', headers: {}, body: Buffer.alloc(0) })
    const [first, second] = await Promise.all(controls.map((control) => control.unclaimedRequests()))
    expect(first).toHaveLength(2)
    expect(second).toEqual(first)
  })
})

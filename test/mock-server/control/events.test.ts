import { setTimeout } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { createControl } from '../../../contracts/index.ts'
import { followRequests } from '../../../mock-server/control/events.ts'
import type { HttpRequest } from '../../../mock-server/edge/http-exchange.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { rawExchange } from '../../raw-exchange.ts'
import { send } from '../../send.ts'
import { eventsOf, type ServerSentEvent } from '../../server-sent-events.ts'
import { OPEN, signedRequest } from '../../signed-request.ts'
import { JSON_READER } from '../store/stored-tenant.ts'

async function next(events: AsyncGenerator<ServerSentEvent>): Promise<ServerSentEvent> {
  return (await events.next()).value
}

describe('GET /__mock/events', () => {
  test('first sends the ID of the last request, then an event for each new request', async ({ mock, call }) => {
    await call()
    const events = eventsOf(mock.url)
    expect(await next(events)).toEqual({ retry: '1000', event: 'open', data: { last_id: 1 } })
    await call()
    expect(await next(events)).toMatchObject({
      id: '2',
      event: 'request',
      data: {
        id: 2,
        merchant: '1900000100',
        method: 'POST',
        operation: 'changeGoldPlanStatus',
        verdict: 'valid',
        status: 200,
        mistakes: null,
      },
    })
    await events.return(undefined)
  })

  test('sends a second event for a refused request when its diagnosis is ready, and this event has no ID', async ({ mock }) => {
    const events = eventsOf(mock.url)
    await next(events)
    await send(mock.url, { ...(await signedRequest(mock.credentials, { now: PINNED })), body: Buffer.from(`${OPEN}\n`) })
    const first = await next(events)
    expect(first).toMatchObject({ id: '1', data: { id: 1, status: 401, verdict: 'SIGN_ERROR_SIGNATURE' } })
    const second = await next(events)
    expect(second).not.toHaveProperty('id')
    expect(second).toMatchObject({ event: 'request', data: { id: 1, mistakes: [expect.objectContaining({ id: expect.any(String) })] } })
    await events.return(undefined)
  })

  test('sends an event for a request that names no known merchant', async ({ mock }) => {
    const events = eventsOf(mock.url)
    await next(events)
    await fetch(`${mock.url}/nothing`)
    expect(await next(events)).toMatchObject({ data: { merchant: null, mchid: null, target: '/nothing', status: 404 } })
    await events.return(undefined)
  })

  test.for([
    ['?after=0', {}, ['1', '2']],
    ['?after=1', {}, ['2']],
    ['', { 'Last-Event-ID': '1' }, ['2']],
    ['?after=0', { 'Last-Event-ID': '1' }, ['2']],
    // This ID is higher than the last ID, so it is from before a restart of the server. The IDs began again at 1.
    ['', { 'Last-Event-ID': '700' }, ['1', '2']],
  ] as const)('the query "%s" and the headers %j decide which request comes first', async ([query, headers, ids], { mock, call }) => {
    await call()
    await call()
    const events = eventsOf(mock.url, `/__mock/events${query}`, headers)
    await next(events)
    for (const id of ids) expect(await next(events)).toMatchObject({ id })
    await events.return(undefined)
  })

  test('refuses a Last-Event-ID that is not a number', async ({ ask }) => {
    expect(await ask('GET', '/__mock/events', undefined, { 'Last-Event-ID': 'x' })).toMatchObject({
      status: 400,
      body: { message: '/header/Last-Event-ID must be the ID of an event; got "x"' },
    })
  })

  test('refuses an ID that is too large for an event, and names the parameter', async ({ ask }) => {
    expect(await ask('GET', '/__mock/events?after=9999999999999999')).toMatchObject({
      status: 400,
      body: { message: '/query/after must be the ID of an event; got "9999999999999999"' },
    })
  })

  test('answers HEAD at once with the headers of a stream, and keeps the connection open', async ({ mock }) => {
    const { host } = new URL(mock.url)
    const head = `HEAD /__mock/events HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const last = `GET /__mock/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
    const answers = await rawExchange(mock.url, Buffer.from(`${head}${head}${last}`))
    expect(answers.match(/HTTP\/1\.1 \d+|text\/event-stream|event: open|\{"status":"ok"\}/g)).toEqual([
      'HTTP/1.1 200',
      'text/event-stream',
      'HTTP/1.1 200',
      'text/event-stream',
      'HTTP/1.1 200',
      '{"status":"ok"}',
    ])
  })

  test('refuses the 101st reader, and accepts a new reader after one of the hundred has left', async ({ mock, ask }) => {
    const readers = Array.from({ length: 100 }, () => eventsOf(mock.url))
    await Promise.all(readers.map(next))
    expect(await ask('GET', '/__mock/events')).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
    await readers[0]?.return(undefined)
    await expect.poll(async () => (await next(eventsOf(mock.url)).catch(() => undefined))?.event).toBe('open')
  })

  test('refuses a request from a page of another site', async ({ ask }) => {
    expect(await ask('GET', '/__mock/events', undefined, { Origin: 'https://evil.example' })).toMatchObject({ status: 403 })
  })

  test('ends the stream when the server stops', async () => {
    const mock = await createMockServer()
    const events = eventsOf(mock.url)
    await next(events)
    await mock.close()
    expect(await events.next()).toMatchObject({ done: true })
  })

  test('still sends events to the other readers when one reader goes away', async ({ mock, call }) => {
    const [one, other] = [eventsOf(mock.url), eventsOf(mock.url)]
    await Promise.all([next(one), next(other)])
    await one.return(undefined)
    await call()
    expect(await next(other)).toMatchObject({ id: '1' })
    await other.return(undefined)
    expect(await createControl(mock.url).credentials()).toHaveProperty('mchid')
  })
})

test('GET /__mock/events sends the events of many requests in order and without gaps', async ({ mock }) => {
  const events = eventsOf(mock.url, '/__mock/events?after=0')
  await next(events)
  for (let count = 0; count < 150; count += 1) await fetch(`${mock.url}/${count}`)
  for (let id = 1; id <= 150; id += 1) expect(await next(events)).toMatchObject({ id: String(id) })
  await events.return(undefined)
})

test('the stream contains every request when the journal gets two thousand requests per second', async ({ mock, call }) => {
  await call()
  const [entry] = await mock.control.merchant('1900000100').requests()
  if (!entry) throw new Error('the journal has no request')
  const { id: _, ...record } = entry
  const journal = createMemoryJournal({ entries: 10_000, bytes: 1e9, ownBytes: 1e9 }, JSON_READER)
  const text = JSON.stringify(record)
  const { stream } = await followRequests({ method: 'GET', target: '/__mock/events', headers: {} } as HttpRequest, journal)
  const texts: string[] = []
  const reading = (async () => {
    for await (const text of stream ?? []) texts.push(text)
  })()
  for (let round = 0; round < 20; round += 1) {
    for (let count = 0; count < 200; count += 1) await journal.append('1900000100', { bytes: 100, text, isDiagnosed: false })
    await setTimeout(100)
  }
  const ids = () => [...texts.join('').matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
  await expect.poll(() => ids().at(-1), { timeout: 10_000 }).toBe(4_000)
  expect(ids()).toHaveLength(4_000)
  await stream?.return?.()
  await reading
})

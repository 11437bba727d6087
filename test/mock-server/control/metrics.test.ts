import { describe, expect, it } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { askControl, test } from '../../control-test.ts'
import { rawExchange } from '../../raw-exchange.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'
import { breakableStore } from '../store/breakable-store.ts'

const SAMPLE = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)$/

/** Parses the text of the metrics. Returns each value by its name and labels. Throws when Prometheus would refuse a line. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>()
  const types = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, typed, type] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line) ?? []
    if (typed !== undefined && type !== undefined) types.set(typed, type)
    if (line === '' || line.startsWith('# ')) continue
    const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? []
    const family = types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '')
    const key = `${name}{${labels}}`
    if (!types.has(family) || !Number.isFinite(Number(value)) || samples.has(key)) throw new Error(`Prometheus refuses ${line}`)
    samples.set(key, Number(value))
  }
  return samples
}

async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  return samplesOf(await (await fetch(`${url}/__mock/metrics`)).text())
}

function exchanges(operation: string, status: number, code = ''): string {
  return `goldplan_mock_exchanges_total{operation="${operation}",status="${status}",code="${code}"}`
}

describe('the metrics', () => {
  test('count the exchanges since the start of the server by operation, status and code', async ({ mock, call }) => {
    await call()
    await call()
    await call({ body: '{}' })
    await askControl(mock.url, 'GET', '/__mock/merchants/1')
    const samples = await scrape(mock.url)
    expect(samples.get(exchanges('changeGoldPlanStatus', 200))).toBe(2)
    expect(samples.get(exchanges('changeGoldPlanStatus', 400, 'PARAM_ERROR'))).toBe(1)
    expect(samples.get(exchanges('readMerchant', 404, 'NOT_FOUND'))).toBe(1)
  })

  test('count requests for no known operation as `unknown`, and contain no text from these requests', async ({ mock, call }) => {
    for (const target of ['/v3/secret-a', '/secret-b', '/__mock/secret-c?d=e']) await call({ target })
    await rawExchange(mock.url, Buffer.from('SECRET / HTTP/1.1\r\n\r\n'))
    const samples = await scrape(mock.url)
    expect(samples.get(exchanges('unknown', 404))).toBe(2)
    expect(samples.get(exchanges('unknown', 404, 'NOT_FOUND'))).toBe(1)
    expect(samples.get(exchanges('unknown', 400, 'HPE_INVALID_METHOD'))).toBe(1)
    expect([...samples.keys()].join('\n')).not.toMatch(/secret/i)
  })

  test('contain the number of signed answers and the time that signing took', async ({ mock, call }) => {
    await call()
    await call({ headers: { Authorization: 'none' } })
    const samples = await scrape(mock.url)
    expect(samples.get('goldplan_mock_signing_seconds_count{}')).toBe(1)
    expect(samples.get('goldplan_mock_signing_seconds_bucket{le="+Inf"}')).toBe(1)
    expect(samples.get('goldplan_mock_signing_seconds_sum{}')).toBeGreaterThan(0)
  })

  test('contain the number of waiting diagnoses, and the memory, CPU time and start time of the process', async ({ mock }) => {
    const samples = await scrape(mock.url)
    expect(samples.get('goldplan_mock_diagnoses_waiting{}')).toBe(0)
    expect(samples.get('process_resident_memory_bytes{}')).toBeGreaterThan(1e6)
    expect(samples.get('process_cpu_seconds_total{}')).toBeGreaterThan(0)
    expect(samples.get('process_start_time_seconds{}')).toBeGreaterThan(1.7e9)
  })

  it('count the operations of a separate store, even a failed one, but contain nothing about a store in memory', async () => {
    await using inMemory = await createMockServer()
    expect([...(await scrape(inMemory.url)).keys()].join('\n')).not.toContain('store')
    const { store, break: breakStore } = breakableStore()
    await using mock = await createMockServer({ store, onFailure: () => undefined })
    await send(mock.url, await signedRequest(mock.credentials))
    breakStore((verb) => verb === 'append')
    await send(mock.url, await signedRequest(mock.credentials))
    const samples = await scrape(mock.url)
    expect(samples.get('goldplan_mock_store_seconds_count{verb="journal.append"}')).toBe(2)
    expect(samples.get('goldplan_mock_store_seconds_count{verb="read"}')).toBeGreaterThan(2)
  })

  test('have the content type of the Prometheus text format 0.0.4 in the answer to HEAD', async ({ mock }) => {
    const { status, headers } = await fetch(`${mock.url}/__mock/metrics`, { method: 'HEAD' })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  })

  test('are refused for a foreign Host, a wrong token or an unknown parameter', async ({ mock }) => {
    const target = `GET /__mock/metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`
    expect(await rawExchange(mock.url, Buffer.from(target))).toMatch(/^HTTP\/1\.1 403 /)
    const wrong = { Authorization: 'Bearer guessed' }
    expect(await askControl(mock.url, 'GET', '/__mock/metrics', undefined, wrong)).toMatchObject({ status: 401 })
    expect(await askControl(mock.url, 'GET', '/__mock/metrics?a=b')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
  })
})

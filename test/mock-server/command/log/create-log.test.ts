import { stripVTControlCharacters } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { createLog } from '../../../../mock-server/command/log/create-log.ts'
import type { Settings } from '../../../../mock-server/command/settings/settings.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { send } from '../../../send.ts'
import { CLOSE, signedRequest } from '../../../signed-request.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

it.each(['pretty', 'json'] as const)(
  'in the log, a diagnosis is below the line of the 401 that it explains, with and without Mock-Explain: %s',
  async (logFormat) => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const log = await createLog({ logFormat, logLevel: 'info' } as Settings)
    await using mock = await createMockServer({ onExchange: log.exchange, onDiagnosis: log.diagnosis })
    const lines = () =>
      stripVTControlCharacters(write.mock.calls.map(([text]) => text).join(''))
        .split('\n')
        .filter((line) => line.includes('POST /v3/'))
        .map((line) => line.includes('401 SIGN_ERROR'))
    for (const [headers, expected] of [
      [{}, [true, false]],
      [{ 'Mock-Explain': '1' }, [true, false, true, false]],
    ] as const) {
      await send(mock.url, { ...(await signedRequest(mock.credentials, { headers })), body: Buffer.from(CLOSE) })
      await expect.poll(lines).toEqual(expected)
    }
  },
)

it('a log line from a worker has the number of the worker, and other log lines have no such number', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const exchange = { time: 0, method: 'GET', target: '/', status: 404, code: undefined, milliseconds: 1 }
  for (const logFormat of ['pretty', 'json'] as const)
    for (const worker of [2, undefined]) (await createLog({ logFormat, logLevel: 'info' } as Settings, 'en', worker)).exchange(exchange)
  await expect.poll(() => write.mock.calls.length).toBe(4)
  const [pretty, plain, json, plainJson] = write.mock.calls.map(([line]) => stripVTControlCharacters(String(line)))
  expect(pretty).toBe(`[2] ${plain}`)
  expect(JSON.parse(json ?? '')).toEqual({ ...JSON.parse(plainJson ?? ''), time: expect.any(String), worker: 2 })
  expect(plainJson).not.toContain('worker')
})

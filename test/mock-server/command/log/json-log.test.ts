import { describe, expect, it } from 'vitest'
import { developmentKeys } from '../../../../contracts/index.ts'
import { jsonLog } from '../../../../mock-server/command/log/json-log.ts'
import { prettyLog } from '../../../../mock-server/command/log/pretty-log.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { send } from '../../../send.ts'
import { CHANGE_STATUS, signedRequest } from '../../../signed-request.ts'

/** A server with a log, and the lines that the log has written. */
async function loggedServer(nonce?: () => string) {
  const lines: unknown[] = []
  const log = jsonLog('info', (text) => lines.push(JSON.parse(text)))
  const mock = await createMockServer({ ...(nonce && { nonce }), onExchange: log.exchange, onFailure: log.failure })
  return { mock, lines }
}

describe('a warning about a request', () => {
  const serial_no = developmentKeys.merchant.serial.toLowerCase()

  it('is a line of its own at level warn, after the exchange', async () => {
    const { mock, lines } = await loggedServer()
    await using _mock = mock
    await send(mock.url, await signedRequest({ ...mock.credentials, serial_no }))
    const [exchange, warning, ...more] = lines as Record<string, unknown>[]
    expect(exchange).toMatchObject({ level: 'info', status: 200 })
    expect(warning).toMatchObject({ level: 'warn', method: 'POST', target: CHANGE_STATUS })
    expect(warning?.['warning']).toMatch(/^serial_no is in lower case/)
    expect(warning?.['msg']).toBe(`POST ${CHANGE_STATUS} ${warning?.['warning']}`)
    expect(more).toEqual([])
  })

  it('is a line with its time in the log for people, and not there at level error', () => {
    const linesAt = (level: 'info' | 'warn' | 'error') => {
      const lines: string[] = []
      const exchange = { time: 0, method: 'GET', target: '/v3/certificates', status: 200, code: undefined, milliseconds: 1 }
      prettyLog(level, (line) => lines.push(line)).exchange({ ...exchange, warnings: ['something is odd'] })
      return lines
    }
    const warning = expect.stringMatching(/^\d\d:\d\d:\d\d GET \/v3\/certificates warning: something is odd\n$/)
    expect(linesAt('info')).toEqual([expect.stringContaining('200'), warning])
    expect(linesAt('warn')).toEqual([warning])
    expect(linesAt('error')).toEqual([])
  })
})

describe('an answer with 5xx', () => {
  it.each([{ example: 'SYSTEM_ERROR' as const }, { status: 503, body: 'down' }])(
    'is logged only at level info when a fault scripts it: %j',
    async (fault) => {
      const { mock, lines } = await loggedServer()
      await using _mock = mock
      await mock.control.merchant(mock.credentials.mchid).addFault(fault)
      const { status } = await send(mock.url, await signedRequest(mock.credentials))
      expect(status).toBe(fault.status ?? 500)
      expect(lines).toMatchObject([{ level: 'info', status }])
    },
  )

  it('is logged only at level info when Prefer asks for it', async () => {
    const { mock, lines } = await loggedServer()
    await using _mock = mock
    await send(mock.url, await signedRequest(mock.credentials, { headers: { Prefer: 'example=SERVICE_UNAVAILABLE' } }))
    expect(lines).toMatchObject([{ level: 'info', status: 503 }])
  })

  it('is preceded by a line at level error when a bug of the server causes it', async () => {
    let calls = 0
    const { mock, lines } = await loggedServer(() => {
      calls += 1
      if (calls === 1) throw new Error('a nonce that breaks')
      return 'nonce'
    })
    await using _mock = mock
    await send(mock.url, await signedRequest(mock.credentials, { method: 'GET', target: '/v3/certificates', body: '' }))
    expect(lines).toMatchObject([
      { level: 'error', msg: 'a nonce that breaks' },
      { level: 'info', status: 500 },
    ])
  })
})

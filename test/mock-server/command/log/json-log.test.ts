import { describe, expect, it } from 'vitest'
import { developmentKeys } from '../../../../contracts/index.ts'
import { jsonLog } from '../../../../mock-server/command/log/json-log.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { send } from '../../../send.ts'
import { CHANGE_STATUS, signedRequest } from '../../../signed-request.ts'
import { callbackHandler } from '../../notifications/callback-handler.ts'

/** A server with a log, and the lines that the log has written. */
async function loggedServer(nonce?: () => string) {
  const lines: unknown[] = []
  const log = jsonLog('info', (text) => lines.push(JSON.parse(text)))
  const mock = await createMockServer({ ...(nonce && { nonce }), onExchange: log.exchange, onFailure: log.failure })
  return { mock, lines }
}

describe('the JSON line of an exchange', () => {
  it('has the merchant, the Request-ID, the key that signed the answer, and the reason why this key signed', async () => {
    const { mock, lines } = await loggedServer()
    await using _mock = mock
    const { headers } = await send(mock.url, await signedRequest(mock.credentials))
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        mchid: '1900000100',
        method: 'POST',
        target: CHANGE_STATUS,
        status: 200,
        request_id: headers['request-id'],
        signer: {
          kind: 'certificate',
          serial_no: developmentKeys.platform.serial,
          reason: 'the request names no public key',
          reason_zh: expect.any(String),
        },
        milliseconds: expect.any(Number),
        msg: `POST ${CHANGE_STATUS} 200`,
      },
    ])
  })

  it('has the field and the message of an error', async () => {
    const { mock, lines } = await loggedServer()
    await using _mock = mock
    const { body } = await send(mock.url, await signedRequest(mock.credentials, { body: '{"sub_mchid":"1900000109"}' }))
    const { message } = JSON.parse(body)
    expect(lines).toMatchObject([
      {
        status: 400,
        code: 'PARAM_ERROR',
        field: '/body/operation_type',
        message,
        msg: `POST ${CHANGE_STATUS} 400 PARAM_ERROR /body/operation_type: ${message}`,
      },
    ])
  })

  it('has the warnings about the exchange, and level warn', async () => {
    const { mock, lines } = await loggedServer()
    await using _mock = mock
    await send(mock.url, await signedRequest(mock.credentials, { headers: { 'Wechatpay-Serial': 'ABC' } }))
    const warning = expect.stringMatching(/^Wechatpay-Serial ABC names no platform key of this merchant, so the platform certificate signs/)
    expect(lines).toMatchObject([{ level: 'warn', status: 200, warnings: [warning] }])
  })

  it('has the warning about a serial number in lower case', async () => {
    const { mock, lines } = await loggedServer()
    await using _mock = mock
    await send(mock.url, await signedRequest({ ...mock.credentials, serial_no: developmentKeys.merchant.serial.toLowerCase() }))
    expect(lines).toMatchObject([{ level: 'warn', status: 200, warnings: [expect.stringMatching(/^serial_no is in lower case/)] }])
  })

  it('has control characters as escapes', async () => {
    const texts: string[] = []
    await using mock = await createMockServer({ onExchange: jsonLog('info', (text) => texts.push(text)).exchange })
    await send(mock.url, await signedRequest(mock.credentials, { headers: { 'Wechatpay-Serial': '\u009b31m' } }))
    expect(texts[0]).toMatch(/Wechatpay-Serial \\u009b31m names no platform key.*\n$/)
    expect(texts[0]?.trimEnd()).not.toMatch(/\p{Cc}/u)
  })
})

it('the JSON line of a diagnosis has the merchant and the Request-ID', async () => {
  const lines: unknown[] = []
  const log = jsonLog('info', (text) => lines.push(JSON.parse(text)))
  await using mock = await createMockServer({ onDiagnosis: log.diagnosis })
  const answer = await send(mock.url, await signedRequest(mock.credentials, { now: Date.now() - 400_000 }))
  await mock.control.merchant(mock.credentials.mchid).requests()
  expect(lines).toMatchObject([{ mchid: '1900000100', request_id: answer.headers['request-id'] }])
})

describe('an answer with 5xx', () => {
  it.each([{ example: 'SYSTEM_ERROR' as const }, { status: 503, body: 'down' }])(
    'is logged at level info and not as an error when a fault causes it: %j',
    async (fault) => {
      const { mock, lines } = await loggedServer()
      await using _mock = mock
      await mock.control.merchant(mock.credentials.mchid).addFault(fault)
      const { status } = await send(mock.url, await signedRequest(mock.credentials))
      expect(status).toBe(fault.status ?? 500)
      expect(lines).toMatchObject([{ level: 'info', status }])
    },
  )

  it('is logged at level info and not as an error when the request header Prefer asks for it', async () => {
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

describe('the JSON line of a notification', () => {
  it('has the result of the attempt, and the URL without its query, because a query may contain a secret', async () => {
    const lines: unknown[] = []
    const log = jsonLog('info', (text) => lines.push(JSON.parse(text)))
    const { url } = await callbackHandler(500)
    await using mock = await createMockServer({ onNotification: log.notification })
    const { id } = await mock.control.merchant('1900000100').notify({ url: `${url}?token=secret`, event_type: 'TRANSACTION.SUCCESS' })
    await expect
      .poll(() => lines)
      .toEqual([
        {
          level: 'warn',
          time: expect.any(String),
          mchid: '1900000100',
          event_type: 'TRANSACTION.SUCCESS',
          url,
          notification: id,
          status: 500,
          failure: 'The answer is 500, not 2xx',
          fault: null,
          serial_no: developmentKeys.platform.serial,
          milliseconds: expect.any(Number),
          next_attempt: expect.any(String),
          msg: expect.stringContaining(`notification TRANSACTION.SUCCESS ${url} 500 `),
        },
      ])
  })

  it('says why the server did not send a notification that an API call requested', () => {
    const lines: unknown[] = []
    const unsent = {
      mchid: '7',
      event_type: 'SECURITY_ECHO.SUCCESS',
      url: 'https://www.example.com/',
      failure: 'url must lead to this machine',
    }
    jsonLog('info', (text) => lines.push(JSON.parse(text))).notification(unsent)
    const msg = 'notification SECURITY_ECHO.SUCCESS https://www.example.com/ not sent, url must lead to this machine'
    expect(lines).toEqual([{ level: 'warn', time: expect.any(String), ...unsent, msg }])
  })
})

import { describe, expect } from 'vitest'
import type { Diagnosis, JournalEntry } from '../../../contracts/index.ts'
import { createMockServer, type MockCredentials } from '../../../mock-server/index.ts'
import { test as base } from '../../control-test.ts'
import { PINNED, PINNED_NONCE } from '../../mock-test.ts'
import { type Answer, send } from '../../send.ts'
import { CLOSE, OPEN, type RequestChoice, type SignedRequest, signedRequest } from '../../signed-request.ts'

const SPACED = '{"sub_mchid": "1900000109", "operation_type": "OPEN"}'

interface Fixtures {
  /**
   * Returns one request with the signature of another. `signed` and `sent` say how the signed request and the returned request differ from
   * the default request. `sent.as` replaces credentials in both.
   */
  signedAsOther: (signed: RequestChoice, sent?: SentChoice) => Promise<SignedRequest>
  /** Sends the request that `signedAsOther` returns. */
  sendOther: (signed: RequestChoice, sent?: SentChoice) => Promise<Answer>
}

type SentChoice = RequestChoice & { as?: Partial<MockCredentials> }

const test = base.extend<Fixtures>({
  signedAsOther: async ({ mock, clock }, use) => {
    await use(async (signed, { as, ...sent } = {}) => {
      const credentials = { ...mock.credentials, ...as }
      const request = await signedRequest(credentials, { now: clock.now, ...signed })
      const other = await signedRequest(credentials, { now: clock.now, nonce: request.nonce, ...sent })
      const { Authorization = '' } = request.headers
      return { ...other, headers: { ...other.headers, Authorization } }
    })
  },
  sendOther: async ({ mock, signedAsOther }, use) => {
    await use(async (signed, sent) => send(mock.url, await signedAsOther(signed, sent)))
  },
})

const EXPLAIN = { headers: { 'Mock-Explain': '1' } }

function isNotMade(diagnosis: Diagnosis | null | undefined): boolean {
  return diagnosis?.certain[0]?.message.startsWith('Not diagnosed: ') ?? false
}

function idsOf(entry: JournalEntry | undefined): string[] | undefined {
  return entry?.diagnosis?.mistakes.map(({ id }) => id)
}

describe('the journal', () => {
  test('has the mistake of a client and its fix, in both languages', async ({ own, sendOther }) => {
    expect((await sendOther({ body: SPACED })).status).toBe(401)
    const [entry] = await own.requests()
    expect(entry).toMatchObject({
      verdict: 'SIGN_ERROR_SIGNATURE',
      diagnosis: {
        mistakes: [
          {
            id: 'body-python-spacing',
            message: expect.stringContaining('json.dumps'),
            message_zh: expect.stringContaining('json.dumps'),
            fix: expect.stringContaining('json.dumps'),
            fix_zh: expect.stringContaining('json.dumps'),
          },
        ],
        same_as: [],
        key: { owner: 'registered', mchid: '1900000100' },
        hash: 'SHA-256',
        signed: entry?.message?.replace(OPEN, SPACED),
        certain: [],
      },
    })
  })

  test('has no diagnosis for a request whose signature is valid or was not checked', async ({ own, call }) => {
    await call()
    await call({ headers: { Prefer: 'example=SIGN_ERROR_SIGNATURE' } })
    await call({ target: '/v3/nothing' })
    expect((await own.requests()).map(({ status, diagnosis }) => [status, diagnosis])).toEqual([
      [404, null],
      [401, null],
      [200, null],
    ])
  })

  test('has a diagnosis for each of many requests that were refused at the same time', async ({ own, sendOther }) => {
    await Promise.all(Array.from({ length: 20 }, () => sendOther({ body: SPACED })))
    expect((await own.requests()).map(idsOf)).toEqual(Array.from({ length: 20 }, () => ['body-python-spacing']))
  })

  test('has a diagnosis for each unclaimed request, which is a request that names an unknown merchant', async ({ control, sendOther }) => {
    await sendOther({}, { as: { mchid: '1900000999' } })
    await sendOther({}, { as: { mchid: '1900000109' } })
    expect((await control.unclaimedRequests()).map(idsOf)).toEqual([['mchid-of-a-sub-merchant'], ['mchid-unknown']])
  })
})

describe('a diagnosis', () => {
  test("uses the merchant's clock", async ({ own, call, clock }) => {
    await own.setClock({ gateway_skew: '1h' })
    await call()
    expect((await own.requests())[0]?.diagnosis?.mistakes).toMatchObject([
      {
        id: 'timestamp-behind',
        message: expect.stringContaining('3600 seconds behind'),
        message_zh: expect.stringContaining('早 3600 秒'),
      },
    ])
    expect(clock.now).toBe(PINNED)
  })

  test('knows the keys of other merchants', async ({ control, own, sendOther }) => {
    const other = await control.createMerchant({ own_key: true })
    await sendOther({}, { as: { private_key: other.private_key } })
    const [entry] = await own.requests()
    expect(idsOf(entry)).toEqual(['key-of-another-merchant'])
    expect(entry?.diagnosis?.key).toEqual({ owner: 'other_merchant', mchid: other.mchid, serial_no: other.serial_no })
    expect(entry?.diagnosis?.mistakes[0]?.message).toContain(other.mchid)
  })

  test("knows the merchant's older certificates", async ({ control, callAs }) => {
    const before = await control.createMerchant({ own_key: true })
    const merchant = control.merchant(before.mchid)
    const after = await merchant.setCertificate({ renew: true, own_key: true })
    const serial_no = String(after.serial_no)
    await callAs(before)
    await callAs({ ...before, serial_no })
    const [mixed, old] = await merchant.requests()
    expect(idsOf(old)).toEqual(['certificate-replaced'])
    expect(idsOf(mixed)).toEqual(['key-of-another-certificate'])
    expect(mixed?.diagnosis?.key).toEqual({ owner: 'same_merchant', mchid: before.mchid, serial_no: before.serial_no })
  })

  test('knows that a certificate was revoked', async ({ own, call }) => {
    await own.setCertificate({ status: 'revoked' })
    await call()
    expect(idsOf((await own.requests())[0])).toEqual(['certificate-revoked'])
  })

  test('knows the earlier bodies of the merchant', async ({ own, call, sendOther }) => {
    await call({ body: CLOSE })
    await sendOther({ body: CLOSE })
    expect(idsOf((await own.requests())[0])).toEqual(['body-of-previous-request'])
  })

  test('knows the host that was called', async ({ own, mock, sendOther }) => {
    const target = '/v3/goldplan/merchants/changegoldplanstatus'
    await sendOther({ target: `${mock.url}${target}` }, { headers: { Host: new URL(mock.url).host } })
    expect((await own.requests())[0]?.diagnosis?.mistakes).toMatchObject([
      { id: 'target-with-host', message: expect.stringContaining(mock.url) },
    ])
  })

  test('knows the keys of the platform', async ({ own, sendOther }) => {
    const { developmentKeys } = await import('../../../contracts/index.ts')
    await sendOther({}, { as: { private_key: developmentKeys.platform.privateKey } })
    await sendOther({}, { as: { private_key: developmentKeys.platformPublicKey.privateKey } })
    const [byPublicKey, byCertificate] = await own.requests()
    expect([idsOf(byPublicKey), idsOf(byCertificate)]).toEqual([['key-of-the-platform'], ['key-of-the-platform']])
    expect(byPublicKey?.diagnosis?.key?.serial_no).toMatch(/^PUB_KEY_ID_/)
  })
})

describe('the request header Mock-Explain: 1', () => {
  test('adds the header Mock-Diagnosis to the answer, as one line of ASCII, and leaves the body unchanged', async ({ sendOther }) => {
    const plain = await sendOther({ body: SPACED, nonce: 'n' })
    const explained = await sendOther({ body: SPACED, nonce: 'n' }, EXPLAIN)
    const header = String(explained.headers['mock-diagnosis'])
    expect(header).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.parse(header)).toMatchObject({ mistakes: [{ id: 'body-python-spacing', message_zh: expect.stringContaining('空格') }] })
    expect(explained.body).toBe(plain.body)
    expect(plain.headers['mock-diagnosis']).toBeUndefined()
  })

  test.for(['0', 'true', ''])('has the only value that asks for the diagnosis: %j does not ask for it', async (value, { sendOther }) => {
    const { headers } = await sendOther({ body: SPACED }, { headers: { 'Mock-Explain': value } })
    expect(headers['mock-diagnosis']).toBeUndefined()
  })

  test('adds null to an answer that has no diagnosis', async ({ call }) => {
    for (const choice of [{}, { target: '/v3/nothing' }, { body: '{}' }]) {
      expect((await call({ ...choice, ...EXPLAIN })).headers['mock-diagnosis']).toBe('null')
    }
  })

  test('adds at most 4,096 bytes: a shortened diagnosis still has the IDs of the mistakes', async ({ sendOther }) => {
    const body = JSON.stringify({ sub_mchid: '1900000109', note: '点金计划'.repeat(100) })
    const target = `/v3/goldplan/merchants/changegoldplanstatus?${'a'.repeat(300)}`
    const { headers } = await sendOther(
      { target: `https://api.mch.weixin.qq.com${target}`, body: JSON.stringify(JSON.parse(body), null, 2) },
      { target, body, ...EXPLAIN },
    )
    const header = String(headers['mock-diagnosis'])
    expect(header.length).toBeLessThanOrEqual(4096)
    expect(JSON.parse(header).signed).toBeNull()
    expect(JSON.parse(header).mistakes).toMatchObject([{ id: 'target-with-host' }, { id: 'body-pretty-printed' }])
  })

  test('gets the result "Not diagnosed" when 100 diagnoses are already pending', async ({ mock, signedAsOther }) => {
    const request = await signedAsOther({ body: '{}' }, EXPLAIN)
    const notMade = Promise.withResolvers<number | undefined>()
    // A diagnosis takes as long as several answers, so 100 diagnoses become pending.
    const answers = Array.from({ length: 200 }, async () => {
      const { status, headers } = await send(mock.url, request)
      if (isNotMade(JSON.parse(String(headers['mock-diagnosis'])))) notMade.resolve(status)
    })
    Promise.allSettled(answers).then(() => notMade.resolve(undefined))
    expect(await notMade.promise).toBe(401)
  })

  test('waits for earlier diagnoses, while requests without this header are answered', async ({ sendOther, call }) => {
    await Promise.all(Array.from({ length: 20 }, () => sendOther({ body: '{}' })))
    const order: string[] = []
    const explained = sendOther({ body: '{}' }, EXPLAIN).then(() => order.push('explained'))
    const refused = sendOther({ body: '{}' }).then(() => order.push('refused'))
    const right = call().then(() => order.push('right'))
    await Promise.all([explained, refused, right])
    expect(order.at(-1)).toBe('explained')
  })
})

describe('onDiagnosis', () => {
  base('is called with the journal entry of each diagnosed request', async () => {
    const received: JournalEntry[] = []
    await using mock = await createMockServer({
      now: () => PINNED,
      nonce: () => PINNED_NONCE,
      onDiagnosis: (entry) => received.push(entry),
    })
    const request = await signedRequest(mock.credentials, { now: PINNED })
    await send(mock.url, { ...request, body: Buffer.from(CLOSE) })
    await send(mock.url, request)
    const entries = await mock.control.merchant(mock.credentials.mchid).requests()
    expect(received).toEqual(entries.filter(({ diagnosis }) => diagnosis !== null))
    expect(received).toHaveLength(1)
  })

  base('is not called for diagnoses that have not begun when the server stops', async () => {
    const received: JournalEntry[] = []
    const mock = await createMockServer({ now: () => PINNED, onDiagnosis: (entry) => received.push(entry) })
    const request = await signedRequest(mock.credentials, { now: PINNED })
    await Promise.all(Array.from({ length: 50 }, () => send(mock.url, { ...request, body: Buffer.from(CLOSE) })))
    await mock.close()
    const before = received.length
    // This call waits until each diagnosis is made or given up.
    const entries = await mock.control.merchant(mock.credentials.mchid).requests()
    expect(entries).toHaveLength(50)
    // One diagnosis may have been in progress when the server stopped.
    expect(received.length - before).toBeLessThanOrEqual(1)
    expect(entries.filter(({ diagnosis }) => isNotMade(diagnosis)).length).toBe(50 - received.length)
    expect(received.length).toBeLessThan(50)
  })
})

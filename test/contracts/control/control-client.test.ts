import { createServer, type ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { readAnswer } from '../../../contracts/control/read-answer.ts'
import { type Control, ControlRefusal, controlOver, createControl } from '../../../contracts/index.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { test } from '../../control-test.ts'
import { freePort, portOf } from '../../free-port.ts'
import { PINNED } from '../../mock-test.ts'
import { CLOSE } from '../../signed-request.ts'

/** Creates a control client without a server. `asked` records its requests. Each answer has the status `status` and the body `body`. */
function recordingControl(body: unknown = {}, status = 200) {
  const asked: unknown[][] = []
  const control = controlOver(async (...request) => {
    asked.push(request)
    return { status, body }
  })
  return { asked, control }
}

describe('a control client', () => {
  it('refuses a URL with a password, and does not show the password', () => {
    expect(() => createControl('http://jo:open-sesame@127.0.0.1:8920')).toThrow(
      new TypeError('url must have no user name and no password; got "http://…@127.0.0.1:8920"'),
    )
  })

  it('refuses a body that is nested 100,000 levels deep, and sends nothing', async () => {
    const { asked, control } = recordingControl()
    const body = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    await expect(control.merchant('7').addFault({ status: 200, body })).rejects.toMatchObject({
      name: 'ControlRefusal',
      status: 400,
      message: 'POST /__mock/merchants/7/faults was refused with 400: /body must have at most 100 levels; got more',
    })
    expect(asked).toEqual([])
  })

  it('sends the matching HTTP request for each method of the client', async () => {
    const { asked, control } = recordingControl({
      requests: [{}],
      merchants: [],
      sub_merchants: [],
      faults: [],
      notifications: [],
      state: 'succeeded',
    })
    const merchant = control.merchant('7')
    await control.createMerchant({ punished: true })
    await control.credentials()
    await control.merchants({ first: 5, after: '7' })
    await control.unclaimedRequests()
    await control.unclaimedRequest(3)
    await control.reset()
    await merchant.read()
    await merchant.change({ punished: false })
    await merchant.remove()
    await merchant.reset()
    await merchant.subMerchants()
    await merchant.subMerchant('9')
    await merchant.putSubMerchant('9', { punished: true })
    await merchant.removeSubMerchant('9')
    await merchant.requests({ limit: 3 })
    await merchant.request(3)
    await merchant.waitForRequest({ status: 200 })
    await merchant.clearRequests()
    await merchant.addFault({ status: 500 })
    await merchant.faults()
    await merchant.clearFaults()
    await merchant.notify({ url: 'http://127.0.0.1/', event_type: 'A' })
    await merchant.notifications()
    await merchant.notification('a')
    await merchant.resendNotification('a', { fault: 'cut' })
    await merchant.cancelNotification('a')
    await merchant.waitForNotification('a')
    await merchant.clock()
    await merchant.setClock({ pin: 1 })
    await merchant.platform()
    await merchant.setPlatform({ certificates: [] })
    await merchant.startMigration()
    await merchant.migration()
    await merchant.rollBackMigration()
    await merchant.finishMigration()
    await merchant.certificate()
    await merchant.setCertificate({ renew: true })
    await merchant.snapshot()
    await merchant.restore({ faults: [] })
    expect(asked.map((request) => request.filter((part) => part !== undefined))).toEqual([
      ['POST', '/__mock/merchants', { punished: true }],
      ['GET', '/__mock/credentials'],
      ['GET', '/__mock/merchants?first=5&after=7'],
      ['GET', '/__mock/requests'],
      ['GET', '/__mock/requests/3'],
      ['POST', '/__mock/reset'],
      ['GET', '/__mock/merchants/7'],
      ['PATCH', '/__mock/merchants/7', { punished: false }],
      ['DELETE', '/__mock/merchants/7'],
      ['POST', '/__mock/merchants/7/reset'],
      ['GET', '/__mock/merchants/7/sub_merchants'],
      ['GET', '/__mock/merchants/7/sub_merchants/9'],
      ['PUT', '/__mock/merchants/7/sub_merchants/9', { punished: true }],
      ['DELETE', '/__mock/merchants/7/sub_merchants/9'],
      ['GET', '/__mock/merchants/7/requests?limit=3'],
      ['GET', '/__mock/merchants/7/requests/3'],
      ['GET', '/__mock/merchants/7/requests?status=200&limit=1'],
      ['DELETE', '/__mock/merchants/7/requests'],
      ['POST', '/__mock/merchants/7/faults', { status: 500 }],
      ['GET', '/__mock/merchants/7/faults'],
      ['DELETE', '/__mock/merchants/7/faults'],
      ['POST', '/__mock/merchants/7/notifications', { url: 'http://127.0.0.1/', event_type: 'A' }],
      ['GET', '/__mock/merchants/7/notifications'],
      ['GET', '/__mock/merchants/7/notifications/a'],
      ['POST', '/__mock/merchants/7/notifications/a/resend', { fault: 'cut' }],
      ['DELETE', '/__mock/merchants/7/notifications/a'],
      ['GET', '/__mock/merchants/7/notifications/a'],
      ['GET', '/__mock/merchants/7/clock'],
      ['PUT', '/__mock/merchants/7/clock', { pin: 1 }],
      ['GET', '/__mock/merchants/7/platform'],
      ['PUT', '/__mock/merchants/7/platform', { certificates: [] }],
      ['POST', '/__mock/merchants/7/platform/migration'],
      ['GET', '/__mock/merchants/7/platform/migration'],
      ['DELETE', '/__mock/merchants/7/platform/migration'],
      ['POST', '/__mock/merchants/7/platform/migration/finish'],
      ['GET', '/__mock/merchants/7/certificate'],
      ['PUT', '/__mock/merchants/7/certificate', { renew: true }],
      ['GET', '/__mock/merchants/7/snapshot'],
      ['PUT', '/__mock/merchants/7/snapshot', { faults: [] }],
    ])
  })

  it('sends nothing when merchant() is called', () => {
    const { asked, control } = recordingControl()
    control.merchant('7')
    expect(asked).toEqual([])
  })

  it('encodes each merchant ID and sub-merchant ID as one path segment', async () => {
    const { asked, control } = recordingControl()
    await control.merchant('../7?a#b').subMerchant('9/..')
    expect(asked[0]?.[1]).toBe('/__mock/merchants/..%2F7%3Fa%23b/sub_merchants/9%2F..')
  })

  it.each<[string, unknown, string]>([
    ['a Map', new Map([['punished', true]]), 'it is an object of the class Map, which JSON writes as {}'],
    ['a Promise', Promise.resolve({ punished: true }), 'it is an object of the class Promise, which JSON writes as {}'],
    ['NaN', { punished: Number.NaN }, '/punished is NaN, which JSON writes as null'],
  ])('refuses %s in a body, because JSON would change it, and sends nothing', async (_, body, reason) => {
    const { asked, control } = recordingControl()
    await expect(control.merchant('7').change(body as never)).rejects.toThrow(
      new TypeError(`The body of PATCH /__mock/merchants/7 can't be sent as JSON: ${reason}`),
    )
    expect(asked).toEqual([])
  })

  it.each<[string, object, string]>([
    ['at the top of the body', { operation: undefined, status: 500 }, '/operation'],
    ['in an object inside the body', { latency: { median_ms: 5, sigma: undefined } }, '/latency/sigma'],
    ['in the answer body of a fault', { status: 200, body: [{ code: undefined }] }, '/body/0/code'],
  ])('refuses an undefined field %s, and sends nothing', async (_, fault, path) => {
    const { asked, control } = recordingControl()
    await expect(control.merchant('7').addFault(fault)).rejects.toThrow(
      new TypeError(
        `The body of POST /__mock/merchants/7/faults can't be sent as JSON: ${path} is undefined: give a value, or leave it out`,
      ),
    )
    expect(asked).toEqual([])
  })

  it.each<[string, (control: Control) => Promise<unknown>]>([
    ['POST /__mock/merchants/../reset', (control) => control.merchant('..').reset()],
    ['GET /__mock/merchants/./requests', (control) => control.merchant('.').requests()],
    ['DELETE /__mock/merchants/7/sub_merchants/..', (control) => control.merchant('7').removeSubMerchant('..')],
    ['GET /__mock/merchants/7/requests/../snapshot', (control) => control.merchant('7').request('../snapshot' as never)],
  ])('refuses %s, because the dots would lead to another path', async (asked, ask) => {
    const { asked: sent, control } = recordingControl()
    await expect(ask(control)).rejects.toThrow(new TypeError(`${asked} has an ID that is not one segment of a path`))
    expect(sent).toEqual([])
  })

  it('encodes the query', async () => {
    const { asked, control } = recordingControl({ requests: [] })
    await control.unclaimedRequests({ since: '2026-01-31T08:30:00+08:00' })
    expect(asked[0]?.[1]).toBe('/__mock/requests?since=2026-01-31T08%3A30%3A00%2B08%3A00')
  })

  it('throws a ControlRefusal with the status, code, message and detail of the answer', async () => {
    const { control } = recordingControl({ code: 'CONFLICT', message: 'There is one already', detail: { mchid: '7' } }, 409)
    const [refusal] = await Promise.allSettled([control.createMerchant({ mchid: '7' })])
    const { reason } = refusal as PromiseRejectedResult
    expect(reason).toBeInstanceOf(ControlRefusal)
    expect(reason).toMatchObject({
      name: 'ControlRefusal',
      status: 409,
      code: 'CONFLICT',
      detail: { mchid: '7' },
      message: 'POST /__mock/merchants was refused with 409: There is one already',
    })
  })

  it.each([199, 300, 304, 404, 500])('treats the status %i as a refusal', async (status) => {
    await expect(recordingControl(undefined, status).control.reset()).rejects.toMatchObject({ status, code: 'UNKNOWN' })
  })
})

describe('a control client over HTTP', () => {
  it.each(['', 'mock', '127.0.0.1', '/path'])('requires the URL of a server, not %j', (url) => {
    expect(() => createControl(url)).toThrow(TypeError)
    expect(() => createControl(url)).toThrow(`url must be the URL of a mock server; got ${JSON.stringify(url)}`)
  })

  test('gives the same results as the in-process client mock.control', async ({ mock, control, own, call }) => {
    await call()
    expect(await control.credentials()).toEqual(await mock.control.credentials())
    expect(await own.requests()).toEqual(await mock.control.merchant(mock.credentials.mchid).requests())
    expect(await own.snapshot()).toEqual(await mock.control.merchant(mock.credentials.mchid).snapshot())
    expect(await own.clearRequests()).toBeUndefined()
    const refusals = await Promise.allSettled([
      own.change({ a: 1 } as never),
      mock.control.merchant('1900000100').change({ a: 1 } as never),
    ])
    const [one, other] = refusals.map((result) => (result as PromiseRejectedResult).reason)
    expect([one.status, one.code, one.message, one.detail]).toEqual([other.status, other.code, other.message, other.detail])
  })

  it('rejects with the URL that does not answer, and the reason', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    await expect(createControl(url).credentials()).rejects.toThrow(
      `GET ${url}/__mock/credentials got no answer (connect ECONNREFUSED ${url.slice(7)}): is the mock server running there?`,
    )
  })

  it.each([
    ['no answer comes', () => undefined, /^GET \S+ got no answer \(.*\): is the mock server running there\? With NODE_USE_ENV_PROXY, /],
    [
      'a server without a control API answers',
      (response: ServerResponse) => response.writeHead(503).end('<html>'),
      /got 503 without JSON, which is not an answer of a control API\. With NODE_USE_ENV_PROXY, NO_PROXY must have the host of the mock server, or the proxy in HTTP_PROXY gets the request$/,
    ],
  ])('with NODE_USE_ENV_PROXY and HTTP_PROXY, rejects with advice to set NO_PROXY when %s', async (_, answer, message) => {
    vi.stubEnv('NODE_USE_ENV_PROXY', '1').stubEnv('HTTP_PROXY', 'http://127.0.0.1:9')
    onTestFinished(() => void vi.unstubAllEnvs())
    const server = createServer((request, response) => answer(response) ?? request.socket.destroy())
    await expect(createControl(`http://127.0.0.1:${await portOf(server)}`).credentials()).rejects.toThrow(message)
    server.close()
  })

  it.each([
    ['1', ''],
    ['', 'http://127.0.0.1:9'],
  ])('does not mention a proxy in its error with NODE_USE_ENV_PROXY=%s and HTTP_PROXY=%s', async (used, proxy) => {
    vi.stubEnv('NODE_USE_ENV_PROXY', used).stubEnv('HTTP_PROXY', proxy)
    onTestFinished(() => void vi.unstubAllEnvs())
    await expect(createControl(`http://127.0.0.1:${await freePort()}`).credentials()).rejects.toThrow(/running there\?$/)
  })

  it('sends its token, and rejects with 401 when the token is wrong', async () => {
    await using mock = await createMockServer({ controlToken: 'right' })
    expect(await createControl(mock.url, { token: 'right' }).credentials()).toMatchObject({ mchid: mock.credentials.mchid })
    await expect(createControl(mock.url, { token: 'wrong' }).credentials()).rejects.toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
  })

  it('ignores the path and the query of its URL', async () => {
    await using mock = await createMockServer()
    expect(await createControl(`${mock.url}/v3/?a=1`).credentials()).toEqual(mock.credentials)
  })

  it.each([
    [200, '<html>', 'without JSON'],
    [502, '<html>', 'without JSON'],
    [404, '{"error":"no route"}', 'with {"error":"no route"}'],
    [404, '{"message":{}}', 'with {"message":{}}'],
    [200, '[]', 'with []'],
    [200, 'null', 'with null'],
  ])('reports that a server is not a control API when it answers with the status %i and the body %s', async (status, body, came) => {
    const server = createServer((_, response) => response.writeHead(status).end(body))
    const port = await portOf(server)
    await expect(createControl(`http://127.0.0.1:${port}`).credentials()).rejects.toMatchObject({
      status,
      code: 'UNKNOWN',
      message: `GET /__mock/credentials got ${status} ${came}, which is not an answer of a control API`,
    })
    server.closeAllConnections()
    server.close()
  })

  it.each(['{}', '{"message":"hello"}'])(
    'reports that a server is not a control API when it answers with %s instead of a list',
    async (body) => {
      const server = createServer((_, response) => response.end(body))
      const control = createControl(`http://127.0.0.1:${await portOf(server)}`)
      const { requests, waitForRequest, subMerchants, faults, notifications } = control.merchant('1900000109')
      const listed = [control.merchants, control.unclaimedRequests, requests, waitForRequest, subMerchants, faults, notifications]
      for (const list of listed) await expect(list()).rejects.toThrow(`got 200 with ${body}, which is not an answer of a control API`)
      server.closeAllConnections()
      server.close()
    },
  )
})

describe('a control client whose server is not a mock server', () => {
  /** Returns the error of `credentials()` for an answer that `write` writes. */
  async function rejection(write: (response: ServerResponse) => void, timeout?: number): Promise<Error & { readonly status?: number }> {
    const server = createServer((_, response) => write(response))
    const url = `http://127.0.0.1:${await portOf(server)}`
    const error = await createControl(url, timeout === undefined ? {} : { timeout })
      .credentials()
      .catch((reason) => reason)
    server.closeAllConnections()
    server.close()
    return error
  }

  it('stops reading an answer that does not end', async () => {
    const part = Buffer.alloc(4_194_304, ' ')
    const { message } = await rejection((response) => {
      const more = () => response.write(part, (error) => error || more())
      more()
    })
    expect(message).toMatch(/^The answer to GET http:\S+credentials is longer than 67108864 bytes: is the mock server running there\?$/)
  })

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['no answer comes', () => undefined, /^GET \S+ got no answer within 0.2 s: is the mock/],
    ['the answer stops before its end', (response) => response.write('{'), /^The answer to GET \S+ did not end within 0.2 s: is the mock/],
  ])('rejects after the timeout when %s', async (_, write, message) => {
    expect((await rejection(write, 200)).message).toMatch(message)
  })

  it('rejects when the next part of an answer does not come in time', async () => {
    const silent = { body: new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) }) }
    await expect(readAnswer(silent as never, 50)).rejects.toThrow('does not end')
  })

  it('does not follow a redirect, because that would turn its POST into a GET', async () => {
    await using mock = await createMockServer()
    const server = createServer(({ url }, response) => response.writeHead(301, { Location: `${mock.url}${url}` }).end())
    const created = createControl(`http://127.0.0.1:${await portOf(server)}`).createMerchant()
    await expect(created).rejects.toMatchObject({ status: 301, code: 'UNKNOWN' })
    server.closeAllConnections()
    server.close()
  })
})

it('waitForRequest and waitForNotification reject after the timeout, even while a test has fake timers', async () => {
  const notification = { id: 'a', event_type: 'A', state: 'pending', attempts: [], next_attempt: null }
  const merchant = recordingControl({ requests: [], ...notification }).control.merchant('7')
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  await expect(merchant.waitForRequest({ status: 500 }, 50)).rejects.toThrow(
    'No request matched {"status":500} within 50 ms; received: nothing',
  )
  await expect(merchant.waitForNotification('a', 50)).rejects.toThrow('The notification a (A) is still pending after 50 ms')
}, 2_000)

it('a control client gets all answers, even while a test has fake timers and replaces fetch', async () => {
  const server = createServer((_, response) => response.end('{}'))
  onTestFinished(() => void server.close())
  const control = createControl(`http://127.0.0.1:${await portOf(server)}`)
  await control.credentials()
  vi.useFakeTimers()
  vi.stubGlobal('fetch', vi.fn())
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  for (let call = 0; call < 3; call += 1) await control.credentials()
  await Promise.all([control.credentials(), control.credentials()])
  vi.useRealTimers()
  await control.credentials()
  server.closeAllConnections()
}, 5_000)

describe('waiting for a request', () => {
  test('returns the newest matching request at once when there is one', async ({ own, call }) => {
    await call()
    await call({ body: CLOSE })
    expect(await own.waitForRequest()).toMatchObject({ id: 2 })
    expect(await own.waitForRequest({ operation: 'changeGoldPlanStatus', status: 200 }, 0)).toMatchObject({ id: 2 })
  })

  test.for([Number.POSITIVE_INFINITY, Number.NaN, -1, 2 ** 31, '5'])(
    'refuses the timeout %o for a request and for a notification',
    async (timeout, { own }) => {
      const message = /^timeout must be milliseconds from 0 to 2147483647; got /
      for (const waiting of [own.waitForRequest({}, timeout as number), own.waitForNotification('none', timeout as number)])
        await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }))
    },
  )

  test.for([200, 'changeGoldPlanStatus', null, []])(
    'refuses the query %j, because it would select everything',
    async (query, { own, call }) => {
      await call()
      const given = query as unknown as object
      for (const reading of [own.waitForRequest(given), own.requests(given)])
        await expect(reading).rejects.toThrow(
          new TypeError(`query must be an object, such as { status: 200 }; got ${JSON.stringify(query)}`),
        )
    },
  )

  test.for<[string, object]>([
    ['an object of the class Map', new Map([['status', 500]])],
    ['an object of the class Promise', Promise.resolve({ status: 500 })],
    ['an object of the class URLSearchParams', new URLSearchParams({ status: '500' })],
  ])('refuses %s as the query, because it would select everything', async ([shown, query], { own, call }) => {
    await call()
    for (const reading of [own.waitForRequest(query), own.requests(query)])
      await expect(reading).rejects.toThrow(new TypeError(`query must be an object, such as { status: 200 }; got ${shown}`))
  })

  const QUERY_FIELDS = ['operation', 'status', 'code', 'since', 'limit', 'anything']

  test.for(QUERY_FIELDS.flatMap((name) => [undefined, null, Number.NaN, {}, []].map((value) => [name, value] as const)))(
    'refuses a query whose field %s is %j, because it would select everything or nothing',
    async ([name, value], { own, call, control }) => {
      await call()
      const query = { [name]: value } as object
      for (const reading of [own.waitForRequest(query), own.requests(query), control.unclaimedRequests(query), control.merchants(query)])
        await expect(reading).rejects.toThrow(
          new TypeError(
            `query.${name} must be text or a number, or be left out; got ${Number.isNaN(value) ? 'NaN' : JSON.stringify(value)}`,
          ),
        )
    },
  )

  test('waits until a matching request arrives', async ({ own, call }) => {
    await call()
    const waiting = own.waitForRequest({ code: 'PARAM_ERROR' }, 20_000)
    await call({ body: '{}' })
    expect(await waiting).toMatchObject({ id: 2, code: 'PARAM_ERROR' })
  })

  test('rejects after the timeout with a list of what was received instead', async ({ own, call }) => {
    await expect(own.waitForRequest({ status: 429 }, 0)).rejects.toThrow('No request matched {"status":429} within 0 ms; received: nothing')
    await call({ target: '/v3/nothing' })
    await call({ body: '{}' })
    await call()
    await expect(own.waitForRequest({ status: 429 }, 1)).rejects.toThrow(
      'No request matched {"status":429} within 1 ms; received: changeGoldPlanStatus 200, changeGoldPlanStatus 400 PARAM_ERROR /body/sub_mchid, /v3/nothing 404',
    )
  })

  test('rejects with the last ten requests, shortens long targets, and says that there were earlier requests', async ({ own, call }) => {
    for (let times = 0; times < 12; times++) await call({ target: `/v3/${'x'.repeat(1_000)}` })
    const { message } = await own.waitForRequest({ status: 200 }, 0).then(
      () => expect.unreachable(),
      (error: Error) => error,
    )
    expect(message.match(/x… 404/g)).toHaveLength(10)
    expect(message).toMatch(/, and earlier ones$/)
    expect(message.length).toBeLessThan(2_500)
  })

  test('rejects with an error that names the mistakes of a refused signature and the wire fault of an answer', async ({ own, call }) => {
    await call({ now: PINNED - 301_000 })
    await own.addFault({ wire: 'close' })
    await expect(call()).rejects.toThrow()
    await expect(own.waitForRequest({ status: 429 }, 0)).rejects.toThrow(
      'received: changeGoldPlanStatus 200 close, changeGoldPlanStatus 401 SIGN_ERROR (timestamp-behind)',
    )
  })

  test('also lists requests that name no known merchant, if they arrived after the oldest listed request of this merchant', async ({
    own,
    call,
    clock,
  }) => {
    await call({ method: 'GET', target: '/v3/before', headers: { Authorization: '' } })
    clock.now += 1
    await call({ method: 'GET', target: '/v3/certificates', body: '' })
    await call({ headers: { Authorization: '' } })
    await expect(own.waitForRequest({ operation: 'changeGoldPlanStatus' }, 50)).rejects.toThrow(
      /received: listCertificates 200; requests that name no known merchant: changeGoldPlanStatus 401 SIGN_ERROR \(authorization-missing\)$/,
    )
  })

  test('rejects with the requests that name no known merchant when no request named this merchant', async ({ own, call }) => {
    await call({ headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="19000001001"' } })
    await expect(own.waitForRequest({}, 0)).rejects.toThrow(
      'received: nothing; requests that name no known merchant: changeGoldPlanStatus 401 SIGN_ERROR (authorization-',
    )
  })

  test('rejects at once when the merchant does not exist', async ({ control }) => {
    await expect(control.merchant('404').waitForRequest()).rejects.toMatchObject({ status: 404 })
  })
})

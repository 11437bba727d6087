import { execFile } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import axios, { isAxiosError } from 'axios'
import { describe, expect, expectTypeOf, onTestFinished } from 'vitest'
import {
  type Chain,
  type ChangeCustomPageStatusRequest,
  type ChangeGoldPlanStatusRequest,
  type ChangeGoldPlanStatusResponse,
  type CloseAdvertisingShowRequest,
  createWechatpay,
  type ListCertificatesResponse,
  type OpenAdvertisingShowRequest,
  type SetAdvertisingIndustryFilterRequest,
  type Wechatpay,
} from '../../client/index.ts'
import { importPublicKey, parseAuthorization, requestMessage, verify } from '../../contracts/index.ts'
import { createMockServer } from '../../mock-server/index.ts'
import { portOf } from '../free-port.ts'
import { test as base, PINNED, PINNED_NONCE } from '../mock-test.ts'
import { type AlteringProxy, alteringProxy } from './altering-proxy.ts'
import { clientOptions } from './client-options.ts'

const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const

function* endless(chunk: Buffer) {
  for (;;) yield chunk
}

const test = base.extend<{ proxy: AlteringProxy; wxpay: Wechatpay }>({
  proxy: async ({ mock }, use) => {
    await using proxy = await alteringProxy(mock.url)
    await use(proxy)
  },
  wxpay: async ({ mock, proxy }, use) => {
    await use(createWechatpay({ ...clientOptions(mock.credentials), baseURL: proxy.url, now: () => PINNED, nonce: () => PINNED_NONCE }))
  },
})

describe('an answer of more than 10 MB', () => {
  const spaces = Buffer.alloc(10 * 1024 * 1024 + 1, ' ')
  const call = async (answer: RequestListener, options: object = {}) => {
    const server = createServer(answer)
    onTestFinished(() => void server.close().closeAllConnections())
    const port = await portOf(server)
    await using mock = await createMockServer()
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: `http://127.0.0.1:${port}`, ...options })
    return wxpay.v3.certificates.get()
  }

  base.for<[string, RequestListener]>([
    ['without compression', (_request, response) => response.end(spaces)],
    [
      'too long only after decompression',
      (_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(spaces)),
    ],
    ['with an error status', (_request, response) => response.writeHead(500).end(spaces)],
    ['never-ending', (_request, response) => void pipeline(Readable.from(endless(spaces)), response, () => undefined)],
  ])('makes the call reject: %s', async ([, answer]) => {
    await expect(call(answer)).rejects.toThrow('maxContentLength size of 10485760 exceeded')
  })

  base('is read when maxContentLength allows it, and then refused only because it is not signed', async () => {
    const answer: RequestListener = (_request, response) => response.end(spaces)
    await expect(call(answer, { maxContentLength: 20_000_000 })).rejects.toThrow("The answer can't be trusted")
  })
})

describe('a call', () => {
  test('opens the gold plan', async ({ wxpay }) => {
    const sub_mchid = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN).then(({ data: { sub_mchid } }) => sub_mchid)
    expect(sub_mchid).toBe('1900000109')
  })

  test('can leave out .post', async ({ wxpay }) => {
    const { status, data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus(OPEN)
    expect({ status, data }).toEqual({ status: 200, data: { sub_mchid: '1900000109' } })
  })

  test('sends exactly the bytes that it signed', async ({ wxpay, proxy }) => {
    await wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ operation_type: 'OPEN', sub_mchid: '1900000109' })
    expect(proxy.requests).toMatchObject([
      {
        target: '/v3/goldplan/merchants/changegoldplanstatus',
        body: '{"operation_type":"OPEN","sub_mchid":"1900000109"}',
        headers: {
          'content-type': 'application/json',
          authorization: expect.stringMatching(
            new RegExp(
              `^WECHATPAY2-SHA256-RSA2048 mchid="1900000100",serial_no="[0-9A-F]{40}",nonce_str="${PINNED_NONCE}",timestamp="1700000000",signature="[^"]{344}"$`,
            ),
          ),
        },
      },
    ])
  })

  test('signs only the part named meta of a multipart form', async ({ wxpay, proxy, mock }) => {
    const meta = '{"filename":"商户.jpg"}'
    const form = `--b\r\nContent-Disposition: form-data; name="meta"\r\n\r\n${meta}\r\n--b--\r\n`
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' }
    await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(Buffer.from(form) as never, { headers }).catch(() => undefined)
    const [sent] = proxy.requests
    const { timestamp, nonce, signature } = parseAuthorization(String(sent?.headers['authorization']))
    const message = requestMessage({ method: 'POST', target: String(sent?.target), timestamp, nonce, body: meta })
    expect(sent?.body).toBe(form)
    expect(await verify(message, signature, await importPublicKey(mock.credentials.certificate))).toBe(true)
  })

  test('uses a new time and nonce for each request', async ({ mock, proxy, clock }) => {
    let count = 0
    const wxpay = createWechatpay({
      ...clientOptions(mock.credentials),
      baseURL: proxy.url,
      now: () => clock.now,
      nonce: () => `nonce${++count}`,
    })
    await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    clock.now += 60_000
    await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    const authorizations = proxy.requests.map(({ headers }) => String(headers['authorization']))
    expect(authorizations[0]).toContain('nonce_str="nonce1",timestamp="1700000000"')
    expect(authorizations[1]).toContain('nonce_str="nonce2",timestamp="1700000060"')
  })

  test('signs the query that axios builds from params', async ({ wxpay, proxy }) => {
    const call = wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, { params: { a: '1 2', b: ['x', 'y'], c: '点' } })
    await expect(call).rejects.toMatchObject({
      code: 'PARAM_ERROR',
      response: { data: { detail: { value: ['/query/a', '/query/b[]', '/query/c'] } } },
    })
    expect(proxy.requests[0]?.target).toBe('/v3/goldplan/merchants/changegoldplanstatus?a=1+2&b%5B%5D=x&b%5B%5D=y&c=%E7%82%B9')
  })

  test('includes the path of baseURL in the target that it sends and signs', async ({ mock, proxy }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: `${proxy.url}/prefix/`, now: () => PINNED })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toMatchObject({ response: { status: 404 } })
    const [sent] = proxy.requests
    expect(sent?.target).toBe('/prefix/v3/goldplan/merchants/changegoldplanstatus')
    const { timestamp, nonce, signature } = parseAuthorization(String(sent?.headers['authorization']))
    const message = requestMessage({ method: 'POST', target: String(sent?.target), timestamp, nonce, body: String(sent?.body) })
    expect(await verify(message, signature, await importPublicKey(mock.credentials.certificate))).toBe(true)
  })

  test('adds its own headers and axios options to those of its client', async ({ mock, proxy }) => {
    const options = { ...clientOptions(mock.credentials), now: () => PINNED, headers: { 'User-Agent': 'shop/1.0' } }
    const wxpay = createWechatpay({ ...options, baseURL: 'http://127.0.0.1:1' })
    const headers = { 'Wechatpay-Serial': 'PUB_KEY_ID_1' }
    await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, { headers, baseURL: proxy.url })
    expect(proxy.requests[0]?.headers).toMatchObject({ 'user-agent': 'shop/1.0', 'wechatpay-serial': 'PUB_KEY_ID_1' })
  })

  test('applies transformRequest before it signs, and transformResponse after it verifies', async ({ wxpay, proxy }) => {
    const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, {
      headers: { 'Content-Type': 'application/json' },
      transformRequest: [(sent) => `${JSON.stringify(sent)}\n`],
      transformResponse: [(received: string) => received.length],
    })
    expect(proxy.requests[0]?.body).toBe('{"sub_mchid":"1900000109","operation_type":"OPEN"}\n')
    expect(data).toBe(26)
  })

  test("works with axios's fetch adapter", async ({ wxpay }) => {
    const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, {
      adapter: 'fetch',
      headers: { 'Accept-Language': 'zh-CN' },
    })
    expect(data).toEqual({ sub_mchid: '1900000109' })
  })

  test('uses the adapter of its client; if its client has none, uses axios.defaults.adapter when that is a function', async ({ mock }) => {
    const before = axios.defaults.adapter
    onTestFinished(() => void Object.assign(axios.defaults, { adapter: before }))
    axios.defaults.adapter = async () => Promise.reject(new RangeError('of axios.defaults'))
    const callWith = (options: object) =>
      createWechatpay({ ...clientOptions(mock.credentials), ...options }).v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    await expect(callWith({})).rejects.toThrow('of axios.defaults')
    await expect(callWith({ adapter: async () => Promise.reject(new RangeError('of the client')) })).rejects.toThrow('of the client')
  })

  // Runs in a new process, because axios looks for XMLHttpRequest only while axios is loaded.
  test("uses Node's HTTP also in a test with jsdom, whose XMLHttpRequest allows no call to another origin", async ({ mock }) => {
    const program = `
      globalThis.XMLHttpRequest = class {}
      const { createWechatpay } = await import('./client/index.ts')
      const wxpay = createWechatpay({ ...JSON.parse(process.argv[1]), now: () => ${PINNED} })
      const { status } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(${JSON.stringify(OPEN)})
      console.log(status)`
    const options = JSON.stringify(clientOptions(mock.credentials))
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, options])
    expect(stdout).toBe('200\n')
  })

  test("sends a Buffer also in a test with jsdom, whose Uint8Array is not Node's", async ({ mock }) => {
    const program = `
      const { runInNewContext } = await import('node:vm')
      globalThis.Uint8Array = runInNewContext('Uint8Array')
      const { createWechatpay } = await import('./client/index.ts')
      const wxpay = createWechatpay({ ...JSON.parse(process.argv[1]), now: () => ${PINNED} })
      const headers = { 'Content-Type': 'application/json' }
      const { status } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(Buffer.from('${JSON.stringify(OPEN)}'), { headers })
      console.log(status)`
    const options = JSON.stringify(clientOptions(mock.credentials))
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, options])
    expect(stdout).toBe('200\n')
  })

  test('returns the bytes of an answer for the response type arraybuffer', async ({ wxpay }) => {
    const { data, config } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, {
      responseType: 'arraybuffer',
      timeout: 5000,
    })
    expect(data).toEqual(Buffer.from('{"sub_mchid":"1900000109"}'))
    expect(config).toMatchObject({ responseType: 'arraybuffer', timeout: 5000 })
  })

  test('goes to the signed URL even when allowAbsoluteUrls is false', async ({ mock, proxy }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: proxy.url, now: () => PINNED, allowAbsoluteUrls: false })
    expect((await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).status).toBe(200)
  })

  test.for([
    ['the option auth', { auth: { username: 'u', password: 'p' } }, /auth must not be set/],
    ['the response type stream', { responseType: 'stream' }, /responseType must be json, text or arraybuffer, .* got stream/],
  ] as const)('refuses %s, and sends nothing', async ([, config, message], { wxpay, proxy }) => {
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, config)).rejects.toThrow(message)
    expect(proxy.requests).toEqual([])
  })

  test('trusts the certs that its client was created with, even if the caller later empties the object certs', async ({ mock, proxy }) => {
    const options = { ...clientOptions(mock.credentials), baseURL: proxy.url, now: () => PINNED }
    const certs: Record<string, string> = { ...options.certs }
    const wxpay = createWechatpay({ ...options, certs })
    for (const serial of Object.keys(certs)) delete certs[serial]
    expect((await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).status).toBe(200)
  })

  test('refuses a FormData, which cannot be signed, and sends nothing', async ({ wxpay, proxy }) => {
    const form = new FormData() as unknown as typeof OPEN
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(form)).rejects.toThrow(
      /data must be the bytes of the form, .* got a FormData/,
    )
    expect(proxy.requests).toEqual([])
  })

  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic

  test.for<[string, unknown, string]>([
    ['contains itself', cyclic, "can't be sent as JSON: it contains itself"],
    ['has 3,000 levels', JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`), "can't be sent as JSON: it has more than 100 levels"],
    ['has 100,000 levels', JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`), "can't be sent as JSON: it has more than 100 levels"],
    ['has a BigInt', { a: 1n }, "can't be sent as JSON: Do not know how to serialize a BigInt"],
    [
      'is an object of a class, and contains itself',
      new (class A {
        self = this
      })(),
      "can't be sent as JSON: it contains itself",
    ],
    [
      'has a toJSON that throws',
      {
        toJSON: () => {
          throw new Error('boom')
        },
      },
      "can't be sent as JSON: boom",
    ],
    [
      'has a toJSON that throws a RangeError',
      { toJSON: () => new Date(Number.NaN).toISOString() },
      "can't be sent as JSON: Invalid time value",
    ],
    ['is a Map', new Map(Object.entries(OPEN)), "can't be sent as JSON: it is an object of the class Map, which JSON writes as {}"],
    ['has a Set', { a: [1, new Set([1])] }, "can't be sent as JSON: /a/1 is an object of the class Set, which JSON writes as {}"],
    [
      'has an object of a class with only getters',
      {
        a: new (class Getter {
          get sub_mchid() {
            return '1900000109'
          }
        })(),
      },
      "can't be sent as JSON: /a is an object of the class Getter, which JSON writes as {}",
    ],
    ['is a Promise', Promise.resolve(OPEN), "can't be sent as JSON: it is an object of the class Promise, which JSON writes as {}"],
    ['has a function', { 'a/b': () => 'OPEN' }, "can't be sent as JSON: /a~1b is a function, which JSON leaves out"],
    ['has a symbol in a list', [Symbol('a')], "can't be sent as JSON: /0 is a symbol, which JSON writes as null"],
    ['has undefined in a list', { a: [undefined] }, "can't be sent as JSON: /a/0 is undefined, which JSON writes as null"],
    ['has a hole in a list', { a: new Array(1) }, "can't be sent as JSON: /a/0 is undefined, which JSON writes as null"],
    ['has NaN', { a: Number.NaN }, "can't be sent as JSON: /a is NaN, which JSON writes as null"],
    [
      'has an invalid date',
      { a: new Date(Number.NaN) },
      "can't be sent as JSON: /a is an object of the class Date, which JSON writes as null",
    ],
    ['has bytes', { a: Buffer.from('OPEN') }, "can't be sent as JSON: /a is bytes, which JSON writes as numbers: give them as text"],
    [
      'has a DataView',
      { a: new DataView(new ArrayBuffer(1)) },
      "can't be sent as JSON: /a is bytes, which JSON writes as {}: give them as text",
    ],
    ['has an ArrayBuffer', { a: new ArrayBuffer(4) }, "can't be sent as JSON: /a is bytes, which JSON writes as {}: give them as text"],
    [
      'has an object of a class without a name',
      { circular: new (class {})() },
      "can't be sent as JSON: /circular is an object of a class, which JSON writes as {}",
    ],
  ])('sends nothing and rejects with an error that names its operation when its data %s', async ([, data, reason], { wxpay, proxy }) => {
    const call = wxpay.v3.goldplan.merchants.changegoldplanstatus.post(data as typeof OPEN)
    await expect(call).rejects.toThrow(new TypeError(`The data of POST /v3/goldplan/merchants/changegoldplanstatus ${reason}`))
    expect(proxy.requests).toEqual([])
  })

  test.for<[string, unknown, string]>([
    ['an object, without its undefined fields,', { ...OPEN, operation_pay_scene: undefined }, JSON.stringify(OPEN)],
    ['an object of a class with fields', Object.assign(new (class Open {})(), OPEN), JSON.stringify(OPEN)],
    ['an object without a prototype', Object.assign(Object.create(null), OPEN), JSON.stringify(OPEN)],
    ['an object of another realm', runInNewContext(`(${JSON.stringify(OPEN)})`), JSON.stringify(OPEN)],
    ['empty objects and lists', { a: {}, b: [], c: Object.create(null), d: runInNewContext('({})') }, '{"a":{},"b":[],"c":{},"d":{}}'],
    [
      'a URL, a date and a String object',
      { a: new URL('http://a/'), b: new Date(0), c: Object('x') },
      '{"a":"http://a/","b":"1970-01-01T00:00:00.000Z","c":"x"}',
    ],
    ['fields and items that are null', { a: null, b: [null] }, '{"a":null,"b":[null]}'],
  ])('sends %s as JSON', async ([, data, body], { wxpay, proxy }) => {
    await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(data as typeof OPEN).catch(() => undefined)
    expect(proxy.requests).toMatchObject([{ body }])
  })

  test('rejects with an error that names its operation when its configuration contains itself', async ({ wxpay }) => {
    await expect(wxpay.v3.certificates.get({ headers: cyclic as Record<string, string> })).rejects.toThrow(
      new TypeError('The data or the configuration of GET /v3/certificates contains itself or is nested too deeply'),
    )
  })

  test('modifies neither its data nor its configuration nor the options of its client', async ({ mock }) => {
    const options = Object.freeze({ ...clientOptions(mock.credentials), now: () => PINNED, headers: Object.freeze({ 'X-Trace': '1' }) })
    const config = Object.freeze({ headers: Object.freeze({ 'X-Call': '1' }) })
    const data = Object.freeze({ ...OPEN })
    await createWechatpay(options).v3.goldplan.merchants.changegoldplanstatus.post(data, config)
    expect(Object.keys(config)).toEqual(['headers'])
  })
})

describe('a call that the server refuses', () => {
  test('rejects with the code and the message of the body', async ({ wxpay }) => {
    const error: unknown = await wxpay.v3.goldplan.merchants.changegoldplanstatus
      .post({ ...OPEN, sub_mchid: '1' })
      .catch((reason) => reason)
    expect(isAxiosError(error)).toBe(true)
    expect(error).toMatchObject({
      code: 'MCH_NOT_EXISTS',
      message: '特约商户号不存在，请确认特约商户号准确性',
      response: { status: 400, data: { code: 'MCH_NOT_EXISTS', message: '特约商户号不存在，请确认特约商户号准确性' } },
    })
  })

  test('rejects with the code of the body even when the answer is unsigned', async ({ mock, clock }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), now: () => clock.now + 301_000 })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toMatchObject({
      code: 'SIGN_ERROR',
      response: { status: 401 },
    })
  })

  test('resolves without verification when validateStatus accepts the status', async ({ mock, clock }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), now: () => clock.now + 301_000, validateStatus: () => true })
    const { status, data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    expect(status).toBe(401)
    expect(data).toMatchObject({ code: 'SIGN_ERROR' })
  })

  test.for([
    ['accepts everything', () => true],
    ['is null', null],
  ] as const)('rejects even when the validateStatus of axios.defaults %s', async ([, validateStatus], { mock, clock }) => {
    const before = axios.defaults.validateStatus
    onTestFinished(() => void Object.assign(axios.defaults, { validateStatus: before }))
    axios.defaults.validateStatus = validateStatus
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), now: () => clock.now + 301_000 })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toMatchObject({ code: 'SIGN_ERROR' })
  })
})

describe('a call to a wrong address', () => {
  test('rejects with advice when baseURL begins with https:// but the server speaks HTTP', async ({ mock }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: mock.url.replace('http:', 'https:') })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toMatchObject({
      isAxiosError: true,
      message: expect.stringMatching(/^The server answers without TLS \(https\): begin baseURL with http:\/\//),
    })
  })

  test('rejects before anything is sent when its own baseURL contains /v3', async ({ mock }) => {
    const wxpay = createWechatpay(clientOptions(mock.credentials))
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, { baseURL: `${mock.url}/v3` })).rejects.toThrow(
      /baseURL must end before \/v3/,
    )
    expect(await mock.control.merchant(mock.credentials.mchid).requests()).toEqual([])
  })

  test('rejects with ECONNREFUSED, as axios does, when nothing listens at that address', async ({ mock }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: 'http://127.0.0.1:1' })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('a chain such as wxpay.v3.goldplan', () => {
  test('sends nothing when it is awaited, printed or serialised', async ({ wxpay, proxy }) => {
    await wxpay
    await wxpay.v3
    await wxpay.v3.goldplan.merchants.changegoldplanstatus
    JSON.stringify(wxpay)
    String(wxpay.v3)
    expect(Object.keys(wxpay)).toEqual(['v3'])
    expect(proxy.requests).toEqual([])
  })

  test('refuses a path or a method that does not exist, both at compile time and at run time', async ({ wxpay, proxy }) => {
    // @ts-expect-error a misspelt segment
    expect(() => wxpay.v3.goldplan.merchants.changegoldplanstatuss.post(OPEN)).toThrow(TypeError)
    // @ts-expect-error a method that the path does not have
    expect(() => wxpay.v3.goldplan.merchants.changegoldplanstatus.get()).toThrow(TypeError)
    // @ts-expect-error a path that cannot be called
    expect(() => wxpay.v3.goldplan.merchants(OPEN)).toThrow(TypeError)
    // @ts-expect-error a path whose only method is PATCH
    expect(() => wxpay.v3.goldplan.merchants.openAdvertisingShow({ sub_mchid: '1900000109' })).toThrow(TypeError)
    expect(proxy.requests).toEqual([])
  })

  test('does not compile with a body that breaks the contract, and the server refuses that body', async ({ wxpay }) => {
    const { changegoldplanstatus, openAdvertisingShow } = wxpay.v3.goldplan.merchants
    // @ts-expect-error lower case
    await expect(changegoldplanstatus.post({ sub_mchid: '1', operation_type: 'open' })).rejects.toMatchObject({ code: 'PARAM_ERROR' })
    // @ts-expect-error a missing field
    await expect(changegoldplanstatus.post({ sub_mchid: '1' })).rejects.toMatchObject({ code: 'PARAM_ERROR' })
    // @ts-expect-error an unknown field
    await expect(changegoldplanstatus({ sub_mchid: '1', operation_type: 'OPEN', scene: 'JSAPI' })).rejects.toMatchObject({
      code: 'PARAM_ERROR',
    })
    // @ts-expect-error WeChat Pay spells this value POTOGRAPHY
    await expect(openAdvertisingShow.patch({ sub_mchid: '1', advertising_industry_filters: ['PHOTOGRAPHY'] })).rejects.toMatchObject({
      code: 'PARAM_ERROR',
    })
  })
})

describe('the types of the bodies', () => {
  test('are exported by name', async ({ wxpay }) => {
    const request: ChangeGoldPlanStatusRequest = { sub_mchid: '1900000109', operation_type: 'OPEN', operation_pay_scene: 'MINIPROGRAM' }
    const { data }: { data: ChangeGoldPlanStatusResponse } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(request)
    expect(data).toEqual({ sub_mchid: '1900000109' })
    const { merchants } = wxpay.v3.goldplan
    expectTypeOf(merchants.changecustompagestatus.post).parameter(0).toEqualTypeOf<ChangeCustomPageStatusRequest>()
    expectTypeOf(merchants.setAdvertisingIndustryFilter.post).parameter(0).toEqualTypeOf<SetAdvertisingIndustryFilterRequest>()
    expectTypeOf(merchants.openAdvertisingShow.patch).parameter(0).toEqualTypeOf<OpenAdvertisingShowRequest>()
    expectTypeOf(merchants.closeAdvertisingShow.post).parameter(0).toEqualTypeOf<CloseAdvertisingShowRequest>()
    expectTypeOf<Awaited<ReturnType<typeof wxpay.v3.certificates.get>>['data']>().toEqualTypeOf<ListCertificatesResponse>()
    expectTypeOf<Wechatpay>().toEqualTypeOf<Chain>()
  })
})

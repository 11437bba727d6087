import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { developmentKeys, signResponse } from '../../contracts/index.ts'
import { type OwnStates, PactVerificationError, PROVIDER_STATES, type StateName, verifyPacts } from '../../contracts/pact/index.ts'
import { createMockServer, type MockServer } from '../../mock-server/index.ts'
import { type Alter, alteringProxy, type Passing } from '../client/altering-proxy.ts'
import { emptyFolder } from '../empty-folder.ts'
import { test as base } from '../mock-test.ts'
import { pactBroker } from './pact-broker.ts'
import { OPENS, pactFile } from './pact-file.ts'

/** Tests with a mock server whose clock shows the real time, because verifyPacts signs requests with the real time. */
const test = base.extend({
  clock: {
    get now() {
      return Date.now()
    },
  },
})

const SUB_MCHID = '1900000777'
const OF_SUB_MCHID = { ...OPENS.request, body: { sub_mchid: SUB_MCHID, operation_type: 'OPEN' } }

/** Returns an integrator's provider state and a list. The state `look` reads the record of its sub-merchant and adds it to the list. */
function looking() {
  const records: unknown[] = []
  const states: OwnStates = {
    async look({ merchant, subMchid }) {
      records.push(await merchant.subMerchant(subMchid))
    },
  }
  return { records, states }
}

describe('verifyPacts', () => {
  test('reports each interaction that was verified', async ({ mock }) => {
    const pacts = [pactFile([{ states: [{ name: 'a sub-merchant exists' }] }])]
    expect(await verifyPacts({ pacts, provider: mock })).toEqual({
      problems: [],
      interactions: [
        { consumer: 'their shop', description: OPENS.description, states: ['a sub-merchant exists'], result: 'passed', problems: [] },
      ],
    })
  })

  test.for(['/__mock/reset', '/v3/../__mock/reset', '//__mock/reset'])(
    'lets no request of a pact change anything through the control API: %s',
    async (path, { mock }) => {
      await mock.control.createMerchant({ mchid: '1900000998' })
      const states = [{ name: 'requests are left as recorded' }]
      const pacts = [pactFile([{ states, request: { method: 'POST', path }, response: { status: 204 } }])]
      await expect(verifyPacts({ pacts, provider: mock })).rejects.toThrow(/control API|a path that Pact would send as it is/)
      expect(await mock.control.merchant('1900000998').read()).toMatchObject({ mchid: '1900000998' })
    },
  )

  test('runs in parallel with another run, and restores the proxy variables of the environment', async ({ mock }) => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9')
    vi.stubEnv('no_proxy', undefined)
    onTestFinished(() => void vi.unstubAllEnvs())
    await using other = await createMockServer()
    await Promise.all([mock, other].map((provider) => verifyPacts({ pacts: [pactFile([{}, { description: 'another' }])], provider })))
    expect([process.env['HTTP_PROXY'], process.env['no_proxy']]).toEqual(['http://127.0.0.1:9', undefined])
  })

  test('does not sign a request whose state leaves requests as recorded, but signs the next request', async ({ mock }) => {
    const code = { body: { code: 'SIGN_ERROR' } }
    const left = { states: [{ name: 'requests are left as recorded' }], response: { status: 401, ...code } }
    const { interactions } = await verifyPacts({ pacts: [pactFile([left, { description: 'and again' }])], provider: mock })
    expect(interactions.map(({ result }) => result)).toEqual(['passed', 'passed'])
  })

  test('uses the sub-merchant in the request when the state names none', async ({ mock }) => {
    const exists = {
      description: 'a',
      states: [{ name: 'the sub-merchant exists' }],
      response: { status: 200, body: { sub_mchid: SUB_MCHID } },
    }
    const missing = { description: 'b', states: [{ name: '特约商户不存在' }], response: { status: 400, body: { code: 'MCH_NOT_EXISTS' } } }
    const pacts = [pactFile([exists, missing].map((interaction) => ({ ...interaction, request: OF_SUB_MCHID })))]
    expect((await verifyPacts({ pacts, provider: mock })).interactions).toHaveLength(2)
  })

  test('resets the merchant before each interaction', async ({ mock }) => {
    const closes = { ...OPENS.request, body: { ...OPENS.request.body, operation_type: 'CLOSE' } }
    const isOpen = { states: [{ name: 'the gold plan of a sub-merchant is open' }] }
    // Without the reset, opening the gold plan so soon after closing it would be refused.
    await verifyPacts({ pacts: [pactFile([{ description: 'closing', request: closes, ...isOpen }, {}])], provider: mock })
  })

  test('sets up all states of an interaction that has several', async ({ mock }) => {
    const names = ['the gold plan of a sub-merchant is open', 'a sub-merchant is punished', 'look']
    const states = names.map((name) => ({ name }))
    const pacts = [pactFile([{ states, response: { status: 400, body: { code: 'INVALID_REQUEST' } } }])]
    const { records, states: own } = looking()
    await verifyPacts({ pacts, provider: mock, states: own })
    expect(records[0]).toMatchObject({ punished: true, gold_plan: { JSAPI: { status: 'OPEN' } } })
  })

  test('accepts an answer signed with another platform key', async ({ mock }) => {
    const names = ['answers are signed with the next platform certificate', 'answers are signed with the WeChat Pay public key']
    const pacts = [pactFile(names.map((name) => ({ description: name, states: [{ name }] })))]
    expect((await verifyPacts({ pacts, provider: mock })).interactions).toHaveLength(2)
  })

  test("accepts an integrator's own provider states", async ({ mock }) => {
    const states = {
      'the shop is open': ({ merchant }: { merchant: { addFault: (fault: object) => unknown } }) =>
        merchant.addFault({ example: 'NO_AUTH' }),
    }
    const pacts = [pactFile([{ states: [{ name: 'the shop is open' }], response: { status: 403 } }])]
    expect((await verifyPacts({ pacts, provider: mock, states })).interactions).toHaveLength(1)
  })

  test("does not send requests for this machine through the system's proxy", async ({ mock }) => {
    const before = process.env['HTTP_PROXY']
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:9'
    try {
      expect((await verifyPacts({ pacts: [pactFile([{}])], provider: mock })).interactions).toHaveLength(1)
      expect(process.env['HTTP_PROXY']).toBe('http://127.0.0.1:9')
    } finally {
      if (before === undefined) delete process.env['HTTP_PROXY']
      else process.env['HTTP_PROXY'] = before
    }
  })
})

describe('provider states of verifyPacts:', () => {
  const error = (status: number, code: string, message = '') => ({ status, body: { code, ...(message && { message }) } })
  const OPENED = OPENS.response
  /** The answer to a request to open the gold plan, in each state. */
  const OUTCOMES: Record<StateName, object> = {
    'the service provider is punished': error(400, 'INVALID_REQUEST', '请在服务商平台处理处罚后再试'),
    'the service provider has not opened the gold plan': error(400, 'INVALID_REQUEST', '请在服务商平台先行开通点金计划后再试'),
    'the service provider has no custom page link': OPENED,
    'the caller is an institution': error(400, 'INVALID_REQUEST', '只有普通服务商和普通渠道商才能调用该接口'),
    'no such sub-merchant exists': error(400, 'MCH_NOT_EXISTS'),
    'a sub-merchant is punished': error(400, 'INVALID_REQUEST', '请让特约商户在商户平台处理处罚后再试'),
    'the gold plan of a sub-merchant was closed less than 24 hours ago': error(
      400,
      'INVALID_REQUEST',
      '请特约商户关闭点金计划24小时后再试',
    ),
    'the gold plan of a sub-merchant was closed more than 24 hours ago': OPENED,
    'the gold plan of a sub-merchant was never opened': OPENED,
    'the gold plan of a sub-merchant is open': OPENED,
    'the gold plan of a sub-merchant is open by default': OPENED,
    'a sub-merchant has its own custom page link': OPENED,
    'the custom page of a sub-merchant is open': OPENED,
    'the advertising show of a sub-merchant is open': OPENED,
    'a sub-merchant exists': OPENED,
    'calls are limited': error(400, 'INVALID_REQUEST', '接口调用速度过快，请降低频率调用该接口'),
    'the gateway limits calls': error(429, 'RATELIMIT_EXCEEDED'),
    'the system is busy': error(500, 'SYSTEM_ERROR'),
    'the service is unavailable': error(503, 'SERVICE_UNAVAILABLE'),
    'the answer is an error example': error(403, 'NO_AUTH'),
    'the merchant certificate is revoked': error(401, 'SIGN_ERROR', '商户证书已作废。'),
    'the merchant certificate has expired': error(401, 'SIGN_ERROR', '商户证书已过期。'),
    'answers are signed with the next platform certificate': {
      ...OPENED,
      headers: { 'Wechatpay-Serial': developmentKeys.nextPlatform.serial },
    },
    'answers are signed with the WeChat Pay public key': {
      ...OPENED,
      headers: { 'Wechatpay-Serial': developmentKeys.platformPublicKey.id },
    },
    'the platform certificate has expired': { ...OPENED, headers: { 'Wechatpay-Serial': developmentKeys.platformPublicKey.id } },
    'requests are left as recorded': error(401, 'SIGN_ERROR'),
  }
  const PARAMETERS: { readonly [Name in StateName]?: object } = { 'the answer is an error example': { example: 'NO_AUTH' } }

  test('each state leads to the answer that OUTCOMES lists', async ({ mock }) => {
    const interactions = Object.entries(OUTCOMES).map(([name, response]) => {
      const state = { name, params: PARAMETERS[name as StateName] ?? {} }
      return { description: name, states: [state], response }
    })
    const { interactions: verified } = await verifyPacts({ pacts: [pactFile(interactions)], provider: mock })
    expect(verified).toHaveLength(Object.keys(PROVIDER_STATES).length)
  })

  test('the states of a sub-merchant, and their parameters, change the record of the sub-merchant', async ({ mock }) => {
    const leftBy = async (name: StateName, params: object) => {
      const pacts = [pactFile([{ states: [{ name, params }, { name: 'look' }] }])]
      const { records, states } = looking()
      await verifyPacts({ pacts, provider: mock, states })
      return records[0]
    }
    expect(await leftBy('the custom page of a sub-merchant is open', {})).toMatchObject({ custom_page: 'OPEN' })
    expect(await leftBy('the advertising show of a sub-merchant is open', {})).toMatchObject({ advertising_show: 'OPEN' })
    expect(await leftBy('the gold plan of a sub-merchant is open', { scene: 'JSAPI_AND_MINIPROGRAM' })).toMatchObject({
      gold_plan: { JSAPI: { status: 'OPEN' }, MINIPROGRAM: { status: 'OPEN' } },
    })
    expect(
      await leftBy('the gold plan of a sub-merchant was closed less than 24 hours ago', { scene: 'MINIPROGRAM', hours: 3 }),
    ).toMatchObject({
      gold_plan: { JSAPI: { status: 'CLOSED', closed_at: null }, MINIPROGRAM: { status: 'CLOSED', closed_at: expect.any(Number) } },
    })
    await expect(leftBy('the gold plan of a sub-merchant is open', { scene: 'APP' })).rejects.toThrow('scene must be JSAPI, MINIPROGRAM or')
  })

  test('closing a gold plan that is open by default fails', async ({ mock }) => {
    const request = { ...OPENS.request, body: { ...OPENS.request.body, operation_type: 'CLOSE' } }
    const states = [{ name: '特约商户默认开通点金计划' }]
    const message = '服务商已打开“默认开通点金计划”开关，不可单个关闭'
    await verifyPacts({ pacts: [pactFile([{ request, states, response: error(400, 'INVALID_REQUEST', message) }])], provider: mock })
  })

  test('a custom page link of the sub-merchant is enough to open its custom page', async ({ mock }) => {
    const request = { ...OPENS.request, path: '/v3/goldplan/merchants/changecustompagestatus' }
    const states = [{ name: '服务商未配置商家小票链接' }, { name: '特约商户已配置商家小票链接' }]
    await verifyPacts({ pacts: [pactFile([{ request, states, response: { status: 200 } }])], provider: mock })
  })

  test('there is no certificate to download when the platform certificate has expired', async ({ mock }) => {
    const request = { method: 'GET', path: '/v3/certificates', headers: OPENS.request.headers }
    const states = [{ name: '平台证书已过期' }]
    await verifyPacts({ pacts: [pactFile([{ request, states, response: error(404, 'RESOURCE_NOT_EXISTS') }])], provider: mock })
  })

  test('opening the custom page fails when there is no custom page link', async ({ mock }) => {
    const request = { ...OPENS.request, path: '/v3/goldplan/merchants/changecustompagestatus' }
    const states = [{ name: 'the service provider has no custom page link' }]
    const message = '请在服务商平台先行配置商家小票链接后再试'
    await verifyPacts({ pacts: [pactFile([{ request, states, response: error(400, 'INVALID_REQUEST', message) }])], provider: mock })
  })
})

describe('verifyPacts compares the answer with the pact when the body of the request', () => {
  const { body, ...request } = OPENS.request
  const big = { ...body, note: 'x'.repeat(120_000) }
  const json = { ...request, headers: { 'Content-Type': 'application/json; charset=UTF-8' } }

  test.for<[string, object, object]>([
    ['is larger than 64 KiB', { ...request, body: big }, { status: 400, body: { code: 'INVALID_REQUEST' } }],
    ['is a JSON string', { ...request, body: '"text"' }, { status: 400, body: { code: 'PARAM_ERROR' } }],
    ['is a JSON number', { ...request, body: 12 }, { status: 400, body: { code: 'PARAM_ERROR' } }],
    ['has a Content-Type that names a charset', { ...json, body }, { status: 200 }],
  ])('%s', async ([, sent, response], { mock }) => {
    const wrong = { description: 'wrong', request: sent, response: { status: 418 } }
    const run = verifyPacts({ pacts: [pactFile([{ request: sent, response }, wrong, { description: 'another' }])], provider: mock })
    await expect(run).rejects.toMatchObject({
      report: { interactions: [{ result: 'passed' }, { result: 'failed' }, { result: 'passed' }] },
    })
  })
})

describe('each run of verifyPacts has a merchant of its own', () => {
  const opened = { states: [{ name: 'a sub-merchant exists' }] }
  const busy = { states: [{ name: 'the system is busy' }], response: { status: 500, body: { code: 'SYSTEM_ERROR' } } }
  const many = (interaction: object) => Array.from({ length: 8 }, (_, index) => ({ ...interaction, description: `call ${index}` }))

  test('so that the states of one run do not affect another run', async ({ mock }) => {
    const runs = [opened, busy, opened, busy].map((one) => verifyPacts({ pacts: [pactFile(many(one))], provider: mock }))
    const results = (await Promise.all(runs)).flatMap(({ interactions }) => interactions.map(({ result }) => result))
    expect(results).toEqual(Array.from({ length: 32 }, () => 'passed'))
  })

  test('but runs whose requests are left as recorded share the given merchant without affecting each other', async ({ mock }) => {
    const revoked = [{ name: 'requests are left as recorded' }, { name: 'the merchant certificate is revoked' }]
    const { mchid, serial } = developmentKeys.merchant
    const fields = `mchid="${mchid}",serial_no="${serial}",nonce_str="n",timestamp="${Math.floor(Date.now() / 1000)}",signature="${'A'.repeat(342)}=="`
    const headers = { ...OPENS.request.headers, Accept: '*/*', Authorization: `WECHATPAY2-SHA256-RSA2048 ${fields}` }
    const request = { ...OPENS.request, headers }
    const error = (message: string) => ({ status: 401, body: { code: 'SIGN_ERROR', message } })
    const one = { request, states: revoked, response: error('商户证书已作废。') }
    const wrong = { request, states: revoked.slice(0, 1), response: { status: 401 } }
    const runs = [one, wrong, one, wrong].map((interaction) => verifyPacts({ pacts: [pactFile(many(interaction))], provider: mock }))
    expect((await Promise.all(runs)).flatMap(({ interactions }) => interactions)).toHaveLength(32)
  })

  test('with the settings of the given merchant, which the run does not change', async ({ mock }) => {
    const { mchid } = mock.credentials
    const given = mock.control.merchant(mchid)
    await given.change({ type: 'institution' })
    await given.putSubMerchant('1900000109', { custom_page: 'OPEN' })
    const before = await given.snapshot()
    const institution = {
      response: { status: 400, body: { code: 'INVALID_REQUEST', message: '只有普通服务商和普通渠道商才能调用该接口' } },
    }
    const used: string[] = []
    const states: OwnStates = {
      async look({ merchant }) {
        used.push((await merchant.read()).mchid)
      },
    }
    await verifyPacts({ pacts: [pactFile([{ ...institution, states: [{ name: 'look' }] }])], provider: mock, states })
    expect(await given.snapshot()).toEqual(before)
    expect(used).not.toContain(mchid)
    await expect(mock.control.merchant(used[0] ?? '').read()).rejects.toThrow('There is no merchant')
  })
})

describe('values that a provider state returns', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Pact's own template
  const generators = { body: { '$.sub_mchid': { type: 'ProviderState', expression: '${sub}' } } }
  const request = { ...OPENS.request, generators }
  const response = { status: 200, body: { sub_mchid: SUB_MCHID } }
  const states = [{ name: 'a shop' }]

  test('replace the expressions in the request', async ({ mock }) => {
    const own: OwnStates = {
      'a shop': async ({ merchant }) => {
        await merchant.putSubMerchant(SUB_MCHID)
        return { sub: SUB_MCHID }
      },
    }
    const pacts = [
      pactFile([
        { request, response, states },
        { request, response, states, description: 'another' },
      ]),
    ]
    expect((await verifyPacts({ pacts, provider: mock, states: own })).interactions).toHaveLength(2)
  })

  test('are text in the request even when the pact has the ID of the sub-merchant as a number, as pact-go writes it', async ({ mock }) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Pact's own template
    const ofParameter = { body: { '$.sub_mchid': { type: 'ProviderState', expression: '${sub_mchid}' } } }
    const exists = [{ name: 'a sub-merchant exists', params: { sub_mchid: Number(SUB_MCHID) } }]
    const pacts = [pactFile([{ request: { ...OPENS.request, generators: ofParameter }, response, states: exists }])]
    expect((await verifyPacts({ pacts, provider: mock })).interactions).toMatchObject([{ result: 'passed' }])
  })

  test('are reported as missing when no state returns them, because Pact then sends the example', async ({ mock }) => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    onTestFinished(() => printed.mockRestore())
    const ofGenerator = (expression: string) => ({
      ...OPENS.request,
      generators: { body: { '$.sub_mchid': { type: 'ProviderState', expression } } },
    })
    const expressions = [`\${id}`, `1\${sub}\${no}`, 'sub', `\${of}`]
    const taking = expressions.map((expression) => ({ description: `of ${expression}`, request: ofGenerator(expression) }))
    const pacts = [
      pactFile([
        ...taking.map((one) => ({ ...one, states: [{ name: 'a shop', params: { of: '1900000109' } }] })),
        { ...taking[0], description: 'alone' },
      ]),
    ]
    await verifyPacts({ pacts, provider: mock, states: { 'a shop': () => ({ sub: '1900000109' }) } })
    expect(printed.mock.calls.flat()).toEqual([
      expect.stringMatching(/^their shop: of \$\{id\}: no provider state returned a value for \$\{id\}, so Pact sent the example/),
      expect.stringMatching(/^their shop: of 1\$\{sub\}\$\{no\}: no provider state returned a value for /),
      expect.stringMatching(/^their shop: alone: no provider state returned a value for \$\{id\}/),
    ])
  })

  test.for<[string, string[], number]>([
    ['an earlier', ['requests are left as recorded', 'a shop'], 1],
    ['a later', ['a shop', 'requests are left as recorded'], 2],
  ])('come from the given merchant when %s state leaves the request as recorded', async ([, names, times], { mock }) => {
    const given = mock.control.merchant(mock.credentials.mchid)
    await given.putSubMerchant('1900000110')
    const used: string[] = []
    const own: OwnStates = {
      'a shop': async ({ merchant }) => {
        used.push((await merchant.change({ punished: true })).mchid)
        return { sub: SUB_MCHID }
      },
    }
    const recorded = names.map((name) => ({ name }))
    await verifyPacts({ pacts: [pactFile([{ request, response: { status: 401 }, states: recorded }])], provider: mock, states: own })
    expect(used.at(-1)).toBe(mock.credentials.mchid)
    expect(used).toHaveLength(times)
    expect(await given.read()).toMatchObject({ punished: true })
    expect((await given.subMerchants()).map(({ sub_mchid }) => sub_mchid)).not.toContain('1900000110')
  })

  test('are not used when the state throws: the run fails with the error of the state', async ({ mock }) => {
    const own: OwnStates = {
      'a shop': () => {
        throw new Error('the shop is closed')
      },
    }
    await expect(verifyPacts({ pacts: [pactFile([{ request, response, states }])], provider: mock, states: own })).rejects.toThrow(
      'the shop is closed',
    )
  })
})

test('an interaction fails when its provider state returns a BigInt, but the run goes on to the next interaction and ends', async ({
  mock,
}) => {
  const generators = { body: { '$.sub_mchid': { type: 'ProviderState', expression: `\${id}` } } }
  const pacts = [
    pactFile([
      { request: { ...OPENS.request, generators }, states: [{ name: 'a shop' }] },
      { description: 'another', request: OPENS.request },
    ]),
  ]
  const run = verifyPacts({ pacts, provider: mock, states: { 'a shop': () => ({ id: 1n }) } })
  await expect(run).rejects.toThrow(/^1 of 2 interactions failed:\n.*\n +Do not know how to serialize a BigInt$/)
})

describe('verifyPacts fails', () => {
  test('for an unknown provider state, and suggests the nearest names', async ({ mock }) => {
    const run = verifyPacts({ pacts: [pactFile([{ states: [{ name: 'the moon is full' }] }])], provider: mock })
    await expect(run).rejects.toThrow(
      /^1 of 1 interactions failed:\n.*given the moon is full.*\n +There is no provider state "the moon is full" \(没有此提供者状态\)\n +The nearest names are \(最接近的是\):\n +\w/,
    )
  })

  test.for([
    { match: 'statusCode', status: 'error' },
    { match: 'statusCode', status: [999] },
    { match: 'integer' },
    { match: 'regex', regex: '\\d+' },
  ])('for an unknown provider state, even when the pact has a lenient rule for the status: %o', async (rule, { mock }) => {
    const response = { status: 400, matchingRules: { status: { matchers: [rule] } } }
    await using broker = await pactBroker(pactFile([{ states: [{ name: 'the moon is full' }], response }]))
    const provider = { ...mock, name: 'wechatpay-goldplan', version: 'abc123' }
    const run = verifyPacts({ broker: { url: broker.url, publish: true }, provider })
    await expect(run).rejects.toThrow('There is no provider state "the moon is full"')
    expect(broker.requests.find(({ path }) => path === '/results')?.body).toMatchObject({ success: false })
  })

  test('when Pact panics, and says that Pact panicked', async ({ mock }) => {
    const matchers = [{ match: 'regex', regex: '^(([0-9A-Z_-]+)+)+$x' }]
    const response = { status: 200, headers: { 'Request-ID': 'text' }, matchingRules: { header: { 'Request-ID': { matchers } } } }
    const pacts = [pactFile([{ response }]), pactFile([{}])]
    await expect(verifyPacts({ pacts, provider: mock })).rejects.toThrow(/^Pact's core panicked/)
  })

  test('when Pact panics at a filter, and names the filter', async ({ mock }) => {
    const run = verifyPacts({ pacts: [pactFile([{}])], provider: mock, filterDescription: '[\\w-a]' })
    await expect(run).rejects.toThrow('or the filter "[\\\\w-a]", whose syntax Pact may not know')
  })

  test('for a provider state that cannot be set up, even if the answer matches the pact', async ({ mock }) => {
    const states = [{ name: 'the answer is an error example', params: { example: 'NO_SUCH_EXAMPLE' } }]
    const run = verifyPacts({ pacts: [pactFile([{ states }])], provider: mock })
    await expect(run).rejects.toThrow('NO_SUCH_EXAMPLE')
  })

  test("for an integrator's state that never ends, and names it", async ({ mock }) => {
    const asked = vi.fn(() => new Promise(() => undefined))
    const run = verifyPacts({
      pacts: [pactFile([{ states: [{ name: 'our busy day' }] }])],
      provider: mock,
      states: { 'our busy day': asked },
    })
    const failed = expect(run).rejects.toThrow('The provider state "our busy day" did not end within 30 s')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    await vi.waitFor(() => expect(asked).toHaveBeenCalled(), { timeout: 10_000 })
    await vi.advanceTimersByTimeAsync(30_000)
    await failed
  })

  test('for a request with a Content-Length that is too high, and names the Content-Length', async ({ mock }) => {
    const headers = { ...OPENS.request.headers, 'Content-Length': '500' }
    const run = verifyPacts({ pacts: [pactFile([{ request: { ...OPENS.request, headers } }])], provider: mock })
    await expect(run).rejects.toThrow('did not arrive within 10 s; its Content-Length announces 500 bytes')
  })

  test("for an integrator's state that throws", async ({ mock }) => {
    const states = {
      'the shop is open': () => {
        throw new Error('the key to the shop is lost')
      },
    }
    const run = verifyPacts({ pacts: [pactFile([{ states: [{ name: 'the shop is open' }] }])], provider: mock, states })
    await expect(run).rejects.toThrow('the key to the shop is lost')
  })

  test.for([
    ['a pact without interactions', () => pactFile([]), 'has no interactions, so nothing would be verified'],
    ['an empty folder', () => emptyFolder(), 'has no pact file'],
  ] as const)('for %s', async ([, path, reason], { mock }) => {
    await expect(verifyPacts({ pacts: [path()], provider: mock })).rejects.toThrow(reason)
  })

  test('for an interaction with a wrong answer, even if PACT_DESCRIPTION names another interaction', async ({ mock }) => {
    vi.stubEnv('PACT_DESCRIPTION', 'another')
    vi.stubEnv('PACT_PROVIDER_STATE', 'the system')
    onTestFinished(() => void vi.unstubAllEnvs())
    const pacts = [pactFile([{ response: { status: 204 } }, { description: 'another' }])]
    await expect(verifyPacts({ pacts, provider: mock })).rejects.toThrow('1 of 2 interactions failed')
    expect(process.env['PACT_DESCRIPTION']).toBe('another')
  })

  test.for([
    { filterDescription: '(' },
    { filterState: '(?=open)' },
    { filterState: 5 as never },
    ...['[^]', '[]', 'a{', '[a]x{', 'a{,3}', '\\q', '\\中', '\\Z', '\\0', '\\\\\\1'].map((filterDescription) => ({ filterDescription })),
  ])('for a filter that Pact cannot read: %j', async (filter, { mock }) => {
    const [option = ''] = Object.keys(filter)
    await expect(verifyPacts({ pacts: [pactFile([{}])], provider: mock, ...filter })).rejects.toThrow(`${option}: The filter must `)
  })

  test.for<[object, string]>([
    [{ pacts: 'pacts' }, 'pacts must be a list of paths and URLs; got "pacts"'],
    [{ pacts: [5] }, 'pacts must be a list of paths and URLs; got [5]'],
    [{ states: { 'a shop': { setup() {} } } }, 'states must be an object of functions; "a shop" is {'],
    [{ states: { 'a shop': null } }, 'states must be an object of functions; "a shop" is null'],
    [{ publish: true }, 'verifyPacts has no option publish; it has pacts, broker, '],
    [{ broker: { url: 'http://127.0.0.1', publishes: true } }, 'broker has no option publishes; it has url, token, '],
    [{ broker: 'http://127.0.0.1' }, 'broker takes an object of options; got "http://127.0.0.1"'],
  ])('for an option that is unknown or has a wrong type: %j', async ([wrong, reason], { mock }) => {
    await expect(verifyPacts({ pacts: [pactFile([{}])], provider: mock, ...wrong })).rejects.toThrow(reason)
  })

  test.for([[['']], ['their shop' as never], [[5 as never]]])(
    'for consumers that are not a list of names: %j',
    async ([consumers = []], { mock }) => {
      await expect(verifyPacts({ pacts: [pactFile([{}])], provider: mock, consumers })).rejects.toThrow(
        `consumers must be a list of names; got ${JSON.stringify(consumers)}`,
      )
    },
  )

  test('for a file that does not exist', async ({ mock }) => {
    await expect(verifyPacts({ pacts: ['no/such/file.json'], provider: mock })).rejects.toThrow(
      'There is no pact file at no/such/file.json',
    )
  })

  test('for a file that is not a pact, but not for a folder that contains both pacts and other files', async ({ mock }) => {
    const file = pactFile([{}])
    const other = join(dirname(file), 'package.json')
    writeFileSync(other, '{ "name": "shop" }')
    await expect(verifyPacts({ pacts: [file, other], provider: mock })).rejects.toThrow(
      `${other} is JSON but not a pact: it has no interactions`,
    )
    expect((await verifyPacts({ pacts: [dirname(file)], provider: mock })).interactions).toHaveLength(1)
  })

  test('for an answer that differs from the pact', async ({ mock }) => {
    const run = verifyPacts({ pacts: [pactFile([{ request: OF_SUB_MCHID }, { description: 'another' }])], provider: mock })
    await expect(run).rejects.toBeInstanceOf(PactVerificationError)
    await expect(run).rejects.toMatchObject({
      report: {
        interactions: [
          {
            result: 'failed',
            problems: ['expected 200 but was 400', expect.anything(), expect.stringMatching(/^the answer was 400 .*MCH_NOT_EXISTS/)],
          },
          { result: 'passed' },
        ],
      },
    })
  })

  test('for an unreachable Broker, without printing the password in its URL', async ({ mock }) => {
    const broker = { url: 'http://reader:hidden%20word@127.0.0.1:9' }
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => void printed.mockRestore())
    const error = await verifyPacts({ pacts: [pactFile([{}])], broker, provider: mock }).catch((cause) => cause)
    expect(error).toMatchObject({ report: { interactions: [{ result: 'passed' }], problems: [expect.stringContaining('127.0.0.1:9')] } })
    expect(JSON.stringify([error.report, printed.mock.calls])).not.toMatch(/hidden|reader/)
  })

  test('for a merchant that the provider does not have', async ({ mock }) => {
    const credentials = { ...mock.credentials, mchid: '1' }
    await expect(verifyPacts({ pacts: [pactFile([{}])], provider: { ...mock, credentials } })).rejects.toThrow('There is no merchant 1')
  })

  test('for a pact URL that is not valid, and shows no password', async ({ mock }) => {
    const run = verifyPacts({ pacts: ['https://user:pass/word@host/pact'], provider: mock })
    await expect(run).rejects.toThrow(/^https:\/\/…@host\/pact is not a valid URL/)
  })

  test.each([
    ['pacts or broker', { pacts: [] }, 'Either pacts or broker must be given'],
    ['a valid provider URL', { provider: { url: 'here' } }, 'provider.url must be the URL of a mock server; got "here"'],
    ['a valid broker URL', { broker: { url: 'here' } }, 'broker.url must be a URL; got "here"'],
    [
      'a valid broker URL, and shows no password',
      { broker: { url: 'https://user:pass/word@host' } },
      'broker.url must be a URL; got "https://…@host"',
    ],
    [
      'a branch for pending pacts',
      { broker: { url: 'http://127.0.0.1', pending: true } },
      'provider.branch or provider.tags is required for broker.pending',
    ],
    ['a version to publish under', { broker: { url: 'http://127.0.0.1', publish: true } }, 'provider.version is required'],
  ])('without %s', async (_, change, message) => {
    const provider = { url: 'http://127.0.0.1', credentials: { mchid: '1', serial_no: '', private_key: '', sub_mchids: [] } }
    const run = verifyPacts({ pacts: ['x'], provider, ...change } as Parameters<typeof verifyPacts>[0])
    await expect(run).rejects.toThrow(message)
    await expect(run).rejects.toBeInstanceOf(TypeError)
  })

  test("for an unknown provider state, and prints the first line of the reason before Pact's own output", async ({ mock }) => {
    const lines: string[] = []
    const printed = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)))
    onTestFinished(() => void printed.mockRestore())
    const run = verifyPacts({ pacts: [pactFile([{ states: [{ name: 'the moon is full' }] }])], provider: mock })
    await expect(run).rejects.toThrow('the moon is full')
    expect(lines.slice(0, 1)).toEqual([
      expect.stringMatching(
        /^POST \S+ failed; Pact shows this as an error of the connection .*: There is no provider state "the moon is full" \(没有此提供者状态\)$/,
      ),
    ])
  })
})

/** The token with which the control API of a mock server can be used through a proxy. */
const TOKEN = 'secret'
const proxied = test.extend<{ mock: MockServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  mock: async ({}, use) => {
    await using mock = await createMockServer({ controlToken: TOKEN })
    await use(mock)
  },
})

/** Alters the answers of the gateway, but not the answers of the control API. */
const onlyGateway = (alter: Alter) => (answer: Passing) => (answer.headers['request-id'] ? alter(answer) : answer)

async function signedAgain({ headers, ...answer }: Passing): Promise<Passing> {
  const unsigned = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('wechatpay-')))
  const signature = await signResponse(answer.body, { ...developmentKeys.platform, now: Date.now(), nonce: 'n' })
  return { ...answer, headers: { ...unsigned, ...signature } }
}

const withoutSignature = ({ headers, ...answer }: Passing): Passing => ({
  ...answer,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('wechatpay-'))),
})

describe('a request that verifyPacts sends', () => {
  /** The requests that a run sends to the gateway. */
  async function sentBy(options: Partial<Parameters<typeof verifyPacts>[0]>, mock: MockServer) {
    await using provider = await alteringProxy(mock.url)
    await verifyPacts({ ...options, provider: { ...mock, url: provider.url, controlToken: TOKEN } })
    return provider.requests.filter(({ target }) => !target.startsWith('/__mock'))
  }

  proxied('without a recorded Authorization is signed', async ({ mock }) => {
    const [sent] = await sentBy({ pacts: [pactFile([{}])] }, mock)
    expect(sent?.headers['authorization']).toMatch(/^WECHATPAY2-SHA256-RSA2048 mchid="\d+"/)
  })

  proxied('whose pact records no Content-Type is sent as JSON', async ({ mock }) => {
    const { headers: _, ...request } = OPENS.request
    const [sent] = await sentBy({ pacts: [pactFile([{ request }])] }, mock)
    expect(sent).toMatchObject({ body: expect.stringContaining('1900000109'), headers: { 'content-type': 'application/json' } })
  })

  proxied('for a pact from a Broker has the same numbers as for a pact file', async ({ mock }) => {
    const file = pactFile([{ response: { status: 400 } }])
    const number = '1234567890123456789.50'
    writeFileSync(file, readFileSync(file, 'utf8').replace('"operation_type"', `"number":${number},"operation_type"`))
    await using broker = await pactBroker(file)
    const requests = [...(await sentBy({ pacts: [file] }, mock)), ...(await sentBy({ broker: { url: broker.url } }, mock))]
    expect(requests).toHaveLength(2)
    expect(requests[0]?.body).toMatch(/"number":1\.?23456789/)
    expect(requests[1]?.body).toBe(requests[0]?.body)
  })
})

describe('verifyPacts fails for a provider', () => {
  proxied.for<[string, Alter, string]>([
    ['that answers with another status', (answer) => ({ ...answer, status: 201 }), 'expected 200 but was 201'],
    ['that leaves out a field', (answer) => signedAgain({ ...answer, body: Buffer.from('{}') }), 'missing the following keys: sub_mchid'],
    ['that does not sign', withoutSignature, 'it lacks Wechatpay-Nonce, Wechatpay-Signature, Wechatpay-Timestamp, Wechatpay-Serial'],
    [
      'that changes the body after signing it',
      (answer) => ({ ...answer, body: Buffer.from(`${answer.body} `) }),
      'its Wechatpay-Signature was not made with the key 6D6F',
    ],
    [
      'that sends an old Wechatpay-Timestamp',
      ({ headers, ...answer }) => ({ ...answer, headers: { ...headers, 'wechatpay-timestamp': '1700000000' } }),
      'its Wechatpay-Timestamp 1700000000 is more than 300 seconds',
    ],
    [
      'that names an unknown key',
      ({ headers, ...answer }) => ({ ...answer, headers: { ...headers, 'wechatpay-serial': '0'.repeat(40) } }),
      `its Wechatpay-Serial ${'0'.repeat(40)} is not one of the known serials`,
    ],
  ])('%s', async ([, alter, problem], { mock }) => {
    await using provider = await alteringProxy(mock.url, onlyGateway(alter))
    const run = verifyPacts({ pacts: [pactFile([{}])], provider: { ...mock, url: provider.url, controlToken: TOKEN } })
    await expect(run).rejects.toThrow(problem)
  })

  proxied('that does not sign an error answer to a valid request', async ({ mock }) => {
    await using provider = await alteringProxy(mock.url, onlyGateway(withoutSignature))
    const states = [{ name: 'the system is busy' }]
    const pacts = [pactFile([{ states, response: { status: 500, body: { code: 'SYSTEM_ERROR' } } }])]
    await expect(verifyPacts({ pacts, provider: { ...mock, url: provider.url, controlToken: TOKEN } })).rejects.toThrow(
      'it lacks Wechatpay-Nonce',
    )
    expect((await verifyPacts({ pacts, provider: { ...mock, controlToken: TOKEN } })).interactions).toHaveLength(1)
  })

  describe('that answers 404 with a body', () => {
    const request = { method: 'GET', path: '/v3/nowhere' }
    const noPath = { request, response: { status: 404, body: { code: 'RESOURCE_NOT_EXISTS' } } }
    const withBody = ({ headers, ...answer }: Passing): Passing => ({
      ...answer,
      headers: { ...headers, 'content-type': 'application/json' },
      body: Buffer.from('{"code":"RESOURCE_NOT_EXISTS"}'),
    })
    const verifyBehind = async (mock: MockServer, alter: Alter) => {
      await using provider = await alteringProxy(mock.url, (answer) => (answer.status === 404 ? alter(answer) : answer))
      return await verifyPacts({ pacts: [pactFile([noPath])], provider: { ...mock, url: provider.url, controlToken: TOKEN } })
    }

    proxied('that is unsigned', async ({ mock }) => {
      await expect(verifyBehind(mock, withBody)).rejects.toThrow('it lacks Wechatpay-Nonce')
    })

    proxied('but not if the answer is signed', async ({ mock }) => {
      const { interactions } = await verifyBehind(mock, (answer) => signedAgain(withBody(answer)))
      expect(interactions).toMatchObject([{ result: 'passed' }])
    })
  })

  test('that has stopped', async ({ mock }) => {
    await mock.close()
    await expect(verifyPacts({ pacts: [pactFile([{}])], provider: mock })).rejects.toThrow('got no answer')
  })
})

describe('verifyPacts accepts', () => {
  test('unsigned answers with 401, and unsigned answers with 404 or 405 that have no body', async ({ mock }) => {
    const revoked = { states: [{ name: '商户证书已作废' }], response: { status: 401, body: { code: 'SIGN_ERROR' } } }
    const noPath = { description: 'no path', request: { method: 'GET', path: '/v3/nowhere' }, response: { status: 404 } }
    const noMethod = { description: 'no method', request: { ...OPENS.request, method: 'PUT' }, response: { status: 405 } }
    expect((await verifyPacts({ pacts: [pactFile([revoked, noPath, noMethod])], provider: mock })).interactions).toHaveLength(3)
  })

  test("nginx's unsigned 404 page outside APIv3", async ({ mock }) => {
    const outside = { request: { method: 'GET', path: '/nowhere' }, response: { status: 404, headers: { 'Content-Type': 'text/html' } } }
    expect((await verifyPacts({ pacts: [pactFile([outside])], provider: mock })).interactions).toMatchObject([{ result: 'passed' }])
  })
})

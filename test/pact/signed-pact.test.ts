import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { MatchersV3 } from '@pact-foundation/pact'
import { describe, expect, test } from 'vitest'
import { createWechatpay } from '../../client/index.ts'
import { developmentKeys, signRequest } from '../../contracts/index.ts'
import {
  type Interaction,
  interactionThatFails,
  interactionThatSucceeds,
  matchers,
  RECORDED,
  type SignedPactOptions,
  signedPact,
} from '../../contracts/pact/index.ts'
import { createMockServer } from '../../mock-server/index.ts'
import { emptyFolder } from '../empty-folder.ts'
import { keptBytesOf, rawExchange, statusOf } from '../raw-exchange.ts'
import { send } from '../send.ts'
import { type RequestChoice, signedRequest } from '../signed-request.ts'

const SUB = { sub_mchid: '1900000109' }
const CLOSE_SHOW = '/v3/goldplan/merchants/close-advertising-show'

const SHORT_KEY = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' })

const { mchid, serial: serial_no, privateKey: private_key } = developmentKeys.merchant
const CREDENTIALS = { mchid, serial_no, private_key }

function newPact(options: Partial<SignedPactOptions> = {}) {
  const dir = emptyFolder()
  const pact = signedPact({ consumer: 'shop', dir, ...options })
  const files = () => readdirSync(dir)
  const interactions = () => files().flatMap((file) => JSON.parse(readFileSync(join(dir, file), 'utf8')).interactions)
  return { dir, pact, files, interactions }
}

/** Signs and sends a call that closes the advertising show, without the client of this project. */
async function callByHand(url: string, choice: RequestChoice = {}) {
  return send(url, await signedRequest(CREDENTIALS, { target: CLOSE_SHOW, body: JSON.stringify(SUB), ...choice }))
}

describe('signedPact', () => {
  test('satisfies a client that verifies answers, and writes the interaction to the pact file', async () => {
    const { pact, files, interactions } = newPact()
    const data = await pact.test(await interactionThatSucceeds('changeGoldPlanStatus'), async ({ url }) => {
      const wxpay = createWechatpay({ ...pact.clientOptions, baseURL: url })
      const body = { ...SUB, operation_type: 'OPEN', operation_pay_scene: 'JSAPI_AND_MINIPROGRAM' } as const
      return (await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(body)).data
    })
    expect(data).toEqual(SUB)
    expect(files()).toEqual(['shop-wechatpay-goldplan.json'])
    expect(interactions()).toMatchObject([{ description: 'changeGoldPlanStatus that succeeds', response: { status: 200 } }])
  })

  test('runs an interaction again, but refuses another interaction with the same description and states', async () => {
    const { pact, interactions } = newPact()
    const called = async (interaction: Interaction) => pact.test(interaction, async ({ url }) => (await callByHand(url)).status)
    const succeeds = await interactionThatSucceeds('closeAdvertisingShow', { description: 'closing' })
    const fails = interactionThatFails('closeAdvertisingShow', 'MCH_NOT_EXISTS', { description: 'closing', states: succeeds.states })
    expect([await called(succeeds), await called(succeeds)]).toEqual([204, 204])
    await expect(called(fails)).rejects.toThrow('Two tests have an interaction "closing" with the same states')
    expect(await called({ ...fails, description: 'failing' })).toBe(400)
    expect(interactions()).toHaveLength(2)
  })

  test.each<[string, (interaction: Interaction) => unknown, string]>([
    ['that is a promise', async () => undefined, 'The interaction is a promise: write await before it'],
    [
      'with a mistyped field',
      ({ request: { body: Body, ...request }, ...others }) => ({ ...others, request: { ...request, Body } }),
      'The interaction "closing": request has the field "Body", which Pact would ignore; the fields are method, path, query, headers, body',
    ],
    [
      'with a body of null',
      ({ request, ...others }) => ({ ...others, request: { ...request, body: null } }),
      'request.body must be an object',
    ],
    ['with an empty body', ({ request, ...others }) => ({ ...others, request: { ...request, body: '' } }), 'or be left out; got ""'],
    [
      'with a header without a value',
      ({ request, ...others }) => ({ ...others, request: { ...request, headers: { 'X-A': [] } } }),
      'request.headers["X-A"] must be a text or a matcher; got []',
    ],
    [
      'with an empty query',
      ({ request, ...others }) => ({ ...others, request: { ...request, query: { a: [] } } }),
      'request.query.a must be',
    ],
    ['with a status as text', ({ response, ...others }) => ({ ...others, response: { ...response, status: '204' } }), 'got "204"'],
    ['without states', ({ states: _, ...others }) => others, 'The interaction "closing": states must be a list; got undefined'],
  ])('refuses an interaction %s', async (_, change, reason) => {
    const { pact, files } = newPact()
    const changed = change(await interactionThatSucceeds('closeAdvertisingShow', { description: 'closing' })) as Interaction
    await expect(pact.test(changed, async ({ url }) => void (await callByHand(url)))).rejects.toThrow(reason)
    expect(files()).toEqual([])
  })

  const nope = (path: string, type = 'regex') => ({ path, rules: [{ 'pact:matcher:type': type, regex: '^nope$', rules: [] }] }) as never

  test.each<[string, { request?: object; response?: object }, string]>([
    ['a header of the request', { request: { header: nope('X-A') } }, 'a rule for the header "X-A" but no example of it'],
    ['a query', { request: { query: nope('a') } }, 'a rule for "a" of the query but no example of it'],
    ['a field of the request', { request: { body: nope('$.appid') } }, 'a rule for "$.appid" of the body but no example of it'],
    ['each key', { request: { body: nope('$', 'eachKey') } }, 'the matcher eachKey without rules'],
    ['a header of the answer', { response: { header: nope('X-A') } }, 'a rule for the header "X-A" but no example of it'],
  ])('refuses a matching rule that Pact would ignore, at every attempt: a rule for %s', async (_, { request, response }, reason) => {
    const { pact } = newPact()
    const run = () =>
      pact
        .addInteraction()
        .uponReceiving('closing')
        .withRequest('POST', CLOSE_SHOW, (builder) => {
          builder.headers({ Authorization: matchers.authorization() }).jsonBody(SUB)
          if (request) builder.matchingRules(request)
        })
        .willRespondWith(204, (builder) => void (response && builder.matchingRules(response)))
        .executeTest(({ url }) => callByHand(url))
    for (const _run of [1, 2]) await expect(run()).rejects.toThrow(`The interaction "closing" has ${reason}`)
    await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => void (await callByHand(url)))
  })

  test.each<[string, unknown, string]>([
    [
      'refuses a list without an example of an item',
      { data: MatchersV3.eachLike({ id: MatchersV3.integer(1) }, 0) },
      'a body in which "$.data" is a list without',
    ],
    [
      'refuses a body that is a list without an example of an item',
      MatchersV3.atLeastLike({ id: 1 }, 0),
      'a body in which "$" is a list without an example of an item',
    ],
    [
      'refuses a list without an example of an item, inside an item of another list',
      { data: MatchersV3.arrayContaining({ ids: MatchersV3.eachLike(1, 0) }) },
      'a variant of "$.data" with a body in which "$.ids" is a list without',
    ],
    ['refuses a list that may contain anything', { data: MatchersV3.arrayContaining() }, 'the matcher arrayContains without variants'],
    [
      'accepts a list with an example of an item, and empty lists',
      { data: MatchersV3.atLeastLike({ id: 1 }, 0, 1), ids: [], any: MatchersV3.like([]) },
      '',
    ],
  ])('looks for lists whose items Pact would not check: %s', async (_, body, reason) => {
    const { pact } = newPact()
    const run = pact.test(
      { ...(await interactionThatSucceeds('closeAdvertisingShow', { description: 'closing' })), response: { status: 200, body } },
      async ({ url }) => (await callByHand(url)).status,
    )
    if (reason === '') expect(await run).toBe(200)
    else await expect(run).rejects.toThrow(`The interaction "closing" has ${reason}`)
  })

  test('accepts an interaction that replaces an interaction of an earlier run', async () => {
    const { pact, dir } = newPact()
    const called = async ({ test: run }: typeof pact, interaction: Interaction) =>
      run(interaction, async ({ url }) => (await callByHand(url)).status)
    const succeeds = await interactionThatSucceeds('closeAdvertisingShow', { description: 'closing' })
    const fails = interactionThatFails('closeAdvertisingShow', 'MCH_NOT_EXISTS', { description: 'closing', states: succeeds.states })
    expect([await called(pact, succeeds), await called(signedPact({ consumer: 'shop', dir }), fails)]).toEqual([204, 400])
  })

  test.for(['', '{', '[]', '{"a":1}'])('does not overwrite a file that is not a pact, and names the file: %j', async (text) => {
    const { pact, dir } = newPact()
    const file = join(dir, 'shop-wechatpay-goldplan.json')
    writeFileSync(file, text)
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), ({ url }) => callByHand(url))
    await expect(run).rejects.toThrow(`${file} is not a pact`)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('refuses a plugin, because no signature would be verified with it', () => {
    const { pact } = newPact()
    expect(() => pact.addInteraction().uponReceiving('closing').usingPlugin({ plugin: 'protobuf', version: '0.3.0' })).toThrow(
      'signedPact runs no plugin',
    )
  })

  test('isolates parallel tests and writes only the interactions of the tests that pass', async () => {
    const { pact, interactions } = newPact()
    const close = async ({ url }: { url: string }) => void (await callByHand(url))
    const outcomes = await Promise.allSettled([
      pact.test(await interactionThatSucceeds('closeAdvertisingShow', { description: 'one' }), close),
      pact.test(await interactionThatSucceeds('closeAdvertisingShow', { description: 'none' }), async () => undefined),
      pact.test(await interactionThatSucceeds('closeAdvertisingShow', { description: 'two' }), close),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(interactions().map(({ description }) => description)).toEqual(['one', 'two'])
  })

  test('loses no interaction when several processes write to one folder', async () => {
    const { dir, interactions, files } = newPact()
    const processes = ['a', 'b', 'c'].map((name) => fork(join(import.meta.dirname, 'write-interactions.ts'), [dir, name], { silent: true }))
    expect(await Promise.all(processes.map((process) => once(process, 'exit')))).toEqual(processes.map(() => [0, null]))
    expect(interactions()).toHaveLength(30)
    expect(files()).toEqual(['shop-wechatpay-goldplan.json'])
  })

  test('writes the pact file even when another process was killed while writing the file', async () => {
    const { dir, pact, files } = newPact()
    mkdirSync(join(dir, '.writing'))
    await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => void (await callByHand(url)))
    expect(files()).toEqual(['shop-wechatpay-goldplan.json'])
  })

  test('names the folder that it cannot write to', async () => {
    const dir = join(emptyFolder(), 'file')
    writeFileSync(dir, '')
    const pact = signedPact({ consumer: 'shop', dir })
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => void (await callByHand(url)))
    await expect(run).rejects.toThrow(`No pact can be written to ${dir}: `)
  })

  test.each<[object, string]>([
    [{ specification: 2 }, 'specification must be 3 or 4; got 2'],
    [{ specification: '4' }, 'specification must be 3 or 4; got "4"'],
    [{ dir: new URL('file:///pacts') }, 'dir must be the path of a folder as text; got "file:///pacts"'],
    [{ now: 5 }, 'now must be a function; got 5'],
    [{ provider: '' }, 'provider must be a name; got ""'],
    [{ folder: 'pacts' }, 'signedPact has no option folder; it has consumer, provider, dir, '],
    [{ merchant: null }, 'merchant must be an object; got null'],
    [{ merchant: { mchid: 1900009191 } }, 'merchant.mchid must be a string of digits; got 1900009191'],
    [{ merchant: { serial: 'x' } }, 'merchant.serial must be 40 upper-case hexadecimal digits; got "x"'],
    [{ merchant: { serial: undefined } }, 'merchant.serial must be 40 upper-case hexadecimal digits; got undefined'],
    [{ merchant: { privateKey: SHORT_KEY } }, 'merchant.privateKey must be an RSA key of 2048 bits; got 1024 bits'],
    [{ consumer: '../shop' }, 'consumer must be usable in the name of a file, so without / \\ or control characters; got "../shop"'],
    [{ consumer: 'a\\b' }, 'consumer must be usable in the name of a file'],
    [{ consumer: 'a\0b' }, 'consumer must be usable in the name of a file'],
    [{ provider: '/etc/x' }, 'provider must be usable in the name of a file'],
    [{ consumer: '店'.repeat(80) }, 'The name of the pact file, made of consumer and provider, may have at most 255 bytes; got 264'],
  ])('refuses the options %j', (options, reason) => {
    const make = () => signedPact({ consumer: 'shop', ...options })
    expect(make).toThrow(TypeError)
    expect(make).toThrow(reason)
  })

  test('keeps working after a client disconnects in the middle of a request body', async () => {
    const { pact } = newPact()
    await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n{')
      await once(socket, 'connect')
      socket.destroy()
      await callByHand(url)
    })
  })

  test('signs an answer with the key that the request names in Wechatpay-Serial', async () => {
    const { pact } = newPact()
    await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const headers = { 'Wechatpay-Serial': developmentKeys.platformPublicKey.id }
      const wxpay = createWechatpay({ ...pact.clientOptions, baseURL: url, headers })
      const answer = await wxpay.v3.goldplan.merchants.closeAdvertisingShow.post(SUB)
      expect(answer).toMatchObject({ status: 204, headers: { 'wechatpay-serial': headers['Wechatpay-Serial'] } })
    })
  })

  test('leaves a 401 unsigned, as in production', async () => {
    const { pact } = newPact()
    await pact.test(interactionThatFails('closeAdvertisingShow', 'SIGN_ERROR_CERTIFICATE_REVOKED'), async ({ url }) => {
      const { status, headers } = await callByHand(url)
      expect(status).toBe(401)
      expect(Object.keys(headers).filter((name) => name.startsWith('wechatpay-'))).toEqual([])
    })
  })

  test('signs an error other than 401', async () => {
    const { pact } = newPact()
    await pact.test(interactionThatFails('closeAdvertisingShow', 'MCH_NOT_EXISTS'), async ({ url }) => {
      const { status, headers } = await callByHand(url)
      expect([status, headers['wechatpay-serial']]).toEqual([400, developmentKeys.platform.serial])
    })
  })

  test('accepts another merchant ID, serial number and private key', async () => {
    const { privateKey } = developmentKeys.nextPlatform
    const merchant = { mchid: '1230000109', serial: 'AB'.repeat(20), privateKey }
    const { pact, interactions } = newPact({ merchant })
    await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const wxpay = createWechatpay({ ...pact.clientOptions, baseURL: url })
      await wxpay.v3.goldplan.merchants.closeAdvertisingShow.post(SUB)
    })
    expect(interactions()[0].request.headers.Authorization[0]).toContain('mchid="1230000109",serial_no="ABABAB')
  })

  test.each([3, 4] as const)('writes a pact file in version %i of the Pact specification', async (specification) => {
    const { pact, files, interactions } = newPact({ specification })
    await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => void (await callByHand(url)))
    const accept = interactions()[0].request.headers.Accept
    expect([files(), accept]).toEqual([['shop-wechatpay-goldplan.json'], specification === 4 ? ['application/json'] : 'application/json'])
  })

  test('records the Authorization that a client sends when it uses the recorded time and nonce', async () => {
    const { pact, interactions } = newPact({ now: () => RECORDED.timestamp * 1000 })
    const sent = await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const clock = { now: () => RECORDED.timestamp * 1000, nonce: () => RECORDED.nonce }
      const wxpay = createWechatpay({ ...pact.clientOptions, ...clock, baseURL: url })
      return (await wxpay.v3.goldplan.merchants.closeAdvertisingShow.post(SUB)).config.headers.Authorization
    })
    expect(interactions()[0].request.headers.Authorization).toEqual([sent])
  })

  test("also verifies signatures in a test that uses Pact's own builder", async () => {
    const { pact } = newPact()
    const interaction = () =>
      pact
        .addInteraction()
        .given('a sub-merchant exists')
        .uponReceiving('a call made by hand')
        .withRequest('POST', CLOSE_SHOW, (builder) => {
          builder.headers({ Authorization: matchers.authorization() }).jsonBody(SUB)
        })
        .willRespondWith(204)
    const answer = await interaction().executeTest(({ url }) => callByHand(url))
    expect(answer).toMatchObject({ status: 204, headers: { 'wechatpay-serial': developmentKeys.platform.serial } })
    await expect(interaction().executeTest(({ url }) => callByHand(url, { now: 0 }))).rejects.toThrow('SIGN_ERROR_TIMESTAMP')
  })

  test('fails a test whose request differs from the declared one, and writes no pact file', async () => {
    const { pact, files } = newPact({ logLevel: 'error' })
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), ({ url }) =>
      callByHand(url, { body: JSON.stringify({ sub_mchid: '1900000110' }) }),
    )
    await expect(run).rejects.toThrow(/1900000110/)
    expect(files()).toEqual([])
  })

  test('reports the mismatch that Pact found, together with the error that the test threw because of the answer', async () => {
    const { pact, files } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const { status } = await callByHand(url, { body: JSON.stringify({ sub_mchid: '1900000110' }) })
      throw new Error(`the shop got ${status}`)
    })
    await expect(run).rejects.toThrow(/sub_mchid.*1900000110[\s\S]*\nThe consumer test failed with .*: the shop got 500$/)
    await expect(run).rejects.toMatchObject({ cause: { message: 'the shop got 500' } })
    expect(files()).toEqual([])
  })

  test('rethrows the error of a test', async () => {
    const { pact, files } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      await callByHand(url)
      throw new Error('the shop is closed')
    })
    await expect(run).rejects.toThrow('the shop is closed')
    expect(files()).toEqual([])
  })

  const lostLine = developmentKeys.merchant.privateKey.split('\n').toSpliced(8, 1).join('\n')
  test.each([
    ['consumer', { consumer: '' }, 'consumer must be a name; got ""'],
    ['private key', { merchant: { privateKey: developmentKeys.merchant.certificate } }, 'merchant.privateKey must be a PKCS#8 private key'],
    [
      'private key that has lost a line',
      { merchant: { privateKey: lostLine } },
      "merchant.privateKey can't be read as an RSA key: it has only ",
    ],
  ])('refuses a wrong %s', (_, options, message) => {
    expect(() => newPact(options)).toThrow(message)
  })
})

describe('a consumer test', () => {
  test.each([
    ['Authorization', 'Bearer x', 'is not valid: SIGN_ERROR'],
    ['Content-Type', 'text/plain', 'INVALID_REQUEST_CONTENT_TYPE'],
  ])('fails when the client sends a second %s header, which the gateway would refuse', async (name, value, error) => {
    const { pact } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const { headers, body } = await signedRequest(CREDENTIALS, { target: CLOSE_SHOW, body: JSON.stringify(SUB) })
      const lines = [...Object.entries(headers), [name, value], ['Content-Length', body.length], ['Connection', 'close'], ['Host', 'h']]
      const socket = connect(Number(new URL(url).port), '127.0.0.1').resume()
      socket.write(`POST ${CLOSE_SHOW} HTTP/1.1\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}\r\n${String(body)}`)
      await once(socket, 'close')
    })
    await expect(run).rejects.toThrow(error)
  })

  test.each([8, 20, 50])(
    'fails for a wrong signature even when the test ends %i ms after the request, without waiting for the answer',
    async (milliseconds) => {
      const { pact, files } = newPact()
      const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
        await callByHand(url)
        const signed = await signedRequest(CREDENTIALS, { target: CLOSE_SHOW, body: `${JSON.stringify(SUB)} ` })
        void send(url, { ...signed, body: Buffer.from(JSON.stringify(SUB)) }).catch(() => undefined)
        await wait(milliseconds)
      })
      await expect(run).rejects.toThrow('SIGN_ERROR_SIGNATURE')
      expect(files()).toEqual([])
    },
  )

  async function signedBody(url: string, signedText: string, sentText: string) {
    const signer = { ...developmentKeys.merchant, now: Date.now(), nonce: RECORDED.nonce }
    const Authorization = await signRequest({ method: 'POST', target: CLOSE_SHOW, body: signedText }, signer)
    const headers = { Accept: '*/*', 'User-Agent': 'x', 'Content-Type': 'application/json', Authorization }
    return send(url, { method: 'POST', target: CLOSE_SHOW, headers, body: Buffer.from(sentText) })
  }

  test('fails for a wrong signature and names the mistake in English and Chinese, even when the client handles the 401', async () => {
    const { pact, files } = newPact()
    const text = JSON.stringify(SUB)
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const { status, body } = await signedBody(url, '{"sub_mchid": "1900000109"}', text)
      expect([status, JSON.parse(body).code]).toEqual([401, 'SIGN_ERROR'])
    })
    await expect(run).rejects.toThrow(
      /^The Authorization of POST \S+close-advertising-show is not valid: SIGN_ERROR_SIGNATURE .*\n +body-python-spacing: .*\n.*[一-龥]/,
    )
    expect(files()).toEqual([])
  })

  test.for(['测试商户', '测试商户号', 'é'])('reports a Content-Length that counts characters instead of bytes: %s', async (name) => {
    const { pact } = newPact()
    const body = JSON.stringify({ sub_mchid: name })
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const request = await signedRequest(CREDENTIALS, { target: CLOSE_SHOW, body })
      const bytes = keptBytesOf(request).toString('latin1')
      const sent = bytes.replace(/(?<=Content-Length: )\d+/, String(body.length))
      expect(statusOf(await rawExchange(url, Buffer.from(sent, 'latin1')))).toBe(401)
    })
    await expect(run).rejects.toThrow(
      /^The Authorization of POST \S+ is not valid: SIGN_ERROR_SIGNATURE .*\n +content-length-in-characters: /,
    )
  })

  test('passes when the client sends exactly the bytes that it signed', async () => {
    const { pact } = newPact()
    const text = ' { "sub_mchid" : "1900000109" } '
    await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      expect((await signedBody(url, text, text)).status).toBe(204)
    })
  })

  test.each([
    ['signed with the key of another party', { privateKey: developmentKeys.platform.privateKey }, 'key-of-the-platform'],
    ['sent with the serial number of another party', { serial: developmentKeys.platform.serial }, 'SIGN_ERROR_CERTIFICATE_SERIAL'],
    ['signed with a wrong clock', { now: () => Date.now() - 3_600_000 }, 'SIGN_ERROR_TIMESTAMP'],
  ])('fails when the request is %s', async (_, change, named) => {
    const { pact } = newPact()
    const certs = { ['0'.repeat(40)]: developmentKeys.platformPublicKey.publicKey }
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      await createWechatpay({ ...pact.clientOptions, certs, ...change, baseURL: url }).v3.goldplan.merchants.closeAdvertisingShow.post(SUB)
    })
    await expect(run).rejects.toThrow(named)
  })

  test('reports a wrong signature together with the mismatch that Pact found', async () => {
    const { pact } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      await signedBody(url, '{}', JSON.stringify({ sub_mchid: '1900000110' }))
    })
    await expect(run).rejects.toThrow(/^The Authorization of POST [\s\S]*sub_mchid.*1900000110/)
  })

  test('fails when the request is unsigned', async () => {
    const { pact } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), ({ url }) =>
      send(url, {
        method: 'POST',
        target: CLOSE_SHOW,
        headers: { Accept: '*/*', 'User-Agent': 'x', 'Content-Type': 'application/json' },
        body: Buffer.from(JSON.stringify(SUB)),
      }),
    )
    await expect(run).rejects.toThrow('SIGN_ERROR_AUTHORIZATION_FORMAT')
  })
})

describe('the check of the requests that a consumer test sends', () => {
  test('fails the test for a fetch client that keeps its default Accept-Language: *, even when the client handles the answer', async () => {
    const { pact, files } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const text = JSON.stringify(SUB)
      const signer = { ...developmentKeys.merchant, now: Date.now(), nonce: RECORDED.nonce }
      const Authorization = await signRequest({ method: 'POST', target: CLOSE_SHOW, body: text }, signer)
      const headers = { Accept: 'application/json', 'Content-Type': 'application/json', Authorization }
      const answer = await fetch(url + CLOSE_SHOW, { method: 'POST', headers, body: text })
      expect(answer.headers.get('wechatpay-serial')).toBe(developmentKeys.platform.serial)
      expect(await answer.json()).toMatchObject({ code: 'PARAM_ERROR', message: '传入了不支持的Accept-Language' })
    })
    await expect(run).rejects.toThrow(/^POST \S+: The request has Accept-Language: \*\. .*fetch.*[一-龥].*: PARAM_ERROR_ACCEPT_LANGUAGE$/)
    expect(files()).toEqual([])
  })

  const LACKS = 'INVALID_REQUEST_MISSING_HEADER'
  const TYPE = 'INVALID_REQUEST_CONTENT_TYPE'
  test.each<[string, Record<string, string | undefined>, string]>([
    ['without Accept', { Accept: undefined }, `no Accept header.*: ${LACKS}`],
    ['without User-Agent', { 'User-Agent': undefined }, `no User-Agent header.*: ${LACKS}`],
    [
      'without Accept and User-Agent',
      { Accept: undefined, 'User-Agent': undefined },
      `no Accept header.*: ${LACKS}\nPOST .* no User-Agent header.*: ${LACKS}$`,
    ],
    ['without Content-Type', { 'Content-Type': undefined }, `no Content-Type header.*: ${TYPE}`],
    ['with another Content-Type', { 'Content-Type': 'text/json' }, `Content-Type: text/json\\..*: ${TYPE}`],
    ['with an encoded body', { 'Content-Encoding': 'gzip' }, 'Content-Encoding: gzip\\..*: INVALID_REQUEST'],
    ['with an unsupported Accept-Language', { 'Accept-Language': 'fr' }, 'Accept-Language: fr\\..*: PARAM_ERROR_ACCEPT_LANGUAGE'],
  ])('fails the test for a request %s, and gives the same answer as the mock server', async (_, change, reason) => {
    const { pact } = newPact()
    const call = async (url: string) => {
      const { headers, ...request } = await signedRequest(CREDENTIALS, { target: CLOSE_SHOW, body: JSON.stringify(SUB) })
      const changed = Object.entries({ ...headers, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined)
      const { status, body } = await send(url, { ...request, headers: Object.fromEntries(changed) })
      return { status, body: JSON.parse(body) }
    }
    await using mock = await createMockServer()
    let answer: unknown
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      answer = await call(url)
    })
    await expect(run).rejects.toThrow(new RegExp(`^POST \\S+: The request has ${reason}$`, 'm'))
    expect(answer).toEqual(await call(mock.url))
  })

  const ECHO = '/v3/security/echo'
  const { platform, platformPublicKey } = developmentKeys
  const echo = { target: ECHO, body: '{"echo_message":"hello"}' }
  /** Calls the operation that requires Wechatpay-Serial, in a pact that does not record this header. */
  async function callEcho(headers: Record<string, string>, status = 200) {
    const { headers: given, ...request } = await signedRequest(CREDENTIALS, echo)
    let answer: Awaited<ReturnType<typeof send>> | undefined
    const built = newPact().pact.addInteraction().uponReceiving('an echo')
    const requested = built.withRequest('POST', ECHO, (builder) => void builder.jsonBody({ echo_message: 'hello' }))
    await requested.willRespondWith(status).executeTest(async ({ url }) => {
      answer = await send(url, { ...request, headers: { ...given, ...headers } })
    })
    return answer
  }

  test.each<[Record<string, string>, string]>([
    [{}, 'no Wechatpay-Serial header.*: PARAM_ERROR_PLATFORM_SERIAL_MISSING'],
    [{ 'Wechatpay-Serial': '' }, 'no Wechatpay-Serial header.*: PARAM_ERROR_PLATFORM_SERIAL_MISSING'],
    [{ 'Wechatpay-Serial': 'PUB_KEY_ID_0' }, 'Wechatpay-Serial: PUB_KEY_ID_0, which .*: PARAM_ERROR_PLATFORM_SERIAL'],
    [{ 'Wechatpay-Serial': serial_no }, `Wechatpay-Serial: ${serial_no}, which .*: PARAM_ERROR_PLATFORM_SERIAL`],
  ])('fails the test for a Wechatpay-Serial that an operation refuses: %j', async (headers, reason) => {
    await expect(callEcho(headers)).rejects.toThrow(new RegExp(`^POST ${ECHO}: The request has ${reason}$`))
  })

  test.each([
    [platform.serial.toLowerCase(), platform.serial],
    [platformPublicKey.id.toLowerCase(), platformPublicKey.id],
  ])('accepts the Wechatpay-Serial %s, and signs with the key that it names', async (serial, signer) => {
    const answer = await callEcho({ 'Wechatpay-Serial': serial })
    expect(answer?.headers).toMatchObject({ 'wechatpay-serial': signer })
  })

  test('accepts a missing Wechatpay-Serial in an interaction about the error', async () => {
    expect((await callEcho({}, 400))?.status).toBe(400)
  })

  test('fails the test for a body that is too large, and gives the same answer as the mock server', async () => {
    const { pact } = newPact()
    const body = JSON.stringify(SUB).padEnd(65_537)
    await using mock = await createMockServer()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const [one, other] = [await callByHand(url, { body }), await callByHand(mock.url, { body })]
      expect([one.status, one.body]).toEqual([other.status, other.body])
    })
    await expect(run).rejects.toThrow(
      'The request has a body of 65537 bytes; the gateway takes at most 65536. (请求体过长): INVALID_REQUEST',
    )
  })

  test.for([
    ['accepts a signature over the path', CLOSE_SHOW, undefined],
    [
      'fails the test for a signature over the whole URL',
      `http://api.mch.weixin.qq.com${CLOSE_SHOW}`,
      'is not valid: SIGN_ERROR_SIGNATURE',
    ],
  ] as const)('%s when the request target is a whole URL, as in a request to a proxy', async ([, target, reason]) => {
    const { pact, interactions } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
      const signed = await signedRequest(CREDENTIALS, { target, body: JSON.stringify(SUB) })
      await send(url, { ...signed, target: `http://api.mch.weixin.qq.com${CLOSE_SHOW}` })
    })
    if (reason) await expect(run).rejects.toThrow(reason)
    else await run
    expect(interactions()).toHaveLength(reason ? 0 : 1)
  })

  test('fails the test even for a request that Pact does not report', async () => {
    const { pact } = newPact()
    const run = pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url, port }) => {
      await callByHand(url)
      const socket = connect(port, '127.0.0.1')
      socket.write('OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n')
      await once(socket, 'data')
      socket.destroy()
    })
    await expect(run).rejects.toThrow('OPTIONS *: The request has no Accept header')
  })

  test.each(['en', 'zh-CN,zh;q=0.9', 'fr, en;q=0.5'])(
    'lets the test pass with an Accept-Language that the gateway knows: %s',
    async (language) => {
      const { pact } = newPact()
      await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
        const { headers, ...request } = await signedRequest(CREDENTIALS, { target: CLOSE_SHOW, body: JSON.stringify(SUB) })
        expect((await send(url, { ...request, headers: { ...headers, 'Accept-Language': language } })).status).toBe(204)
      })
    },
  )
})

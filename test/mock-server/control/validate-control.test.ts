import { describe, expect } from 'vitest'
import { merchantConditions } from '../../../contracts/control/index.ts'
import { test } from '../../control-test.ts'
import { rawExchange, statusOf } from '../../raw-exchange.ts'

const OWN = '/__mock/merchants/1900000100'
const KNOWN = `have a name that is one of ${merchantConditions.join(', ')}`

describe('a body for the control API', () => {
  test.for<[string, string | Uint8Array, unknown, string]>([
    ['text', 'punished', 'punished', 'be JSON'],
    ['incomplete JSON', '{"punished":', '{"punished":', 'be JSON'],
    ['two objects', '{}{}', '{}{}', 'be JSON'],
    ['a long text', 'x'.repeat(200), `${'x'.repeat(80)}…`, 'be JSON'],
    ['null', 'null', null, 'be of type object'],
    ['false', 'false', false, 'be of type object'],
    ['zero', '0', 0, 'be of type object'],
    ['an empty text', '""', '', 'be of type object'],
    ['an array', '[{"punished":true}]', [{ punished: true }], 'be of type object'],
    ['nothing', '', null, 'be of type object'],
    ['white space', ' \r\n', null, 'be of type object'],
    ['bytes that are not text', Buffer.from([0xff, 0xfe]), '\uFFFD\uFFFD', 'be JSON'],
  ])('is refused, and the error says what was seen and what is wanted: %s', async ([, body, seen, wanted], { ask, own }) => {
    expect(await ask('PATCH', OWN, body)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', message: expect.stringContaining('/body must'), detail: { field: '/body', seen, wanted } },
    })
    expect(await own.read()).toMatchObject({ punished: false })
  })

  test('is refused when Content-Length is its length in characters, and the error gives its length in bytes', async ({ mock }) => {
    const body = '{"note":"点金"}'
    const head = `PATCH ${OWN} HTTP/1.1\r\nHost: ${new URL(mock.url).host}\r\nContent-Length: ${body.length}\r\n\r\n`
    const answers = await rawExchange(mock.url, Buffer.from(head + body))
    expect(answers).toContain('be JSON; Content-Length must be 17, the length of the body in bytes')
  })

  test.for<[string, string, string]>([
    ['a million wrong values', `{"sub_merchants":[${'1,'.repeat(1_000_000)}1]}`, '/body/sub_merchants/0'],
    ['a million wrong objects', `{"sub_merchants":[${'{},'.repeat(1_000_000)}{}]}`, '/body/sub_merchants/0/sub_mchid'],
    ['unknown fields', `{${Array.from({ length: 250_000 }, (_, index) => `"k${index}":1`)}}`, '/body/k0'],
    ['one unknown field with a long value', `{"k":"${'x'.repeat(1_000_000)}"}`, '/body/k'],
  ])('is refused with a short answer that names its first mistake: %s', async ([, body, field], { ask }) => {
    const { status, body: answer } = await ask('PUT', `${OWN}/snapshot`, body)
    expect({ status, answer }).toMatchObject({ status: 400, answer: { detail: { field } } })
    expect(JSON.stringify(answer).length).toBeLessThan(3_000)
  })

  test('may have up to 4 MiB when it is a snapshot', async ({ ask }) => {
    const put = (length: number) => ask('PUT', `${OWN}/snapshot`, ' '.repeat(length))
    const message = 'The body must have at most 4194304 bytes, and no Content-Encoding'
    expect([await put(4_194_304), await put(4_194_305)]).toMatchObject([{ status: 400 }, { status: 413, body: { message } }])
  })

  test.for<[unknown, string, string]>([
    [{ punished: 'true' }, '/body/punished', 'be of type boolean'],
    [{ punished: null }, '/body/punished', 'be of type boolean'],
    [{ punished: 1 }, '/body/punished', 'be of type boolean'],
    [{ type: 'bank' }, '/body/type', 'be one of service_provider, channel_partner, institution'],
    [{ Punished: true }, '/body/Punished', KNOWN],
    [{ punished: true, mchid: '1' }, '/body/mchid', KNOWN],
    [{ 'a/b~c': 1 }, '/body/a~1b~0c', KNOWN],
    [{ constructor: 1 }, '/body/constructor', KNOWN],
    [{ punished: 'no', unknown: 1 }, '/body/unknown', KNOWN],
  ])('is refused, and the error names the wrong field: %j', async ([body, field, wanted], { ask, own }) => {
    expect(await ask('PATCH', OWN, body)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', detail: { field, wanted } } })
    expect(await own.read()).toMatchObject({ punished: false })
  })

  test('is refused when it sets a field that every object inherits, and the error names that field', async ({ ask, own }) => {
    expect(await ask('PATCH', OWN, '{"__proto__":{"punished":true}}')).toMatchObject({
      status: 400,
      body: { detail: { field: '/body/__proto__', seen: { punished: true } } },
    })
    expect(await own.read()).toMatchObject({ punished: false })
  })

  test.for<[unknown, string, string]>([
    [{ mchid: 7 }, '/body/mchid', 'be of type string'],
    [{ mchid: '' }, '/body/mchid', 'match ^\\d{1,32}$: 1 to 32 digits'],
    [{ mchid: '1'.repeat(33) }, '/body/mchid', 'match ^\\d{1,32}$: 1 to 32 digits'],
    [{ mchid: '１' }, '/body/mchid', 'match ^\\d{1,32}$: 1 to 32 digits'],
    [{ mchid: '7\n' }, '/body/mchid', 'match ^\\d{1,32}$: 1 to 32 digits'],
    [{ own_key: 'yes' }, '/body/own_key', 'be of type boolean'],
    [{ verification: 'certificate' }, '/body/verification', 'be one of platform_certificate, transition, public_key, expired_certificate'],
    [{ sub_mchids: [] }, '/body/sub_mchids', 'have 1 or more items'],
    [{ sub_mchids: Array.from({ length: 1001 }, (_, number) => String(number)) }, '/body/sub_mchids', 'have 1000 or fewer items'],
    [{ sub_mchids: '1' }, '/body/sub_mchids', 'be of type array'],
    [{ sub_mchids: ['1', 'a'] }, '/body/sub_mchids/1', 'match ^\\d{1,32}$: 1 to 32 digits'],
    [{ permanent: true }, '/body/permanent', expect.stringContaining('mchid')],
  ])('creates no merchant when it is wrong: %j', async ([body, field, wanted], { ask, control }) => {
    expect(await ask('POST', '/__mock/merchants', body)).toMatchObject({ status: 400, body: { detail: { field, wanted } } })
    expect((await control.merchants()).map(({ mchid }) => mchid)).toEqual(['1900000100'])
  })

  test('is refused by an operation that takes no body', async ({ ask, own, call }) => {
    await call()
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', '/requests'],
      ['POST', '/reset'],
      ['DELETE', '/sub_merchants/1900000109'],
    ] as const)
      expect(await ask(method, `${OWN}${path}`, '{}')).toMatchObject({
        status: 400,
        body: { detail: { field: '/body', wanted: 'be left out' } },
      })
    expect(await own.requests()).toHaveLength(1)
  })

  test('gets 413 above 256 KiB, and is accepted up to that size', async ({ ask, own }) => {
    const padded = (size: number) => '{"punished":true}'.padEnd(size)
    const limit = 256 * 1024
    const message = 'The body must have at most 262144 bytes, and no Content-Encoding'
    expect(await ask('PATCH', OWN, padded(limit + 1))).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE', message } })
    expect(await own.read()).toMatchObject({ punished: false })
    expect(await ask('PATCH', OWN, padded(limit))).toMatchObject({ status: 200, body: { punished: true } })
  })

  test('gets 413 when it has a Content-Encoding', async ({ ask }) => {
    expect(await ask('PATCH', OWN, '{}', { 'Content-Encoding': 'gzip' })).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
  })

  test('is accepted with the Content-Type text/plain, and may begin with a byte order mark', async ({ ask }) => {
    expect(await ask('PATCH', OWN, '{"punished":true}', { 'Content-Type': 'text/plain' })).toMatchObject({ status: 200 })
    expect(await ask('PATCH', OWN, '\uFEFF{"punished":false}')).toMatchObject({ status: 200, body: { punished: false } })
  })
})

describe('a request target of the control API', () => {
  test.for([
    '/__mock/merchants/%',
    '/__mock/merchants/%zz/clock',
    '/__mock/merchants/%ff',
    '/__mock/merchants/1900000100%e7%82/reset',
    '/__mock/%zz',
  ])('gets an error of the control API when its percent-encoding is wrong: %s', async (target, { ask }) => {
    const answers = [await ask('GET', target), await ask('POST', target)]
    for (const { status, body } of answers) {
      expect([400, 404, 405]).toContain(status)
      expect(body).toMatchObject({ code: expect.stringMatching(/^(INVALID_REQUEST|NOT_FOUND|METHOD_NOT_ALLOWED)$/) })
    }
  })

  test('is refused, and the error names the wrong part of the path', async ({ ask }) => {
    expect(await ask('GET', '/__mock/merchants/%zz')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', detail: { field: '/path', seen: '/__mock/merchants/%zz', wanted: 'be percent-encoded UTF-8' } },
    })
    expect(await ask('GET', '/__mock/merchants/abc')).toMatchObject({
      status: 400,
      body: { detail: { field: '/path/mchid', seen: 'abc' } },
    })
    expect(await ask('GET', '/__mock/merchants/19000%2F00100')).toMatchObject({ status: 400, body: { detail: { seen: '19000/00100' } } })
  })

  test('is percent-decoded', async ({ ask }) => {
    expect(await ask('GET', '/__mock/merchants/%31900000100')).toMatchObject({ status: 200, body: { mchid: '1900000100' } })
  })

  test.for<[string, string]>([
    ['GET', `${OWN}/`],
    ['GET', `${OWN}/nothing`],
    ['GET', '/__mock/'],
    ['GET', '/__mock/merchant'],
    ['POST', '/__mock/merchants/1900000100/sub_merchants/1/2'],
    ['GET', '/__mock/%zz/../x'],
  ])('gets 404 for an unknown path: %s %s', async ([method, target], { ask }) => {
    expect(await ask(method, target)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', detail: { target } } })
  })

  test.for<[string, string]>([
    ['PUT', '/__mock/merchants'],
    ['POST', OWN],
    ['PUT', OWN],
    ['PATCH', `${OWN}/clock`],
    ['DELETE', `${OWN}/clock`],
    ['POST', `${OWN}/sub_merchants`],
    ['GET', '/__mock/reset'],
    ['OPTIONS', OWN],
    ['TRACE', OWN],
  ])('gets 405 for a wrong method: %s %s', async ([method, target], { ask }) => {
    expect(await ask(method, target)).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED', detail: { method, target } } })
  })

  test.for(['/__mock/health', '/__mock/credentials', `${OWN}/clock`])(
    'answers HEAD with 200, the Content-Length of GET and no body: %s',
    async (target, { mock }) => {
      const [head, get] = await Promise.all(['HEAD', 'GET'].map((method) => fetch(mock.url + target, { method })))
      expect(head?.status).toBe(200)
      expect(head?.headers.get('Content-Length')).toBe(get?.headers.get('Content-Length'))
      expect(await head?.text()).toBe('')
    },
  )

  test('answers HEAD with 405 when it does not support GET', async ({ ask }) => {
    expect(await ask('HEAD', '/__mock/reset')).toMatchObject({ status: 405, body: undefined })
  })

  test.for([
    [`${OWN}?a=1`, 'a'],
    [`${OWN}/clock?pin=`, 'pin'],
    [`${OWN}/snapshot?punished=true&x`, 'punished'],
    [`/__mock/health?token=1`, 'token'],
  ] as const)('is refused when it has an unknown query parameter: %s', async ([target, name], { ask }) => {
    expect(await ask('GET', target)).toMatchObject({ status: 400, body: { detail: { field: `/query/${name}`, wanted: 'be left out' } } })
  })

  test('is refused when it repeats a query parameter', async ({ ask }) => {
    expect(await ask('GET', `${OWN}/requests?status=200&status=200`)).toMatchObject({
      status: 400,
      body: { detail: { field: '/query/status', seen: ['200', '200'], wanted: 'be given once' } },
    })
  })

  test('may be a whole URL, as clients send it to a proxy', async ({ mock }) => {
    const { host } = new URL(mock.url)
    const answer = await rawExchange(mock.url, Buffer.from(`GET ${mock.url}${OWN} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`))
    expect(statusOf(answer)).toBe(200)
  })
})

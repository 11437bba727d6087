import { describe, expect } from 'vitest'
import { test } from '../../control-test.ts'
import { OPEN } from '../../signed-request.ts'

describe('a journal entry', () => {
  test.for<[string, string, string]>([
    ['4,096 bytes', 'a'.repeat(4096), 'a'.repeat(4096)],
    ['one byte more', 'a'.repeat(4097), 'a'.repeat(4096)],
    ['a character of two bytes across the limit', `${'a'.repeat(4095)}é`, 'a'.repeat(4095)],
    ['a character of three bytes across the limit', `${'a'.repeat(4094)}点金`, 'a'.repeat(4094)],
    ['a character of four bytes across the limit', `${'a'.repeat(4093)}😀`, 'a'.repeat(4093)],
    ['a character that ends at the limit', `${'a'.repeat(4093)}点金`, `${'a'.repeat(4093)}点`],
    ['a byte order mark', `\uFEFF${OPEN}`, `\uFEFF${OPEN}`],
    ['line breaks', '{\r\n\t"a": "\\n"\n}\n', '{\r\n\t"a": "\\n"\n}\n'],
    ['nothing', '', ''],
  ])('has the first 4,096 bytes of the body, with no character cut in two: %s', async ([, body, kept], { own, call }) => {
    await call({ body })
    const [entry] = await own.requests()
    expect(entry?.body).toBe(kept)
    expect(entry?.message?.split('\n').slice(4).join('\n')).toBe(`${kept}\n`)
  })

  test('has up to 65,536 bytes of the body when the entry is read by its ID', async ({ own, call }) => {
    const body = JSON.stringify({ sub_mchid: 'é'.repeat(32_750) })
    expect(Buffer.byteLength(body)).toBeGreaterThan(65_500)
    await call({ body })
    const [listed] = await own.requests()
    const entry = await own.request(listed?.id ?? 0)
    expect(entry).toMatchObject({ body, status: 400 })
    expect(entry.message?.endsWith(`\n${body}\n`)).toBe(true)
    expect(entry).toMatchObject({ ...listed, body, message: entry.message })
  })

  test('has the body, the Request-ID and the headers of the answer as they were sent, without the headers of the connection', async ({
    own,
    call,
  }) => {
    const { headers, body } = await call()
    const [entry] = await own.requests()
    expect(entry?.request_id).toBe(headers['request-id'])
    expect(entry?.answer.body).toBe(body)
    const { connection, 'keep-alive': keepAlive, ...sent } = headers
    expect([connection, keepAlive]).toEqual(['keep-alive', 'timeout=8'])
    expect(entry?.answer.headers).toEqual(sent)
  })

  test('has the beginning of a long answer, and up to 65,536 bytes of it when the entry is read by its ID', async ({ own, call }) => {
    const page = `<p>${'点'.repeat(21_840)}</p>`
    await own.addFault({ status: 502, body: page })
    await call()
    const [listed] = await own.requests()
    expect(listed?.answer.body).toBe(page.slice(0, 3 + 1_364))
    expect((await own.request(listed?.id ?? 0)).answer.body).toBe(page)
  })

  test('has the answer even if the answer was never sent, and null instead of a missing Request-ID', async ({ mock, own, call }) => {
    await own.addFault({ wire: 'close' })
    await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await own.requests()).toMatchObject([
      { wire: 'close', request_id: expect.stringMatching(/-0$/), answer: { body: '{"sub_mchid":"1900000109"}' } },
    ])
    await fetch(`${mock.url}/nothing`)
    const [entry] = await mock.control.unclaimedRequests()
    expect(entry).toMatchObject({ request_id: null, error: null, signer: null, answer: { headers: { server: 'nginx' } } })
  })

  test.for<[string, string, string | null, RegExp, string[]?]>([
    ['a missing field', '{"sub_mchid":"1"}', '/body/operation_type', /必填性规则校验失败/, ['OPEN', 'CLOSE']],
    ['a wrong type', OPEN.replace('"1900000109"', '1'), '/body/sub_mchid', /string 类型/],
    ['a wrong enum value', OPEN.replace('"OPEN"', '"ENABLE"'), '/body/operation_type', /./, ['OPEN', 'CLOSE']],
    ['unknown fields', OPEN.replace('{', '{"a":1,"b":2,'), '/body/a, /body/b', /未在API文档中定义/],
    ['a body that is not JSON', '{', '/sub_mchid', /必填项/],
    ['an unknown sub-merchant', OPEN.replace('1900000109', '1'), '/body/sub_mchid', /./],
    ['a test sub-merchant', OPEN.replace('1900000109', '1900000206'), null, /./],
  ])('has the field, the allowed values and the message of an error: %s', async ([, body, field, message, allowed], { own, call }) => {
    const answer = JSON.parse((await call({ body })).body)
    const [entry] = await own.requests()
    expect(entry?.error).toEqual({ field, message: answer.message, allowed })
    expect(answer.message).toMatch(message)
  })

  test('has U+FFFD for a byte that is not UTF-8, and no incomplete character at the end of the body', async ({ own, call }) => {
    await call({ body: Buffer.from([0x7b, 0xff, 0x00, 0xe7, 0x82]) })
    expect((await own.requests())[0]?.body).toBe('{\uFFFD\0')
  })

  test('has the beginning of a long target', async ({ own, call }) => {
    const target = `/v3/certificates?a=${'b'.repeat(3000)}`
    await call({ method: 'GET', target, body: '' })
    const [entry] = await own.requests()
    expect(entry?.target).toBe(target.slice(0, 2048))
    expect(entry?.message?.split('\n')[1]).toBe(target.slice(0, 2048))
  })

  test('has the beginning of long headers and of a long nonce', async ({ own, call }) => {
    await call({ nonce: 'n'.repeat(2000), headers: { 'X-Long': 'x'.repeat(1025) } })
    const [entry] = await own.requests()
    expect(entry).toMatchObject({ status: 200, verdict: 'valid', headers: { 'x-long': 'x'.repeat(1024) } })
    expect(entry?.headers['authorization']).toHaveLength(1024)
    expect(entry?.message?.split('\n')[3]).toBe('n'.repeat(1024))
  })

  test('has no cookie and no proxy password', async ({ own, call }) => {
    await call({ headers: { Cookie: 'session=secret', 'Proxy-Authorization': 'Basic c2VjcmV0', 'X-Own': 'kept' } })
    const [entry] = await own.requests()
    expect(entry?.headers).toMatchObject({ 'x-own': 'kept' })
    expect(JSON.stringify(entry)).not.toMatch(/cookie|proxy|secret|c2VjcmV0/i)
  })

  test.for<[string, string]>([
    ['Basic c2VjcmV0', 'Basic …'],
    ['Bearer secret and more', 'Bearer …'],
    ['Digest username="x", response="secret"', 'Digest …'],
    ['Negotiate\tsecret', 'Negotiate …'],
    ['secret-alone', '…'],
    [`${'secret'.repeat(10)} more`, '…'],
  ])(
    "has at most the scheme of an Authorization header that is not WeChat Pay's: %s",
    async ([authorization, shown], { control, call }) => {
      await call({ headers: { Authorization: authorization } })
      const [entry] = await control.unclaimedRequests()
      expect(entry?.headers['authorization']).toBe(shown)
      expect(JSON.stringify(entry)).not.toMatch(/secret|c2VjcmV0/)
    },
  )

  test.for<[string, string]>([
    ['signature="0123456789abcdefghij",mchid="1"', 'signature="0123456789abcdef…",mchid="1"'],
    ['mchid="1", signature = 0123456789abcdefghij', 'mchid="1", signature = 0123456789abcdef…'],
    ["SIGNATURE='0123456789abcdefghij'", "SIGNATURE='0123456789abcdef…'"],
    ['signature="short"', 'signature="short…"'],
    ['signature="0123456789abcdefg",signature="0123456789abcdefg"', 'signature="0123456789abcdef…",signature="0123456789abcdef…"'],
  ])('has the first 16 characters of a signature, however it is written: %s', async ([fields, shown], { control, call }) => {
    await call({ headers: { Authorization: `WECHATPAY2-SHA256-RSA2048 ${fields}` } })
    expect((await control.unclaimedRequests())[0]?.headers['authorization']).toBe(`WECHATPAY2-SHA256-RSA2048 ${shown}`)
  })
})

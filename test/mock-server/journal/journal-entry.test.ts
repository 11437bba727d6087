import { describe, expect } from 'vitest'
import { test } from '../../control-test.ts'
import { OPEN } from '../../signed-request.ts'

describe('a journal entry', () => {
  test.for<[string, string, string]>([
    ['4,096 bytes', 'a'.repeat(4096), 'a'.repeat(4096)],
    ['one byte more', 'a'.repeat(4097), 'a'.repeat(4096)],
    ['a character of two bytes over the end', `${'a'.repeat(4095)}é`, 'a'.repeat(4095)],
    ['a character of three bytes over the end', `${'a'.repeat(4094)}点金`, 'a'.repeat(4094)],
    ['a character of four bytes over the end', `${'a'.repeat(4093)}😀`, 'a'.repeat(4093)],
    ['a character up to the end', `${'a'.repeat(4093)}点金`, `${'a'.repeat(4093)}点`],
    ['a byte order mark', `\uFEFF${OPEN}`, `\uFEFF${OPEN}`],
    ['line breaks', '{\r\n\t"a": "\\n"\n}\n', '{\r\n\t"a": "\\n"\n}\n'],
    ['nothing', '', ''],
  ])('has the beginning of its body, with no character cut in two: %s', async ([, body, kept], { own, call }) => {
    await call({ body })
    const [entry] = await own.requests()
    expect(entry?.body).toBe(kept)
    expect(entry?.message?.split('\n').slice(4).join('\n')).toBe(`${kept}\n`)
  })

  test('has its body as text, even if the bytes are not text', async ({ own, call }) => {
    await call({ body: Buffer.from([0x7b, 0xff, 0x00, 0xe7, 0x82]) })
    expect((await own.requests())[0]?.body).toBe('{\uFFFD\0')
  })

  test('has the beginning of its target', async ({ own, call }) => {
    const target = `/v3/certificates?a=${'b'.repeat(3000)}`
    await call({ method: 'GET', target, body: '' })
    const [entry] = await own.requests()
    expect(entry?.target).toBe(target.slice(0, 2048))
    expect(entry?.message?.split('\n')[1]).toBe(target.slice(0, 2048))
  })

  test('has the beginning of its headers and of its nonce', async ({ own, call }) => {
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
  ])('has only the name of another scheme in Authorization: %s', async ([authorization, shown], { control, call }) => {
    await call({ headers: { Authorization: authorization } })
    const [entry] = await control.unclaimedRequests()
    expect(entry?.headers['authorization']).toBe(shown)
    expect(JSON.stringify(entry)).not.toMatch(/secret|c2VjcmV0/)
  })

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

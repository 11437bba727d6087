import { describe, expect, it } from 'vitest'
import { ResponseVerificationError } from '../../../client/index.ts'
import { developmentKeys, importPublicKey, verify, verifyResponse } from '../../../contracts/index.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { axiosPlugin } from '../../interop/axios-plugin.ts'
import { PINNED, PINNED_NONCE } from '../../mock-test.ts'
import type { Answer } from '../../send.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { CALLS, open, test } from './scripted-test.ts'

const { platform } = developmentKeys
const UNKNOWN_SERIAL = '6D6F636B2D756E6B6E6F776E2D30303030303031'

/** Each row: a signature fault, the check that fails in our client, the value in its error, and wechatpay-axios-plugin's error code. */
const KINDS = [
  ['probe', 'signature', /^WECHATPAY\/SIGNTEST\/[A-Za-z\d+/]{323}==$/, 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
  ['tampered', 'signature', /^[A-Za-z\d+/]{342}==$/, 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
  ['other_body', 'signature', /^[A-Za-z\d+/]{342}==$/, 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
  ['tampered_body', 'signature', /^[A-Za-z\d+/]{342}==$/, 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
  ['expired', 'timestamp', /^1699999400$/, 'EV3_RES_HEADER_TIMESTAMP_OFFSET'],
  ['future', 'timestamp', /^1700000600$/, 'EV3_RES_HEADER_TIMESTAMP_OFFSET'],
  ['own_certificate', 'serial', /^6D6F636B2D6D65726368616E742D303030303031$/, 'EV3_RES_HEADER_PLATFORM_SERIAL'],
  ['no_signature', 'headers', /^Wechatpay-Signature$/, 'EV3_RES_HEADERS_INCOMPLATE'],
  [
    'empty_headers',
    'headers',
    /^Wechatpay-Nonce, Wechatpay-Signature, Wechatpay-Timestamp, Wechatpay-Serial$/,
    'EV3_RES_HEADER_TIMESTAMP_OFFSET',
  ],
  ['unknown_serial', 'serial', /^6D6F636B2D756E6B6E6F776E2D30303030303031$/, 'EV3_RES_HEADER_PLATFORM_SERIAL'],
  [
    'missing_headers',
    'headers',
    /^Wechatpay-Nonce, Wechatpay-Signature, Wechatpay-Timestamp, Wechatpay-Serial$/,
    'EV3_RES_HEADERS_INCOMPLATE',
  ],
  ['wrong_charset', 'signature', /^[A-Za-z\d+/]{342}==$/, 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
] as const

async function holds({ headers }: Answer, message: string | Uint8Array): Promise<boolean> {
  return verify(Buffer.from(message), String(headers['wechatpay-signature']), await importPublicKey(platform.certificate))
}

/** Verifies an answer at the time `now`. The platform certificate has the serial number `serial`. Returns the failed check, or `holds`. */
async function check({ headers, body }: Answer, now = PINNED, serial: string = platform.serial): Promise<string> {
  const keys = new Map([[serial, () => importPublicKey(platform.certificate)]])
  return verifyResponse({ header: (name) => headers[name] as string, body: Buffer.from(body) }, { now: () => now, keys }).then(
    () => 'holds',
    (error) => error.check,
  )
}

describe('an answer with the signature fault', () => {
  test.for(KINDS)('%s fails the check of its %s', async ([signature, name, seen], { merchant, wxpay }) => {
    await merchant.addFault({ signature })
    const error: unknown = await open(wxpay).catch((reason) => reason)
    expect(error).toBeInstanceOf(ResponseVerificationError)
    expect(error).toMatchObject({ check: name, seen: expect.stringMatching(seen), requestId: expect.stringMatching(/-0$/) })
    expect((await open(wxpay)).status).toBe(200)
  })

  test.for(KINDS)('%s and no body fails the check of its %s, too', async ([signature, name], { merchant, wxpay }) => {
    await open(wxpay)
    await merchant.addFault({ signature })
    await expect(CALLS.openAdvertisingShow(wxpay)).rejects.toMatchObject({ check: name })
  })

  it.each(KINDS)('%s is refused by wechatpay-axios-plugin', async (signature, _check, _seen, code) => {
    await using mock = await createMockServer()
    await mock.control.merchant(mock.credentials.mchid).addFault({ signature })
    await expect(axiosPlugin(mock.credentials).chain(CHANGE_STATUS.slice(1)).post(JSON.parse(OPEN))).rejects.toMatchObject({ code })
  })

  test('tampered has no effect on a refusal, because our client does not verify refusals', async ({ merchant, wxpay }) => {
    await merchant.addFault({ signature: 'tampered' })
    await expect(CALLS.closeAdvertisingShow(wxpay)).rejects.toMatchObject({ code: 'INVALID_REQUEST', response: { status: 400 } })
    expect(await merchant.requests()).toMatchObject([{ faults: [1], example: 'SUB_MERCHANT_GOLDPLAN_CLOSED' }])
  })
})

describe('the signature fault', () => {
  test('certificate chooses the platform certificate although the request asks for the public key', async ({ merchant, call, mock }) => {
    const headers = { 'Wechatpay-Serial': String(mock.credentials.platform_public_key?.id) }
    await merchant.addFault({ signature: 'certificate' })
    const serials = [await call({ headers }), await call({ headers })].map((answer) => answer.headers['wechatpay-serial'])
    expect(serials).toEqual([platform.serial, mock.credentials.platform_public_key?.id])
  })

  test('tampered_body only adds a field to the body', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'tampered_body' })
    expect(JSON.parse((await call()).body)).toEqual({ sub_mchid: '1900000109', tampered: true })
  })

  test('probe changes only the beginning of the signature', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'probe' })
    const [probed, sound] = [await call(), await call()].map(({ headers }) => String(headers['wechatpay-signature']))
    expect(probed).toBe(`WECHATPAY/SIGNTEST/${sound?.slice('WECHATPAY/SIGNTEST/'.length)}`)
  })

  test('tampered changes one bit of the signature', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'tampered' })
    const [altered, sound] = [await call(), await call()].map(({ headers }) =>
      Buffer.from(String(headers['wechatpay-signature']), 'base64'),
    )
    const bits = [...(altered ?? [])].map((byte, index) => (byte ^ (sound?.[index] ?? 0)).toString(2).replaceAll('0', '').length)
    expect({ bytes: bits.length, bits: bits.reduce((sum, count) => sum + count, 0) }).toEqual({ bytes: 256, bits: 1 })
  })

  test('other_body sends a signature that is valid for another body', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'other_body' })
    const answer = await call()
    expect(answer.body).toBe('{"sub_mchid":"1900000109"}')
    expect(await check(answer)).toBe('signature')
    expect(await holds(answer, `1700000000\n${PINNED_NONCE}\n{"sub_mchid":"1900000109"} \n`)).toBe(true)
  })

  test('expired sends an answer that was valid ten minutes earlier', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'expired' })
    const answer = await call()
    expect(answer.headers['wechatpay-timestamp']).toBe('1699999400')
    expect(await check(answer)).toBe('timestamp')
    expect(await check(answer, PINNED - 600_000)).toBe('holds')
  })

  test('unknown_serial sends a valid signature with an unknown serial number', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'unknown_serial' })
    const answer = await call()
    expect(answer.headers['wechatpay-serial']).toBe(UNKNOWN_SERIAL)
    expect(await check(answer)).toBe('serial')
    expect(await check(answer, PINNED, UNKNOWN_SERIAL)).toBe('holds')
  })

  test('missing_headers does not change the rest of the answer', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'missing_headers' })
    const [bare, sound] = [await call(), await call()]
    const without = (headers: Answer['headers']) => Object.entries(headers).filter(([name]) => !/^wechatpay-|^request-id$/.test(name))
    expect(Object.keys(bare.headers).filter((name) => name.startsWith('wechatpay-'))).toEqual([])
    expect(without(bare.headers)).toEqual(without(sound.headers))
    expect(bare.body).toBe(sound.body)
  })

  test('wrong_charset sends and signs the body in UTF-16, and names UTF-16 in Content-Type', async ({ merchant, call }) => {
    await merchant.addFault({ signature: 'wrong_charset' })
    const answer = await call()
    const text = '{"sub_mchid":"1900000109"}'
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-16le', 'content-length': '52' })
    expect(Buffer.from(answer.body).toString('utf16le')).toBe(text)
    expect(await check(answer)).toBe('signature')
    expect(await holds(answer, Buffer.from(`1700000000\n${PINNED_NONCE}\n${text}\n`, 'utf16le'))).toBe(true)
  })

  test('wrong_charset does not change the Content-Length of an answer without a body', async ({ merchant, call }) => {
    await call()
    await merchant.addFault({ signature: 'wrong_charset' })
    const answer = await call({ target: '/v3/goldplan/merchants/close-advertising-show', body: '{"sub_mchid":"1900000109"}' })
    expect(answer.status).toBe(204)
    expect(answer.headers['content-length']).toBe('0')
  })

  test('wrong_charset sends a body that is not ASCII as UTF-16, too', async ({ merchant, clock, wxpay }) => {
    await merchant.addFault({ signature: 'wrong_charset' })
    clock.now += 1
    const config = { responseType: 'arraybuffer', validateStatus: null } as const
    const { data } = await wxpay.v3.goldplan.merchants.closeAdvertisingShow({ sub_mchid: '1900000109' }, config)
    expect(JSON.parse(Buffer.from(data as unknown as Uint8Array).toString('utf16le'))).toMatchObject({
      message: '该商户暂未开通点金计划，请开通后配置',
    })
  })
})

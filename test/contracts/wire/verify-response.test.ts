import { describe, expect, it } from 'vitest'
import { developmentKeys, importPublicKey, ResponseVerificationError, signResponse, verifyResponse } from '../../../contracts/index.ts'

const { platform, nextPlatform } = developmentKeys
const NOW = 1_700_000_000
const NONCE = 'd824f2e086d3c1df967785d13fcd22ef'
const BODY = Buffer.from('{"sub_mchid":"1900000109"}')

/** Verifies a signed answer after replacing these headers and this body; returns the error, or `undefined`. */
async function outcome(changed: Record<string, string | undefined> = {}, body: Uint8Array = BODY): Promise<unknown> {
  const signed = await signResponse(BODY, { ...platform, now: NOW * 1000, nonce: NONCE })
  const all = Object.entries({ ...signed, ...changed }).map(([name, value]) => [name.toLowerCase(), value])
  const headers: Record<string, string | undefined> = Object.fromEntries(all)
  const keys = new Map([platform, nextPlatform].map(({ serial, certificate }) => [serial, () => importPublicKey(certificate)]))
  return verifyResponse({ header: (name) => headers[name], body }, { now: () => NOW * 1000, keys }).catch((error: unknown) => error)
}

describe('verifyResponse', () => {
  it('accepts an unchanged answer', async () => {
    expect(await outcome()).toBeUndefined()
  })

  it('names the headers that are missing', async () => {
    const error = await outcome({ 'Wechatpay-Nonce': undefined, 'Wechatpay-Serial': '' })
    expect(error).toBeInstanceOf(ResponseVerificationError)
    expect(error).toMatchObject({ name: 'ResponseVerificationError', check: 'headers', seen: 'Wechatpay-Nonce, Wechatpay-Serial' })
    expect(String(error)).toContain("The answer can't be trusted: it lacks Wechatpay-Nonce, Wechatpay-Serial (Request-ID: none)")
  })

  it.each([
    ...['1699999699', '1700000301'].map((far) => [far, 'more than 300 seconds from the time of this clock, 1700000000']),
    ...['1.7e9', '1700000000.0', '+1700000000', ' 1700000000', '0x6553f100'].map((odd) => [odd, 'not whole seconds in decimal digits']),
  ])('refuses the timestamp %j, because it is %s', async (timestamp, reason) => {
    const error = await outcome({ 'Wechatpay-Timestamp': timestamp, 'Request-ID': '08F7' })
    expect(error).toMatchObject({ check: 'timestamp', seen: timestamp, requestId: '08F7' })
    expect(error).toHaveProperty(
      'message',
      `The answer can't be trusted: its Wechatpay-Timestamp ${timestamp} is ${reason} (Request-ID: 08F7)`,
    )
  })

  it('lists the known serial numbers when the answer has an unknown serial number', async () => {
    const error = await outcome({ 'Wechatpay-Serial': 'PUB_KEY_ID_1' })
    expect(error).toMatchObject({ check: 'serial', seen: 'PUB_KEY_ID_1', requestId: undefined })
    expect(String(error)).toContain(
      `its Wechatpay-Serial PUB_KEY_ID_1 is not one of the known serials: ${platform.serial}, ${nextPlatform.serial} `,
    )
  })

  it('refuses a signature made with another key or over other bytes', async () => {
    const byAnother = await outcome({ 'Wechatpay-Serial': nextPlatform.serial })
    expect(byAnother).toMatchObject({ check: 'signature', seen: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/) })
    expect(String(byAnother)).toContain(
      `its Wechatpay-Signature was not made with the key ${nextPlatform.serial} over its timestamp, its nonce and the 26 bytes received`,
    )
    expect(await outcome({}, Buffer.from(`${BODY} `))).toMatchObject({ check: 'signature' })
    expect(await outcome({ 'Wechatpay-Nonce': 'another' })).toMatchObject({ check: 'signature' })
  })
})

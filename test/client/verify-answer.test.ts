import { describe, expect } from 'vitest'
import { createWechatpay, ResponseVerificationError } from '../../client/index.ts'
import { developmentKeys } from '../../contracts/index.ts'
import type { MockServer } from '../../mock-server/index.ts'
import { EVERY } from '../every.ts'
import { type Clock, PINNED, test } from '../mock-test.ts'
import { alteringProxy, type Passing } from './altering-proxy.ts'
import { clientOptions } from './client-options.ts'

const { platform, merchant } = developmentKeys

/** Calls the mock server through a proxy that alters the answer. Returns the data of the answer, or the error with which the call fails. */
async function outcome(mock: MockServer, alter: (answer: Passing) => Passing, clock: Clock = { now: PINNED }): Promise<unknown> {
  await using proxy = await alteringProxy(mock.url, alter)
  // The first call of now() returns the server's time, to sign the request; later calls return the client's time, to check the answer.
  let calls = 0
  const now = () => (calls++ === 0 ? PINNED : clock.now)
  const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: proxy.url, now })
  const call = wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1900000109', operation_type: 'OPEN' })
  return await call.then(
    ({ data }) => data,
    (error: unknown) => error,
  )
}

const withHeader = (name: string, value: string | undefined) => (answer: Passing) => {
  const { [name]: _, ...others } = answer.headers
  return { ...answer, headers: value === undefined ? others : { ...others, [name]: value } }
}

describe('an answer', () => {
  test('that arrives unchanged is accepted', async ({ mock }) => {
    expect(await outcome(mock, (answer) => answer)).toEqual({ sub_mchid: '1900000109' })
  })

  test('with one flipped bit in its body is refused', { timeout: 60_000 }, async ({ mock }) => {
    for (let bit = 0; bit < 26 * 8; bit += EVERY ? 1 : 7) {
      const error = await outcome(mock, (answer) => {
        const body = Buffer.from(answer.body)
        body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        return { ...answer, body }
      })
      expect(error).toBeInstanceOf(ResponseVerificationError)
      expect(error).toMatchObject({ check: 'signature' })
    }
  })

  test.for([
    ['lengthened', (body: Buffer) => Buffer.concat([body, Buffer.from(' ')])],
    ['shortened', (body: Buffer) => body.subarray(1)],
    ['emptied', () => Buffer.alloc(0)],
    ['reformatted', (body: Buffer) => Buffer.from(JSON.stringify(JSON.parse(String(body)), null, 1))],
  ] as const)('whose body was %s is refused', async ([, change], { mock }) => {
    expect(await outcome(mock, (answer) => ({ ...answer, body: change(answer.body) }))).toMatchObject({ check: 'signature' })
  })

  test.for(['Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Timestamp', 'Wechatpay-Serial'])(
    'without %s is refused',
    async (name, { mock }) => {
      const error = await outcome(mock, withHeader(name.toLowerCase(), undefined))
      expect(error).toBeInstanceOf(ResponseVerificationError)
      expect(error).toMatchObject({
        check: 'headers',
        seen: name,
        requestId: expect.stringMatching(/-0$/),
        message: expect.stringContaining(`it lacks ${name}`),
      })
    },
  )

  test('without any of the four headers is refused with an error that names them all', async ({ mock }) => {
    const error = await outcome(mock, (answer) => ({ ...answer, headers: {} }))
    expect(error).toMatchObject({
      check: 'headers',
      seen: 'Wechatpay-Nonce, Wechatpay-Signature, Wechatpay-Timestamp, Wechatpay-Serial',
      requestId: undefined,
    })
  })

  test.for([-301, 301])("is refused when the client's clock is %i seconds off", async (offset, { mock }) => {
    const error = await outcome(mock, (answer) => answer, { now: PINNED + offset * 1000 })
    expect(error).toMatchObject({
      check: 'timestamp',
      seen: '1700000000',
      message: expect.stringContaining(`the time of this clock, ${1_700_000_000 + offset}`),
    })
  })

  test.for([-300, -299, 299, 300])("is accepted when the client's clock is %i seconds off", async (offset, { mock }) => {
    expect(await outcome(mock, (answer) => answer, { now: PINNED + offset * 1000 })).toEqual({ sub_mchid: '1900000109' })
  })

  test('whose timestamp was changed within the tolerance is refused because of its signature', async ({ mock }) => {
    expect(await outcome(mock, withHeader('wechatpay-timestamp', '1700000001'))).toMatchObject({ check: 'signature' })
  })

  test.for(['now', '1700000000.0', '0x6553F100', ' '])('with the timestamp %j is refused', async (timestamp, { mock }) => {
    expect(await outcome(mock, withHeader('wechatpay-timestamp', timestamp))).toMatchObject({
      check: expect.stringMatching(/timestamp|headers/),
    })
  })

  test.for(['0'.repeat(40), merchant.serial, platform.serial.toLowerCase(), 'constructor', '__proto__'])(
    'with the serial number %s is refused',
    async (serial, { mock }) => {
      const error = await outcome(mock, withHeader('wechatpay-serial', serial))
      expect(error).toMatchObject({ check: 'serial', seen: serial, message: expect.stringContaining(platform.serial) })
    },
  )

  test('with another nonce is refused', async ({ mock }) => {
    expect(await outcome(mock, withHeader('wechatpay-nonce', 'another'))).toMatchObject({ check: 'signature' })
  })

  test('without a body is also verified', async ({ mock, call }) => {
    await call()
    const close = async (alter: (answer: Passing) => Passing) => {
      await using proxy = await alteringProxy(mock.url, alter)
      const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: proxy.url, now: () => PINNED })
      const { status } = await wxpay.v3.goldplan.merchants.closeAdvertisingShow.post({ sub_mchid: '1900000109' })
      return status
    }
    expect(await close((answer) => answer)).toBe(204)
    await expect(close(withHeader('wechatpay-nonce', 'another'))).rejects.toMatchObject({ check: 'signature' })
    await expect(close(withHeader('wechatpay-signature', undefined))).rejects.toMatchObject({ check: 'headers' })
  })

  test('whose signature was replaced by a probe (探测流量), which starts with WECHATPAY/SIGNTEST/, is refused', async ({ mock }) => {
    const error = await outcome(mock, (answer) => {
      const signature = String(answer.headers['wechatpay-signature'])
      return withHeader('wechatpay-signature', `WECHATPAY/SIGNTEST/${signature.slice(19)}`)(answer)
    })
    expect(error).toMatchObject({ check: 'signature', seen: expect.stringMatching(/^WECHATPAY\/SIGNTEST\//) })
    expect(error).toMatchObject({ mistakes: [{ id: 'received-signature-probe' }] })
  })
})

describe('the error of a refused answer', () => {
  test('explains the mistake that led to the refusal, in English and Chinese', async ({ mock }) => {
    const indented = (body: Buffer) => Buffer.from(JSON.stringify(JSON.parse(String(body)), null, 2))
    const error = await outcome(mock, (answer) => ({ ...answer, body: indented(answer.body) }))
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^The answer can't be trusted: .*\(Request-ID: [^)]+\)\. The body was parsed .* Verify the bytes received/,
      ),
      mistakes: [
        { id: 'received-body-reformatted', message_zh: expect.stringContaining('报文主体'), fix_zh: expect.stringContaining('验签') },
      ],
    })
  })

  test.for([
    ['wechatpay-signature', undefined, 'received-headers-missing'],
    ['wechatpay-serial', 'PUB_KEY_ID_0116947288792026071402191500000000', 'received-serial-of-another'],
    ['wechatpay-timestamp', '1700000001', 'received-timestamp-of-another'],
  ] as const)('names the mistake when the header %s is %s', async ([name, value, id], { mock }) => {
    expect(await outcome(mock, withHeader(name, value))).toMatchObject({ mistakes: [{ id }] })
  })

  test('names no mistake when no known mistake explains the refusal', async ({ mock }) => {
    const error = await outcome(mock, withHeader('wechatpay-nonce', 'another'))
    expect(error).toMatchObject({ mistakes: [], message: expect.stringMatching(/\(Request-ID: [^)]+\)$/) })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  developmentKeys,
  importPrivateKey,
  importPublicKey,
  parseAuthorization,
  requestMessage,
  signRequest,
  signResponse,
  verify,
  verifyRequest,
  verifyResponse,
} from '../../../contracts/index.ts'
import samples from '../../../contracts/vectors/official-samples.json' with { type: 'json' }

const { merchant, platform, platformPublicKey } = developmentKeys
const NOW = 1_700_000_000_999
const NONCE = 'd824f2e086d3c1df967785d13fcd22ef'
const text = fc.string({ unit: 'grapheme' })
const bytes = fc.uint8Array()

describe('signRequest', () => {
  it.each(samples.requests)('makes the signature of the official sample: $name', async ({ timestamp, nonce, signature, ...request }) => {
    const signer = { mchid: '1', serial: '2', privateKey: samples.private_key, now: Number(timestamp) * 1000, nonce }
    expect(parseAuthorization(await signRequest(request, signer))).toEqual({
      mchid: '1',
      serial: '2',
      timestamp: String(timestamp),
      nonce,
      signature,
    })
  })

  it('makes a signature that verifyRequest accepts, for any body', async () => {
    const registry = { now: () => NOW, find: async () => ({ merchant: 'me', publicKey: await importPublicKey(merchant.certificate) }) }
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, bytes), async (body) => {
        const request = { method: 'POST', target: '/v3/x?a=%20', body }
        const authorization = await signRequest(request, { ...merchant, now: NOW, nonce: NONCE })
        expect(await verifyRequest({ ...request, body: Buffer.from(body), authorization }, registry)).toBe('me')
      }),
      { numRuns: 20 },
    )
  })

  it('writes the time in whole seconds and signs a request without a body', async () => {
    const authorization = await signRequest({ method: 'GET', target: '/' }, { ...merchant, now: NOW, nonce: NONCE })
    const { timestamp, signature } = parseAuthorization(authorization)
    expect(timestamp).toBe('1700000000')
    const message = requestMessage({ method: 'GET', target: '/', timestamp, nonce: NONCE })
    expect(await verify(message, signature, await importPublicKey(merchant.certificate))).toBe(true)
  })

  it('makes the same signature with an imported key as with its PEM text', async () => {
    const signer = { ...merchant, now: NOW, nonce: NONCE }
    const request = { method: 'POST', target: '/', body: '{}' }
    const privateKey = await importPrivateKey(merchant.privateKey)
    expect(await signRequest(request, { ...signer, privateKey })).toBe(await signRequest(request, signer))
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '1700000000000', undefined])('refuses the time %o, as signResponse does', async (now) => {
    const signer = { ...merchant, now: now as number, nonce: NONCE }
    const refusal = expect.objectContaining({
      name: 'TypeError',
      message: expect.stringMatching(/^now must be milliseconds since 1970; got /),
    })
    await expect(signRequest({ method: 'GET', target: '/' }, signer)).rejects.toThrow(refusal)
    await expect(signResponse('', { ...platform, now: now as number, nonce: NONCE })).rejects.toThrow(refusal)
  })

  it('refuses a certificate instead of a private key', async () => {
    const signer = { ...merchant, privateKey: merchant.certificate, now: NOW, nonce: NONCE }
    await expect(signRequest({ method: 'GET', target: '/' }, signer)).rejects.toThrow(TypeError)
    await expect(signRequest({ method: 'GET', target: '/' }, signer)).rejects.toThrow(/privateKey must be .* got a certificate/)
  })
})

describe('signResponse', () => {
  it.each([
    ['the private key that belongs to a platform certificate', platform, platform.certificate],
    [
      'the private key that belongs to the WeChat Pay public key',
      { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey },
      platformPublicKey.publicKey,
    ],
  ])('signs any body with %s, and verifyResponse accepts the signature', async (_, signer, pem) => {
    const keys = new Map([[signer.serial, () => importPublicKey(pem)]])
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, bytes), async (body) => {
        const headers = new Headers(await signResponse(body, { ...signer, now: NOW, nonce: NONCE }))
        const header = (name: string) => headers.get(name)
        await expect(verifyResponse({ header, body: Buffer.from(body) }, { now: () => NOW, keys })).resolves.toBeUndefined()
      }),
      { numRuns: 20 },
    )
  })

  it('returns the five headers of a signed answer, with the time in whole seconds', async () => {
    expect(await signResponse('', { ...platform, now: NOW, nonce: NONCE })).toEqual({
      'Wechatpay-Nonce': NONCE,
      'Wechatpay-Signature': expect.stringMatching(/^[\w+/]{342}==$/),
      'Wechatpay-Timestamp': '1700000000',
      'Wechatpay-Serial': platform.serial,
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    })
  })
})

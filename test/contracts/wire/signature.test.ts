import { describe, expect, it } from 'vitest'
import { developmentKeys, importPrivateKey, importPublicKey, requestMessage, sign, verify } from '../../../contracts/index.ts'
import samples from '../../../contracts/vectors/official-samples.json' with { type: 'json' }

describe('the samples of the official documentation', () => {
  it.each(samples.requests)('give the documented signature message: $name', (request) => {
    expect(requestMessage(request).toString()).toBe(request.message)
  })

  it.each(samples.requests)('give the documented signature: $name', async (request) => {
    const key = await importPrivateKey(samples.private_key)
    expect(await sign(requestMessage(request), key)).toBe(request.signature)
  })

  it.each(samples.requests)('have a signature that verify accepts: $name', async (request) => {
    const key = await importPublicKey(samples.public_key)
    expect(await verify(requestMessage(request), request.signature, key)).toBe(true)
  })

  it.each(samples.messages)('give a signature message with the documented number of bytes: $name', (sample) => {
    expect(requestMessage(sample)).toHaveLength(sample.bytes)
  })
})

describe('verify', () => {
  const message = Buffer.from('message')
  const signed = async () => sign(message, await importPrivateKey(developmentKeys.merchant.privateKey))
  const publicKey = () => importPublicKey(developmentKeys.merchant.certificate)

  it('accepts a signature made by sign, and refuses it when one bit is changed', async () => {
    const signature = await signed()
    const key = await publicKey()
    expect(await verify(message, signature, key)).toBe(true)
    const bytes = Buffer.from(signature, 'base64')
    for (let bit = 0; bit < bytes.length * 8; bit += 37) {
      const forged = Buffer.from(bytes)
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await verify(message, forged.toString('base64'), key)).toBe(false)
    }
  })

  it('refuses a signature made with another key', async () => {
    const foreign = await sign(message, await importPrivateKey(developmentKeys.platform.privateKey))
    expect(await verify(message, foreign, await publicKey())).toBe(false)
  })

  it.each([
    ['written without padding', (signature: string) => signature.replace(/=+$/, '')],
    ['written in base64url', (signature: string) => Buffer.from(signature, 'base64').toString('base64url')],
    ['broken into two lines', (signature: string) => `${signature.slice(0, 76)}\n${signature.slice(76)}`],
    ['followed by a space', (signature: string) => `${signature} `],
    ['written with more padding', (signature: string) => `${signature}==`],
    [
      'written with its unused last bits changed',
      (signature: string) => signature.replace(/.==$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`),
    ],
    ['encoded twice', (signature: string) => Buffer.from(signature).toString('base64')],
    ['cut to 255 bytes', (signature: string) => Buffer.from(signature, 'base64').subarray(1).toString('base64')],
    ['cut to 0 bytes', () => ''],
  ])('refuses a correct signature when it is %s', async (_, respell) => {
    const signature = await signed()
    expect(await verify(message, signature, await publicKey())).toBe(true)
    expect(await verify(message, respell(signature), await publicKey())).toBe(false)
  })
})

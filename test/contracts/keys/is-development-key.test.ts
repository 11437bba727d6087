import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { developmentKeys, isDevelopmentKey } from '../../../contracts/index.ts'

const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
const own = generateKeyPairSync('rsa', { modulusLength: 2048 })

describe('isDevelopmentKey', () => {
  it.each([
    ['the private key of the merchant', merchant.privateKey],
    ['the certificate of the merchant', merchant.certificate],
    ['the private key of the platform', platform.privateKey],
    ['the next certificate of the platform', nextPlatform.certificate],
    ['the WeChat Pay public key', platformPublicKey.publicKey],
    ['the bytes of a development certificate', Buffer.from(platform.certificate)],
    ['a development key as an array of bytes', new TextEncoder().encode(merchant.privateKey)],
    ['a development key as a private KeyObject', createPrivateKey(merchant.privateKey)],
    ['a development key as a public KeyObject', createPublicKey(platform.certificate)],
  ])('returns true for %s', (_, key) => {
    expect(isDevelopmentKey(key)).toBe(true)
  })

  it.each([
    ['another private key', own.privateKey],
    ['another public key', own.publicKey],
    ['another private key as text', String(own.privateKey.export({ type: 'pkcs8', format: 'pem' }))],
    ['a secret KeyObject', createSecretKey(Buffer.alloc(32))],
    ['text that is not a key', 'secret'],
  ])('returns false for %s', (_, key) => {
    expect(isDevelopmentKey(key)).toBe(false)
  })
})

import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { decryptField, developmentKeys, encryptField } from '../../../contracts/index.ts'

const { merchant, platform, platformPublicKey } = developmentKeys
const OTHER_KEY = 'The field was not encrypted for this key with RSAES-OAEP (SHA-1)'

describe('encryptField', () => {
  it.each([
    ['a platform certificate', platform.certificate, platform.privateKey],
    ['the WeChat Pay public key', platformPublicKey.publicKey, platformPublicKey.privateKey],
  ])('encrypts with %s, and decryptField decrypts with the matching private key', (_, publicKey, privateKey) => {
    const ciphertext = encryptField('张三', publicKey)
    expect(Buffer.from(ciphertext, 'base64')).toHaveLength(256)
    expect(decryptField(ciphertext, privateKey)).toBe('张三')
  })

  it('accepts a text of 214 bytes, but refuses a longer text', () => {
    expect(decryptField(encryptField('x'.repeat(214), merchant.certificate), merchant.privateKey)).toHaveLength(214)
    expect(() => encryptField('点'.repeat(72), merchant.certificate)).toThrow(
      new TypeError('text must have at most 214 bytes in UTF-8 to be encrypted; got 216'),
    )
  })

  it.each([
    ['a key of type rsa-pss', generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
    ['a key of type ed25519', generateKeyPairSync('ed25519')],
    ['1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 })],
  ])('refuses a key that is not an RSA key of 2048 bits: %s', (got, { publicKey }) => {
    const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
    expect(() => encryptField('x', pem)).toThrow(new TypeError(`key must be an RSA key of 2048 bits; got ${got}`))
  })

  it('refuses a private key, and the error says that it is a private key', () => {
    expect(() => encryptField('x', merchant.privateKey)).toThrow(/^key must be .*got .*private key/)
  })
})

describe('decryptField', () => {
  it.each([
    ['another key', encryptField('x', platform.certificate)],
    ['the padding of PKCS#1 v1.5', encrypted({ padding: constants.RSA_PKCS1_PADDING })],
    ['OAEP and SHA-256', encrypted({ padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' })],
  ])('refuses a field encrypted with %s', (_, ciphertext) => {
    expect(() => decryptField(ciphertext, merchant.privateKey)).toThrow(new TypeError(OTHER_KEY))
  })

  it.each([['plain text'], [''], [encryptField('x', merchant.certificate).slice(4)], [`${encryptField('x', merchant.certificate)}\n`]])(
    'refuses %j, which is not base64 of 256 bytes',
    (ciphertext) => {
      expect(() => decryptField(ciphertext, merchant.privateKey)).toThrow(
        /^An encrypted field must be base64 of 256 bytes; this text of \d+ characters is not$/,
      )
    },
  )
})

test('decryptField refuses a text that is not UTF-8', () => {
  const gbk = publicEncrypt({ key: merchant.certificate, oaepHash: 'sha1' }, Buffer.from('d5c5c8fd', 'hex')).toString('base64')
  expect(() => decryptField(gbk, merchant.privateKey)).toThrow(new TypeError('The decrypted field is not UTF-8'))
})

function encrypted(padding: { padding: number; oaepHash?: string }): string {
  return publicEncrypt({ key: merchant.certificate, ...padding }, Buffer.from('x')).toString('base64')
}

import { describe, expect, it } from 'vitest'
import { assertApiV3Key, developmentKeys, importPrivateKey } from '../../../../contracts/index.ts'

const { apiV3Key: key, merchant } = developmentKeys
const WANTED = 'apiV3Key must be a string of 32 bytes, the APIv3 key (APIv3密钥); got '
const AS_SET = 'give the key itself, as it was set on the merchant platform (商户平台)'

const privateKey = await importPrivateKey(merchant.privateKey)

describe('assertApiV3Key', () => {
  it('accepts 32 characters of one byte each', () => {
    expect(() => assertApiV3Key(key, 'apiV3Key')).not.toThrow()
  })

  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'undefined'],
    ['a key as bytes', Buffer.from(key), 'bytes (read the file with the encoding "utf8")'],
    ['a CryptoKey', privateKey, 'a CryptoKey'],
    ['a JWK', { kty: 'oct', k: key }, 'a JWK'],
    ['an ArrayBuffer', new ArrayBuffer(32), 'an ArrayBuffer'],
    ['empty text', '', '""; check that the environment variable it comes from is set'],
    ['the word undefined', 'undefined', '"undefined"; check that the environment variable it comes from is set'],
    ['a key of 31 characters', key.slice(1), '31 characters'],
    ['a key of 33 characters', `${key}x`, '33 characters'],
    ['a key with a line break after it', `${key}\n`, '33 characters; remove the blanks or line breaks around the key'],
    [
      'a key with a blank in it',
      `${key.slice(0, 16)} ${key.slice(17)}`,
      '32 bytes with a blank or a line break among them; copy the key again',
    ],
    ['a key in quotes', `"${key}"`, 'a key in quotes; remove the quotes'],
    ['a key with characters of several bytes', '密'.repeat(32), '32 characters that take 96 bytes, because some are not ASCII'],
    ['a key in base64', Buffer.from(key).toString('base64'), `text that looks like base64 of 32 bytes; ${AS_SET}`],
    ['a key in hexadecimal', Buffer.from(key).toString('hex'), `64 hexadecimal digits; ${AS_SET}`],
    ['the private key', merchant.privateKey, 'a PKCS#8 private key (-----BEGIN PRIVATE KEY-----)'],
  ])('refuses %s, and the error does not show the key', (_, value, got) => {
    expect(() => assertApiV3Key(value, 'apiV3Key')).toThrow(new TypeError(`${WANTED}${got}`))
  })
})

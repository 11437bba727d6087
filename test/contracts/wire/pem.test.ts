import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { certificateCommonName, certificateSerial, developmentKeys, importPrivateKey, importPublicKey } from '../../../contracts/index.ts'

const { merchant } = developmentKeys
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs1 = String(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }))
const encrypted = String(rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }))
const publicPkcs1 = String(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }))
const spki = String(rsa.publicKey.export({ type: 'spki', format: 'pem' }))
const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })

describe('importPrivateKey', () => {
  it.each([
    ['PKCS#1', pkcs1, /got a PKCS#1 private key .*openssl pkcs8 -topk8 -nocrypt/],
    ['an encrypted key', encrypted, /got an encrypted private key/],
    ['a certificate', merchant.certificate, /got a certificate .*apiclient_key\.pem/],
    ['a public key', spki, /got a public key/],
    ['text', 'secret', /got text without a PEM label; a \.p12 file is read with: openssl pkcs12/],
    ['an RSA key of 1024 bits', String(small.privateKey.export({ type: 'pkcs8', format: 'pem' })), /2048 bits; got 1024 bits/],
    ['an elliptic-curve key', String(curve.privateKey.export({ type: 'pkcs8', format: 'pem' })), /can't be read as an RSA key/],
    ['a broken key', merchant.privateKey.replace(/M/g, ''), /can't be read as an RSA key/],
  ])('refuses %s and says what it got', async (_, pem, message) => {
    await expect(importPrivateKey(pem)).rejects.toThrow(TypeError)
    await expect(importPrivateKey(pem)).rejects.toThrow(message)
  })

  it('never shows the key in an error', async () => {
    const error = await importPrivateKey(pkcs1).catch(String)
    expect(error).not.toContain(pkcs1.slice(40, 80))
  })

  it.each([
    ['bytes', Buffer.from(merchant.privateKey), /got bytes \(read the file with the encoding "utf8"\)/],
    ['nothing', undefined, /got undefined/],
    ['null', null, /got null/],
  ])('refuses %s that is no string', async (_, value, message) => {
    await expect(importPrivateKey(value as unknown as string)).rejects.toThrow(message)
  })

  it('reads the key of a file that holds its certificate, too', async () => {
    expect((await importPrivateKey(merchant.certificate + merchant.privateKey)).type).toBe('private')
    expect((await importPublicKey(merchant.privateKey + merchant.certificate)).type).toBe('public')
    expect(certificateSerial(merchant.privateKey + merchant.certificate)).toBe(merchant.serial)
  })

  it('reads a key behind the attributes that openssl pkcs12 writes', async () => {
    const key = await importPrivateKey(`Bag Attributes\n    localKeyID: 01 02\n${merchant.privateKey}`)
    expect(key.type).toBe('private')
  })
})

describe('importPublicKey', () => {
  it.each([
    ['a certificate', merchant.certificate],
    ['an SPKI public key', spki],
    ['the first certificate of a chain', merchant.certificate + developmentKeys.platform.certificate],
  ])('reads %s', async (_, pem) => {
    expect((await importPublicKey(pem)).type).toBe('public')
  })

  it.each([
    ['a private key', merchant.privateKey, /got a PKCS#8 private key/],
    ['a PKCS#1 public key', publicPkcs1, /got a PKCS#1 public key .*openssl rsa -RSAPublicKey_in/],
    ['a broken certificate', merchant.certificate.replace('MII', 'AAA'), /can't be read/],
  ])('refuses %s', async (_, pem, message) => {
    await expect(importPublicKey(pem)).rejects.toThrow(message)
  })
})

describe('certificateSerial', () => {
  it.each([merchant, developmentKeys.platform])('reads the serial number of a shipped certificate: $serial', ({ certificate, serial }) => {
    expect(certificateSerial(certificate)).toBe(serial)
  })

  it.each([
    ['a key', merchant.privateKey, /got a PKCS#8 private key/],
    ['a broken certificate', merchant.certificate.replace('MII', 'AAA'), /can't be read as a certificate/],
  ])('refuses %s', (_, pem, message) => {
    expect(() => certificateSerial(pem)).toThrow(message)
  })
})

describe('certificateCommonName', () => {
  it('reads whom a certificate names: the merchant by its ID', () => {
    expect(certificateCommonName(merchant.certificate)).toBe(merchant.mchid)
    expect(certificateCommonName(developmentKeys.platform.certificate)).toBe('wechatpay-goldplan-mock sign')
  })
})

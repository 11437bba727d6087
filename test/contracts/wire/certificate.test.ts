import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { assertKeyPair, certificateCommonName, certificateSerial, certificateValidity, developmentKeys } from '../../../contracts/index.ts'

const { merchant, platform } = developmentKeys
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

describe('certificateSerial', () => {
  it.each([merchant, platform])('reads the serial number of a shipped certificate: $serial', ({ certificate, serial }) => {
    expect(certificateSerial(certificate)).toBe(serial)
    expect(certificateSerial(Buffer.from(certificate))).toBe(serial)
  })

  it('reads the certificate of a file that holds its key, too', () => {
    expect(certificateSerial(merchant.privateKey + merchant.certificate)).toBe(merchant.serial)
  })

  it.each([
    ['a key', merchant.privateKey, /got a PKCS#8 private key .*; the certificate is the other file, apiclient_cert\.pem/],
    ['a broken certificate', merchant.certificate.replace('MII', 'AAA'), /certificate can't be read as a certificate/],
    ['bytes that are no PEM', Buffer.from('308209', 'hex'), /got bytes without a PEM label/],
    ['a KeyObject', other as unknown as string, /as a string or a Buffer; got a private KeyObject/],
  ])('refuses %s', (_, certificate, message) => {
    expect(() => certificateSerial(certificate)).toThrow(TypeError)
    expect(() => certificateSerial(certificate)).toThrow(message)
  })

  it("calls a certificate by the caller's name for it", () => {
    expect(() => certificateSerial('', '--cert')).toThrow(/^--cert must be a certificate in PEM/)
  })
})

describe('certificateValidity', () => {
  it('reads from when until when a certificate is valid', () => {
    expect(certificateValidity(platform.certificate)).toEqual({
      from: new Date('2020-01-01T00:00:00Z'),
      to: new Date('2049-12-31T00:00:00Z'),
    })
  })
})

describe('certificateCommonName', () => {
  it('reads whom a certificate names: the merchant by its ID', () => {
    expect(certificateCommonName(merchant.certificate)).toBe(merchant.mchid)
    expect(certificateCommonName(platform.certificate)).toBe('wechatpay-goldplan-mock sign')
  })
})

describe('assertKeyPair', () => {
  it.each([
    ['text', merchant.privateKey],
    ['bytes', Buffer.from(merchant.privateKey)],
    ['a KeyObject', createPrivateKey(merchant.privateKey)],
  ])('accepts a certificate of the key as %s', (_, privateKey) => {
    expect(() => assertKeyPair(privateKey, merchant.certificate)).not.toThrow()
  })

  it.each([
    ['the certificate of another key', other, merchant.certificate, `privateKey is not the key of the certificate ${merchant.serial}`],
    ['another certificate', merchant.privateKey, platform.certificate, `privateKey is not the key of the certificate ${platform.serial}`],
    ['a key that can not be read', merchant.privateKey.replace(/M/g, ''), merchant.certificate, "privateKey can't be read as an RSA key"],
    ['a certificate in place of the key', merchant.certificate, merchant.certificate, 'privateKey must be a PKCS#8 private key'],
  ])('refuses %s', (_, privateKey, certificate, message) => {
    expect(() => assertKeyPair(privateKey, certificate)).toThrow(TypeError)
    expect(() => assertKeyPair(privateKey, certificate)).toThrow(message)
  })
})

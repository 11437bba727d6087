import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { assertKeyPair, certificateCommonName, certificateSerial, certificateValidity, developmentKeys } from '../../../contracts/index.ts'

const { merchant, platform, platformPublicKey } = developmentKeys
const PUBLIC_KEY = platformPublicKey.publicKey
const BROKEN = merchant.certificate.replace('MII', 'AAA')
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const ED448 = String(generateKeyPairSync('ed448').privateKey.export({ type: 'pkcs8', format: 'pem' }))

/** A certificate that WeChat Pay did not issue. Its serial number is short; its subject has the organisation `CN=odd` and a common name. */
const SHORT_SERIAL = `-----BEGIN CERTIFICATE-----
MIIBjTCCATSgAwIBAgIBATAKBggqhkjOPQQDAjAmMQ8wDQYDVQQKDAZDTj1vZGQx
EzARBgNVBAMMCjE5MDAwMDAxMDAwHhcNMjYxMTI5MDAzODIxWhcNMzYxMTI2MDAz
ODIxWjAmMQ8wDQYDVQQKDAZDTj1vZGQxEzARBgNVBAMMCjE5MDAwMDAxMDAwWTAT
BgcqhkjOPQIBBggqhkjOPQMBBwNCAASkuGZMwa7MSqHwUreNe6uJnMTMsBdWqaSM
VodHx0XG0FB8HI1LjyB6euSG0oUMAgJ2k8oRTjqVAfOSg3T9rdrDo1MwUTAdBgNV
HQ4EFgQU/r8VRQwnvn/CiokokKz4JjbE8WcwHwYDVR0jBBgwFoAU/r8VRQwnvn/C
iokokKz4JjbE8WcwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBE
RZ97exdLzQBJ/s6gY+Yj59FbpZg2/I3kjNQEjkhq3QIgBLJ50rBOXMudbaR8v9xA
b1/liV6vlQ4RrPw/nXx0yNc=
-----END CERTIFICATE-----
`

/** A certificate whose subject has only an organisation. */
const NAMELESS = `-----BEGIN CERTIFICATE-----
MIIBWjCCAQCgAwIBAgIBAjAKBggqhkjOPQQDAjAMMQowCAYDVQQKDAFuMB4XDTI2
MTEyOTAwMzkwNVoXDTM2MTEyNjAwMzkwNVowDDEKMAgGA1UECgwBbjBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABKS4ZkzBrsxKofBSt417q4mcxMywF1appIxWh0fH
RcbQUHwcjUuPIHp65IbShQwCAnaTyhFOOpUB85KDdP2t2sOjUzBRMB0GA1UdDgQW
BBT+vxVFDCe+f8KKiSiQrPgmNsTxZzAfBgNVHSMEGDAWgBT+vxVFDCe+f8KKiSiQ
rPgmNsTxZzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDch4X+
RI0MAMFLRRNBaz3QLDhgUd4/cG8VlnCoIub7wgIgEeb6Wn4gpwm16bcB9mTBGw0k
g0Vp1aHubwVVP3JsBWA=
-----END CERTIFICATE-----
`

describe('certificateSerial', () => {
  it.each([merchant, platform])('reads the serial number of a shipped certificate: $serial', ({ certificate, serial }) => {
    expect(certificateSerial(certificate)).toBe(serial)
    expect(certificateSerial(Buffer.from(certificate))).toBe(serial)
  })

  it('reads the certificate from a file that also contains its key', () => {
    expect(certificateSerial(merchant.privateKey + merchant.certificate)).toBe(merchant.serial)
  })

  it('pads a short serial number to 40 digits', () => {
    expect(certificateSerial(SHORT_SERIAL)).toBe(`${'0'.repeat(39)}1`)
  })

  it.each([
    ['a key', merchant.privateKey, /got a PKCS#8 private key .*; the merchant's certificate is the other file, apiclient_cert\.pem/],
    ['a broken certificate', BROKEN, /^certificate can't be read as a certificate: (?!undefined)\S/],
    ['a public key', PUBLIC_KEY, /^certificate must be .*; got a public key \(-----BEGIN PUBLIC KEY-----\)$/],
    ['bytes that are not PEM', Buffer.from('308209', 'hex'), /got bytes without a PEM label/],
    ['a KeyObject', other as unknown as string, /as a string or a Buffer; got a private KeyObject/],
  ])('refuses %s', (_, certificate, message) => {
    expect(() => certificateSerial(certificate)).toThrow(TypeError)
    expect(() => certificateSerial(certificate)).toThrow(message)
  })

  it('throws an error with its cause when it cannot read the certificate', async () => {
    const reading = async () => certificateSerial(BROKEN)
    await expect(reading()).rejects.toMatchObject({ cause: expect.any(Error) })
  })

  it('uses the name given by the caller in an error', () => {
    expect(() => certificateSerial('', '--cert')).toThrow(/^--cert must be a certificate in PEM/)
  })
})

describe('certificateValidity', () => {
  it('reads the validity period of a certificate', () => {
    expect(certificateValidity(platform.certificate)).toEqual({
      from: new Date('2020-01-01T00:00:00Z'),
      to: new Date('2049-12-31T00:00:00Z'),
    })
  })

  it('refuses a value that is not a certificate', () => {
    expect(() => certificateValidity(PUBLIC_KEY)).toThrow(/^certificate must be a certificate in PEM/)
  })
})

describe('certificateCommonName', () => {
  it('reads the common name, which in a merchant certificate is the merchant ID', () => {
    expect(certificateCommonName(merchant.certificate)).toBe(merchant.mchid)
    expect(certificateCommonName(platform.certificate)).toBe('wechatpay-goldplan-mock sign')
  })

  it('does not mistake another part of the subject for the common name', () => {
    expect(certificateCommonName(SHORT_SERIAL)).toBe('1900000100')
    expect(certificateCommonName(NAMELESS)).toBe('')
  })

  it('refuses a value that is not a certificate', () => {
    expect(() => certificateCommonName(PUBLIC_KEY)).toThrow(/^certificate must be a certificate in PEM/)
  })
})

describe('assertKeyPair', () => {
  it.each([
    ['text', merchant.privateKey],
    ['bytes', Buffer.from(merchant.privateKey)],
    ['a KeyObject', createPrivateKey(merchant.privateKey)],
  ])('accepts a certificate with its private key as %s', (_, privateKey) => {
    expect(() => assertKeyPair(privateKey, merchant.certificate)).not.toThrow()
  })

  it.each([
    ['another private key', other, merchant.certificate, `privateKey is not the key of the certificate ${merchant.serial}`],
    ['another certificate', merchant.privateKey, platform.certificate, `privateKey is not the key of the certificate ${platform.serial}`],
    ['a key that cannot be read', merchant.privateKey.replace(/M/g, ''), merchant.certificate, "privateKey can't be read as an RSA key"],
    ['an Ed448 key', ED448, merchant.certificate, "privateKey can't be read as an RSA key: it is a key of type ed448"],
    ['a certificate instead of the key', merchant.certificate, merchant.certificate, 'privateKey must be a PKCS#8 private key'],
    ['a key instead of the certificate', merchant.privateKey, merchant.privateKey, 'certificate must be a certificate in PEM'],
  ])('refuses %s', (_, privateKey, certificate, message) => {
    expect(() => assertKeyPair(privateKey, certificate)).toThrow(TypeError)
    expect(() => assertKeyPair(privateKey, certificate)).toThrow(message)
  })
})

import { execFileSync, spawnSync } from 'node:child_process'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  certificateSerial,
  certificateValidity,
  DEVELOPMENT_SERIAL_PREFIX,
  developmentKeys,
  importPublicKey,
} from '../../../contracts/index.ts'
import { createIssuer, serialFor } from '../../../mock-server/tenant/issue-certificate.ts'

const publicKey = createPublicKey(developmentKeys.merchant.certificate).export({ type: 'spki', format: 'der' })
const subject = { mchid: '1900012345', ordinal: 0, publicKey }
const missing = spawnSync('openssl', ['version']).error !== undefined

describe('an issued certificate', () => {
  const certificate = createIssuer()(subject)

  it('is in PEM, with lines of 64 characters', () => {
    expect(certificate).toMatch(
      /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/]{64}\n)+[A-Za-z0-9+/]{1,64}={0,2}\n-----END CERTIFICATE-----\n$/,
    )
  })

  it('has the ID and the key of the merchant, a serial number, and a validity from 2020-01-01 to 2049-12-31', async () => {
    const { subject: name, issuer, serialNumber, publicKey: key } = new X509Certificate(certificate)
    expect(name).toBe('C=CN\nO=wechatpay-goldplan-mock\nCN=1900012345')
    expect(issuer).toBe('C=CN\nO=wechatpay-goldplan-mock\nCN=wechatpay-goldplan-mock tenants')
    expect(serialNumber).toBe(serialFor(subject))
    expect(key.export({ type: 'spki', format: 'der' })).toEqual(publicKey)
    expect(certificateSerial(certificate)).toBe(serialNumber)
    expect(certificateValidity(certificate)).toEqual({ from: new Date('2020-01-01T00:00:00Z'), to: new Date('2049-12-31T00:00:00Z') })
    await expect(importPublicKey(certificate, 'certificate')).resolves.toMatchObject({ type: 'public' })
  })

  it('can be for a merchant ID of 32 digits', () => {
    const mchid = '1'.repeat(32)
    expect(new X509Certificate(createIssuer()({ ...subject, mchid })).subject).toContain(`CN=${mchid}`)
  })

  it.skipIf(missing)(`can be read by the openssl command${missing ? ' (skipped: openssl is not installed)' : ''}`, () => {
    const text = execFileSync('openssl', ['x509', '-noout', '-serial', '-subject', '-nameopt', 'RFC2253', '-dates', '-text'], {
      input: certificate,
      encoding: 'utf8',
    })
    expect(text).toContain(`serial=${serialFor(subject)}`)
    expect(text).toContain('subject=CN=1900012345,O=wechatpay-goldplan-mock,C=CN')
    expect(text).toContain('notAfter=Dec 31 00:00:00 2049 GMT')
    for (const part of ['Version: 3 (0x2)', 'Signature Algorithm: ecdsa-with-SHA256', 'Public-Key: (2048 bit)'])
      expect(text).toContain(part)
  })
})

describe('the serial number of an issued certificate', () => {
  it('has forty hexadecimal digits, and begins with the prefix of all development certificates', () => {
    for (const mchid of ['7', '1900012345', '9'.repeat(32)])
      for (const ordinal of [0, 12, 100_000])
        expect(serialFor({ mchid, ordinal })).toMatch(new RegExp(`^${DEVELOPMENT_SERIAL_PREFIX}[\\dA-F]{30}$`))
  })

  it('differs for each merchant and for each certificate', () => {
    const owners = ['1', '01', '0000000001', '990000000001', '11'].flatMap((mchid) => [0, 1, 11].map((ordinal) => ({ mchid, ordinal })))
    expect(new Set(owners.map(serialFor)).size).toBe(owners.length)
  })
})

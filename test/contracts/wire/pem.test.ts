import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  assertCertificatePem,
  assertPrivateKeyPem,
  assertPublicKeyPem,
  certificatePem,
  developmentKeys,
  privateKeyPem,
  publicKeyPem,
} from '../../../contracts/index.ts'

const { merchant, platform, platformPublicKey } = developmentKeys
const key = merchant.privateKey.trim()
const certificate = merchant.certificate.trim()
const publicKey = platformPublicKey.publicKey.trim()

describe('privateKeyPem, publicKeyPem and certificatePem', () => {
  it.each([
    ['a private key', privateKeyPem, merchant.privateKey, key],
    ['a private key as bytes', privateKeyPem, Buffer.from(merchant.privateKey), key],
    ['a private KeyObject', privateKeyPem, createPrivateKey(merchant.privateKey), merchant.privateKey],
    ['a key after its certificate', privateKeyPem, `Bag Attributes\n${merchant.certificate}${merchant.privateKey}`, key],
    ['a public key', publicKeyPem, platformPublicKey.publicKey, publicKey],
    ['the first of two certificates', publicKeyPem, `${merchant.privateKey}${merchant.certificate}${platform.certificate}`, certificate],
    ['a certificate', certificatePem, merchant.certificate, certificate],
    ['a certificate that is indented', certificatePem, `  ${certificate}`, certificate],
    ['a certificate as bytes after a public key', certificatePem, Buffer.from(`${publicKey}\n${certificate}`), certificate],
  ])('return the PEM block of %s', (_, pemOf, value, pem) => {
    expect(pemOf(value, 'x')).toBe(pem)
  })

  it.each([
    [
      'text that is not PEM',
      privateKeyPem,
      'secret',
      /^x must be a PKCS#8 private key in PEM \(-----BEGIN PRIVATE KEY-----\); got text without a PEM label; convert a \.p12/,
    ],
    ['a number', privateKeyPem, 1, /^x must be a PKCS#8 private key in PEM .* as a string or a Buffer, or a KeyObject; got number$/],
    [
      'a private key instead of a public key',
      publicKeyPem,
      key,
      /must be a certificate in PEM .* or a public key in PEM .*; got a PKCS#8 private key/,
    ],
    ['a public key instead of a certificate', certificatePem, publicKey, /must be a certificate in PEM .*; got a public key/],
    ['PEM with an unknown label', certificatePem, '-----BEGIN X-----', /got PEM \(-----BEGIN X-----\)$/],
    [
      'a public KeyObject instead of a private key',
      privateKeyPem,
      createPublicKey(publicKey),
      /^x must be a private key; got a public KeyObject$/,
    ],
    [
      'a private KeyObject instead of a public key',
      publicKeyPem,
      createPrivateKey(key),
      /^x must be a public key; got a private KeyObject$/,
    ],
    [
      'an RSA-PSS KeyObject',
      privateKeyPem,
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey,
      /must be an RSA key; .* rsa-pss$/,
    ],
  ])('refuse %s', (_, pemOf, value, message) => {
    expect(() => pemOf(value, 'x')).toThrow(TypeError)
    expect(() => pemOf(value, 'x')).toThrow(message)
  })
})

describe('assertPrivateKeyPem, assertPublicKeyPem and assertCertificatePem', () => {
  it('accept PEM text with an expected label', () => {
    expect(() => assertPrivateKeyPem(merchant.privateKey, 'x')).not.toThrow()
    expect(() => assertPublicKeyPem(merchant.certificate, 'x')).not.toThrow()
    expect(() => assertPublicKeyPem(publicKey, 'x')).not.toThrow()
    expect(() => assertCertificatePem(merchant.certificate, 'x')).not.toThrow()
  })

  it.each([
    [
      'bytes',
      Buffer.from(merchant.privateKey),
      /^x must be a PKCS#8 private key in PEM .* as a string; got bytes \(read the file with the encoding "utf8"\)$/,
    ],
    ['a KeyObject', createPrivateKey(merchant.privateKey), /as a string; got a private KeyObject$/],
    ['null', null, /as a string; got null$/],
    ['text that is not PEM', 'secret', /; got text without a PEM label; convert a \.p12 file /],
    ['a certificate', merchant.certificate, /got a certificate .*; the private key is the other file, apiclient_key\.pem$/],
  ])('refuse %s instead of the text of a private key', (_, value, message) => {
    expect(() => assertPrivateKeyPem(value, 'x')).toThrow(message)
  })

  it('refuse a private key instead of a public key', () => {
    expect(() => assertPublicKeyPem(key, 'x')).toThrow(
      /^x must be a certificate in PEM .* or a public key in PEM .*; got a PKCS#8 private key /,
    )
  })

  it('refuse a public key instead of a certificate', () => {
    expect(() => assertCertificatePem(publicKey, 'x')).toThrow(/^x must be a certificate in PEM .*; got a public key/)
  })
})

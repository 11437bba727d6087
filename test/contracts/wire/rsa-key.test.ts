import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { developmentKeys, importPrivateKey, importPublicKey, sign } from '../../../contracts/index.ts'

const { merchant } = developmentKeys
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs1 = String(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }))
const encrypted = String(rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }))
const publicPkcs1 = String(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }))
const spki = String(rsa.publicKey.export({ type: 'spki', format: 'pem' }))
const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const sec1 = String(curve.privateKey.export({ type: 'sec1', format: 'pem' }))
const request = '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n'
const PRIVATE = 'a PKCS#8 private key in PEM (-----BEGIN PRIVATE KEY-----)'
const PUBLIC = 'a certificate in PEM (-----BEGIN CERTIFICATE-----) or a public key in PEM (-----BEGIN PUBLIC KEY-----)'

describe('importPrivateKey', () => {
  it.each([undefined, {}])(
    'rejects and asks for the test environment node when Web Crypto is missing, as with jsdom in Jest: globalThis.crypto is %j',
    async (crypto) => {
      vi.stubGlobal('crypto', crypto)
      onTestFinished(() => void vi.unstubAllGlobals())
      await expect(importPrivateKey(merchant.privateKey)).rejects.toThrow(
        'There is no crypto.subtle here: run this test in the environment node, with @jest-environment node or @vitest-environment node at the top of its file',
      )
    },
  )

  it.each([
    [
      'PKCS#1',
      pkcs1,
      'a PKCS#1 private key (-----BEGIN RSA PRIVATE KEY-----); convert it with: openssl pkcs8 -topk8 -nocrypt -in key.pem -out apiclient_key.pem',
    ],
    [
      'an encrypted key',
      encrypted,
      'an encrypted private key (-----BEGIN ENCRYPTED PRIVATE KEY-----); decrypt it with: openssl pkcs8 -in key.pem -out apiclient_key.pem',
    ],
    [
      'a certificate',
      merchant.certificate,
      'a certificate (-----BEGIN CERTIFICATE-----); the private key is the other file, apiclient_key.pem',
    ],
    ['a public key', spki, 'a public key (-----BEGIN PUBLIC KEY-----)'],
    ['a SEC 1 key', sec1, 'an elliptic-curve private key (-----BEGIN EC PRIVATE KEY-----)'],
    [
      'a certificate request',
      request,
      'a certificate request (-----BEGIN CERTIFICATE REQUEST-----); the private key is the other file, apiclient_key.pem',
    ],
    ['PEM of another kind', request.replaceAll('CERTIFICATE REQUEST', 'X509 CRL'), 'PEM (-----BEGIN X509 CRL-----)'],
    ['text', 'secret', 'text without a PEM label; convert a .p12 file with: openssl pkcs12 -in apiclient_cert.p12 -nodes'],
    [
      'a label in the middle of a line',
      `see ${merchant.privateKey}`,
      'a PKCS#8 private key (-----BEGIN PRIVATE KEY-----) with other text before -----BEGIN; begin a new line there',
    ],
  ])('refuses %s and names what it got', async (_, pem, got) => {
    await expect(importPrivateKey(pem)).rejects.toThrow(new TypeError(`privateKey must be ${PRIVATE}; got ${got}`))
  })

  it.each([
    [
      'an RSA key of 1024 bits',
      String(small.privateKey.export({ type: 'pkcs8', format: 'pem' })),
      /^mine must be an RSA key of 2048 bits; got 1024 bits$/,
    ],
    [
      'an elliptic-curve key',
      String(curve.privateKey.export({ type: 'pkcs8', format: 'pem' })),
      /^mine can't be read as an RSA key: (?!undefined)\S/,
    ],
    ['a broken key', merchant.privateKey.replace(/M/g, ''), /^mine can't be read as an RSA key: (?!undefined)\S/],
  ])('refuses %s, and the error has the name that the caller gave the key', async (_, pem, message) => {
    await expect(importPrivateKey(pem, 'mine')).rejects.toThrow(TypeError)
    await expect(importPrivateKey(pem, 'mine')).rejects.toThrow(message)
  })

  it('rejects with an error that keeps the cause when it cannot read the key', async () => {
    await expect(importPrivateKey(merchant.privateKey.replace(/M/g, ''))).rejects.toMatchObject({ cause: expect.any(Error) })
  })

  it('does not show the key in its error', async () => {
    const error = await importPrivateKey(pkcs1).catch(String)
    expect(error).not.toContain(pkcs1.slice(40, 80))
  })

  it.each([
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a list', [merchant.privateKey], 'an array'],
    ['an object', {}, 'object'],
  ])('refuses %s', async (_, value, got) => {
    const message = `privateKey must be ${PRIVATE} as a string or a Buffer, or a KeyObject; got ${got}`
    await expect(importPrivateKey(value as unknown as string)).rejects.toThrow(new TypeError(message))
  })

  it.each([
    ['bytes', Buffer.from(merchant.privateKey)],
    ['a KeyObject', createPrivateKey(merchant.privateKey)],
  ])('reads a key given as %s; this key makes the same signature as the key given as text', async (_, key) => {
    const message = Buffer.from('message')
    expect(await sign(message, await importPrivateKey(key))).toBe(await sign(message, await importPrivateKey(merchant.privateKey)))
  })

  it('reads the key from a file that also contains its certificate', async () => {
    expect((await importPrivateKey(merchant.certificate + merchant.privateKey)).type).toBe('private')
  })

  it('reads a key that follows the attributes written by openssl pkcs12', async () => {
    const key = await importPrivateKey(`Bag Attributes\n    localKeyID: 01 02\n${merchant.privateKey}`)
    expect(key.type).toBe('private')
  })
})

describe('importPublicKey', () => {
  it.each([
    ['a certificate', merchant.certificate],
    ['an SPKI public key', spki],
    ['the first certificate of a chain', merchant.certificate + developmentKeys.platform.certificate],
    ['a certificate in a file that also contains its key', merchant.privateKey + merchant.certificate],
    ['the bytes of a certificate', Buffer.from(merchant.certificate)],
    ['a KeyObject', rsa.publicKey],
  ])('reads %s', async (_, pem) => {
    expect((await importPublicKey(pem)).type).toBe('public')
  })

  it.each([
    [
      'a private key',
      merchant.privateKey,
      "a PKCS#8 private key (-----BEGIN PRIVATE KEY-----); the merchant's certificate is the other file, apiclient_cert.pem",
    ],
    [
      'a PKCS#1 public key',
      publicPkcs1,
      'a PKCS#1 public key (-----BEGIN RSA PUBLIC KEY-----); convert it with: openssl rsa -RSAPublicKey_in -in key.pem -pubout -out public_key.pem',
    ],
  ])('refuses %s', async (_, pem, got) => {
    await expect(importPublicKey(pem)).rejects.toThrow(new TypeError(`publicKey must be ${PUBLIC}; got ${got}`))
  })

  it('refuses a broken certificate', async () => {
    const broken = merchant.certificate.replace('MII', 'AAA')
    await expect(importPublicKey(broken)).rejects.toThrow(/^publicKey can't be read as an RSA key: (?!undefined)\S/)
  })
})

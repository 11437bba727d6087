import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { developmentKeys, importPrivateKey, importPublicKey, sign } from '../../../contracts/index.ts'

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
    ['nothing', undefined, /got undefined/],
    ['null', null, /got null/],
    ['a list', [], /got an array/],
  ])('refuses %s', async (_, value, message) => {
    await expect(importPrivateKey(value as unknown as string)).rejects.toThrow(message)
  })

  it.each([
    ['bytes', Buffer.from(merchant.privateKey)],
    ['a KeyObject', createPrivateKey(merchant.privateKey)],
  ])('reads the key as %s, and signs with it as with the text', async (_, key) => {
    const message = Buffer.from('message')
    expect(await sign(message, await importPrivateKey(key))).toBe(await sign(message, await importPrivateKey(merchant.privateKey)))
  })

  it('reads the key of a file that holds its certificate, too', async () => {
    expect((await importPrivateKey(merchant.certificate + merchant.privateKey)).type).toBe('private')
    expect((await importPublicKey(merchant.privateKey + merchant.certificate)).type).toBe('public')
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
    ['the bytes of a certificate', Buffer.from(merchant.certificate)],
    ['a KeyObject', rsa.publicKey],
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

import { describe, expect, it } from 'vitest'
import { developmentKeys, openCertificate, sealCertificate } from '../../../contracts/index.ts'

const { certificate } = developmentKeys.platform
const KEY = '0123456789abcdef0123456789abcdef'
const NONCE = 'abcdefghijkl'
const CHANGED = 'The certificate was not encrypted with this APIv3 key (APIv3密钥), or was changed afterwards'

const sealed = () => sealCertificate(certificate, KEY, NONCE)

describe('sealCertificate', () => {
  it('returns an envelope with the field names of WeChat Pay, and openCertificate decrypts it', async () => {
    const envelope = await sealed()
    expect(envelope).toEqual({
      algorithm: 'AEAD_AES_256_GCM',
      nonce: NONCE,
      associated_data: 'certificate',
      ciphertext: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
    })
    expect(await openCertificate(envelope, KEY)).toBe(certificate)
  })

  it('appends a 16-byte tag to the ciphertext', async () => {
    expect(Buffer.from((await sealed()).ciphertext, 'base64')).toHaveLength(certificate.length + 16)
  })

  it('refuses a key that is not 32 bytes long', async () => {
    await expect(sealCertificate(certificate, KEY.slice(1), NONCE)).rejects.toThrow(
      /^apiV3Key must be a string of 32 bytes, .*; got 31 characters$/,
    )
  })
})

describe('openCertificate', () => {
  it.each([
    ['another key', {}, KEY.replace('0', '1')],
    ['another nonce', { nonce: NONCE.toUpperCase() }, KEY],
    ['other associated data', { associated_data: '' }, KEY],
    ['another ciphertext', { ciphertext: Buffer.alloc(100).toString('base64') }, KEY],
  ])('refuses %s with an error that keeps the cause', async (_, change, key) => {
    const opening = openCertificate({ ...(await sealed()), ...change }, key)
    await expect(opening).rejects.toThrow(new TypeError(CHANGED))
    await expect(opening).rejects.toMatchObject({ cause: expect.any(Error) })
  })

  it('counts the length of the key in UTF-8 bytes', async () => {
    const key = '密'.repeat(32)
    await expect(openCertificate(await sealed(), key)).rejects.toThrow(
      /^apiV3Key must be a string of 32 bytes, .*; got 32 characters that take 96 bytes/,
    )
  })
})

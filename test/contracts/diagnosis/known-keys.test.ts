import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Diagnosis, developmentKeys, diagnose, formatAuthorization, KEY_LIMIT, type KnownKey } from '../../../contracts/index.ts'

const { merchant, platform } = developmentKeys
const REGISTERED: KnownKey = { mchid: merchant.mchid, serial: merchant.serial, pem: merchant.certificate }
const PLATFORM: KnownKey = { mchid: null, serial: platform.serial, pem: platform.certificate }
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const STRANGER = String(publicKey.export({ type: 'spki', format: 'pem' }))
const STRANGERS_KEY = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))

interface Choice {
  readonly keys: readonly KnownKey[]
  readonly mchid?: string
  readonly serial?: string
  readonly key?: string
  readonly body?: string
}

/** Diagnoses a correct message, signed with any key and the credentials of any merchant. */
function diagnosisOf({
  keys,
  mchid = merchant.mchid,
  serial = merchant.serial,
  key = merchant.privateKey,
  body = '',
}: Choice): Promise<Diagnosis> {
  const signature = sign('sha256', Buffer.from(`POST\n/v3/x\n1700000000\nn\n${body}\n`), key).toString('base64')
  const authorization = formatAuthorization({ mchid, serial, nonce: 'n', timestamp: '1700000000', signature })
  return diagnose({ method: 'POST', target: '/v3/x', authorization, body: Buffer.from(body) }, { keys })
}

async function idsOf(choice: Choice): Promise<string[]> {
  return (await diagnosisOf(choice)).mistakes.map(({ id }) => id)
}

/** This many keys that did not sign. */
function others(count: number): KnownKey[] {
  return Array.from({ length: count }, (_, at) => ({ mchid: `19000002${at}`, serial: String(at), pem: platform.certificate }))
}

describe('the keys that are tried', () => {
  const stranger: KnownKey = { mchid: '1900000999', serial: 'AA', pem: STRANGER }

  it(`are the first ${KEY_LIMIT}`, async () => {
    const signed = { key: STRANGERS_KEY }
    expect(await idsOf({ ...signed, keys: [REGISTERED, ...others(KEY_LIMIT - 2), stranger] })).toEqual(['key-of-another-merchant'])
    const { mistakes } = await diagnosisOf({ ...signed, keys: [REGISTERED, ...others(KEY_LIMIT - 1), stranger] })
    expect(mistakes).toMatchObject([{ id: 'key-unknown', message: expect.stringContaining(`None of the ${KEY_LIMIT} keys`) }])
  })

  it('start with the key that the credentials name, wherever it is in the list', async () => {
    const { mistakes, key } = await diagnosisOf({ keys: [...others(KEY_LIMIT + 8), REGISTERED] })
    expect(mistakes).toEqual([])
    expect(key?.owner).toBe('registered')
  })

  it('may be missing or unreadable', async () => {
    expect(await idsOf({ keys: [] })).toEqual(['mchid-unknown', 'key-unknown'])
    expect(await idsOf({ keys: [{ ...stranger, pem: 'no PEM' }, REGISTERED] })).toEqual([])
  })
})

describe('the registered key', () => {
  const revoked: KnownKey = { ...REGISTERED, serial: 'BB', pem: STRANGER, status: 'revoked' }

  it('is that of the valid certificate of the merchant when the serial number is unknown', async () => {
    const { mistakes, key } = await diagnosisOf({ keys: [revoked, REGISTERED], serial: '00' })
    expect(mistakes.map(({ id }) => id)).toEqual(['serial-unknown'])
    expect(key).toEqual({ owner: 'registered', mchid: merchant.mchid, serial_no: merchant.serial })
  })

  it('is that of the serial number when the merchant is unknown, but never a platform key', async () => {
    const { key } = await diagnosisOf({ keys: [PLATFORM, REGISTERED], mchid: '1' })
    expect(key?.owner).toBe('registered')
    const wrong = { keys: [PLATFORM, REGISTERED], mchid: '1', serial: platform.serial, key: platform.privateKey }
    expect(await idsOf(wrong)).toEqual(['mchid-unknown', 'key-of-the-platform'])
  })
})

describe('the message that is shown', () => {
  it('is cut between two characters when it is long', async () => {
    const { signed } = await diagnosisOf({ keys: [REGISTERED], body: '商'.repeat(5_000) })
    expect(Buffer.byteLength(signed ?? '')).toBeLessThanOrEqual(8_192)
    expect(Buffer.byteLength(signed ?? '')).toBeGreaterThan(8_192 - 3)
    expect(signed).not.toContain('\ufffd')
  })
})

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

/** Diagnoses a correct message that was signed with the given key and sent with the given credentials. */
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

/** Returns `count` keys. None of them made the signature. */
function others(count: number): KnownKey[] {
  return Array.from({ length: count }, (_, at) => ({ mchid: `19000002${at}`, serial: String(at), pem: platform.certificate }))
}

describe('the keys that are tried', () => {
  const stranger: KnownKey = { mchid: '1900000999', serial: 'AA', pem: STRANGER }

  it(`are the first ${KEY_LIMIT}`, async () => {
    const signed = { key: STRANGERS_KEY }
    expect(await idsOf({ ...signed, keys: [REGISTERED, ...others(KEY_LIMIT - 2), stranger] })).toEqual(['key-of-another-merchant'])
    const { mistakes } = await diagnosisOf({ ...signed, keys: [REGISTERED, ...others(KEY_LIMIT - 1), stranger] })
    expect(mistakes).toMatchObject([
      { id: 'key-unknown', message: expect.stringContaining(`None of the keys that were tried (${KEY_LIMIT})`) },
    ])
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

  it("is the key of the merchant's valid certificate when the serial number is unknown", async () => {
    const { mistakes, key } = await diagnosisOf({ keys: [revoked, REGISTERED], serial: '00' })
    expect(mistakes.map(({ id }) => id)).toEqual(['serial-unknown'])
    expect(key).toEqual({ owner: 'registered', mchid: merchant.mchid, serial_no: merchant.serial })
  })

  it('is the key with the given serial number when the merchant is unknown, unless that key is a platform key', async () => {
    const { key } = await diagnosisOf({ keys: [PLATFORM, REGISTERED], mchid: '1' })
    expect(key?.owner).toBe('registered')
    const wrong = { keys: [PLATFORM, REGISTERED], mchid: '1', serial: platform.serial, key: platform.privateKey }
    expect(await idsOf(wrong)).toEqual(['mchid-unknown', 'key-of-the-platform'])
  })
})

describe('the signed message in a diagnosis', () => {
  it('is cut between two characters when it is long', async () => {
    const { signed } = await diagnosisOf({ keys: [REGISTERED], body: '商'.repeat(5_000) })
    expect(Buffer.byteLength(signed ?? '')).toBeLessThanOrEqual(8_192)
    expect(Buffer.byteLength(signed ?? '')).toBeGreaterThan(8_192 - 3)
    expect(signed).not.toContain('\ufffd')
  })
})

describe('a diagnosis with an incomplete list of keys', () => {
  const own = { mchid: '1600000001', serial: 'AB' }

  async function incomplete(choice: Choice): Promise<Diagnosis> {
    const { mchid = merchant.mchid, serial = merchant.serial, key = merchant.privateKey } = choice
    const signature = sign('sha256', Buffer.from('GET\n/v3/x\n1700000000\nn\n\n'), key).toString('base64')
    const authorization = formatAuthorization({ mchid, serial, nonce: 'n', timestamp: '1700000000', signature })
    return diagnose({ method: 'GET', target: '/v3/x', authorization, body: Buffer.alloc(0) }, { keys: choice.keys, hasAllKeys: false })
  }

  it.each<[string, Omit<Choice, 'keys'>, string[]]>([
    ['an unknown merchant and an unknown key', { ...own, key: STRANGERS_KEY }, []],
    ['an unknown serial number of a known merchant', { serial: 'AB', key: STRANGERS_KEY }, []],
    ['the key of another merchant', { ...own }, ['key-of-another-merchant']],
    ['the key of another certificate of the merchant', { serial: 'AB' }, ['key-of-another-certificate']],
    ['the serial number of another merchant', { mchid: own.mchid }, ['serial-of-another-merchant']],
    ['the serial number of the platform', { mchid: own.mchid, serial: platform.serial, key: STRANGERS_KEY }, ['serial-of-the-platform']],
    ['the ID of a public key', { mchid: own.mchid, serial: 'PUB_KEY_ID_0', key: STRANGERS_KEY }, ['serial-of-a-public-key']],
    ['a serial number of spaces', { mchid: own.mchid, serial: ' ', key: STRANGERS_KEY }, ['serial-malformed']],
    ['a serial number that was not set', { mchid: own.mchid, serial: 'null', key: STRANGERS_KEY }, ['serial-unset']],
    ['a merchant ID with a letter', { mchid: 'wx1', key: STRANGERS_KEY, serial: 'AB' }, ['mchid-malformed']],
  ])('has only mistakes that are certain without the missing keys: %s', async (_, choice, ids) => {
    expect((await incomplete({ keys: [REGISTERED, PLATFORM], ...choice })).mistakes.map(({ id }) => id)).toEqual(ids)
  })
})

describe('the mistakes in a diagnosis', () => {
  it('are in the order in which the gateway checks for them', async () => {
    const signature = sign('sha256', Buffer.from('post\n/v3/x\n1700000000000\nn\n\n'), merchant.privateKey).toString('base64')
    const header = formatAuthorization({ mchid: merchant.mchid, serial: 'null', nonce: 'n', timestamp: '1700000000000', signature })
    const request = { method: 'POST', target: '/v3/x', authorization: header.replaceAll('"', "'"), body: Buffer.alloc(0) }
    const { mistakes } = await diagnose(request, { keys: [REGISTERED] })
    expect(mistakes.map(({ id }) => id)).toEqual([
      'authorization-quotes-single',
      'timestamp-in-milliseconds',
      'serial-unset',
      'method-lower-case',
    ])
  })
})

describe('a request whose body is unknown', () => {
  it('gets mistakes for other lines of the signature message, but neither mistakes nor certain findings for the body', async () => {
    const of = async (message: string) => {
      const signature = sign('sha256', Buffer.from(message), merchant.privateKey).toString('base64')
      const authorization = formatAuthorization({ ...REGISTERED, mchid: merchant.mchid, nonce: 'n', timestamp: '1700000000', signature })
      const request = { method: 'POST', target: '/v3/x', authorization, body: Buffer.alloc(0) }
      return diagnose(request, { keys: [REGISTERED], hasBody: false })
    }
    expect((await of('post\n/v3/x\n1700000000\nn\n\n')).mistakes.map(({ id }) => id)).toEqual(['method-lower-case'])
    expect((await of('post\n/v3/x\n1700000000\nn\n{}\n')).mistakes.map(({ id }) => id)).toEqual(['method-lower-case'])
    expect(await of('POST\n/v3/x\n1700000000\nn\n{}\n')).toMatchObject({
      mistakes: [],
      same_as: [],
      signed: expect.stringMatching(/\{\}\n$/),
    })
    const { certain } = await of('POST\n/v3/x\n1700000000\nn\n{"a":1}\n')
    expect(certain.map(({ message }) => message.split(':')[0])).toEqual(['The private key is correct', 'The algorithm is correct'])
  })
})

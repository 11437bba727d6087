import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { NotificationError, type NotificationOptions, type ReceivedNotification, readNotification } from '../../client/index.ts'
import { developmentKeys, encryptResource, signResponse, vectors } from '../../contracts/index.ts'
import { bytesOfAnotherRealm } from '../other-realm.ts'

const { platform, nextPlatform, platformPublicKey, merchant, apiV3Key } = developmentKeys
const CERTS = {
  [platform.serial]: platform.certificate,
  [nextPlatform.serial]: nextPlatform.certificate,
  [platformPublicKey.id]: platformPublicKey.publicKey,
}

interface Vector {
  readonly name: string
  readonly kind: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly resource: string
  readonly now: number
  readonly check: string
  readonly mistakes: readonly string[]
  readonly api_v3_key?: string
  readonly api_v3_key_base64?: string
}

async function vectorsIn(file: URL, name: string): Promise<Vector[]> {
  return JSON.parse(await readFile(file, 'utf8'))[name]
}

const NOTIFICATIONS = await vectorsIn(vectors.notifications, 'notifications')
const MISTAKES = (await vectorsIn(vectors.receivedMistakes, 'mistakes')).filter(({ kind }) => kind === 'notification')
const [FIRST] = NOTIFICATIONS as [Vector]
const KEYS_OF_A_WRONG_LENGTH = [
  'resource-key-length',
  'resource-key-blanks',
  'resource-key-quoted',
  'resource-key-encoded',
  'resource-key-decoded',
]
const OPTIONS = { certs: CERTS, apiV3Key, now: () => FIRST.now * 1000 }

async function refused(received: Partial<ReceivedNotification>, options: Partial<NotificationOptions> = {}): Promise<NotificationError> {
  const outcome = await readNotification({ ...FIRST, ...received }, { ...OPTIONS, ...options }).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(NotificationError)
  return outcome as NotificationError
}

async function signed(body: string): Promise<ReceivedNotification> {
  return { headers: await signResponse(body, { ...platform, now: FIRST.now * 1000, nonce: 'n' }), body }
}

describe('readNotification', () => {
  it.each(NOTIFICATIONS)('verifies and decrypts the golden vector: $name', async ({ headers, body, resource }) => {
    const { id, event_type, create_time, summary } = JSON.parse(body)
    expect(await readNotification({ headers, body }, OPTIONS)).toEqual({
      id,
      event_type,
      create_time,
      summary,
      resource: JSON.parse(resource),
    })
  })

  it.each([
    ['an object in lower case, as Node.js has them', lowerCased(FIRST.headers)],
    ['an object in the letter case of the wire', FIRST.headers],
    ['an object with lists of values', Object.fromEntries(Object.entries(FIRST.headers).map(([name, value]) => [name, [value]]))],
    ['Headers', new Headers(FIRST.headers)],
    ['a Map', new Map(Object.entries(FIRST.headers))],
    ['pairs', Object.entries(FIRST.headers)],
  ])('accepts headers as %s, and the body as bytes', async (_, headers) => {
    expect(await readNotification({ headers, body: Buffer.from(FIRST.body) }, OPTIONS)).toMatchObject({ event_type: 'TRANSACTION.SUCCESS' })
  })

  it('accepts the body as bytes that another JavaScript realm created', async () => {
    const received = { headers: FIRST.headers, body: bytesOfAnotherRealm(FIRST.body) }
    expect(await readNotification(received, OPTIONS)).toMatchObject({ event_type: 'TRANSACTION.SUCCESS' })
  })

  it('is tested with more than 15 golden vectors of mistakes', async () => {
    expect(MISTAKES.length).toBeGreaterThan(15)
  })

  it.each(MISTAKES.filter(({ name }) => !KEYS_OF_A_WRONG_LENGTH.includes(name)))(
    'names the failed check and the mistake for the golden vector: $name',
    async ({ name, headers, body, check, mistakes, ...vector }) => {
      const error = await readNotification({ headers, body }, { ...OPTIONS, apiV3Key: keyOf(vector) }).catch((refusal: unknown) => refusal)
      expect(error).toMatchObject({ name: 'NotificationError', check: CHECKS[name] ?? check, mistakes: mistakes.map((id) => ({ id })) })
    },
  )

  it.each(MISTAKES.filter(({ name }) => KEYS_OF_A_WRONG_LENGTH.includes(name)))(
    'throws a TypeError for an APIv3 key of a wrong length: $name',
    async ({ headers, body, ...vector }) => {
      await expect(readNotification({ headers, body }, { ...OPTIONS, apiV3Key: keyOf(vector) })).rejects.toThrow(TypeError)
    },
  )

  it.each<[string, Partial<ReceivedNotification>, string, RegExp]>([
    [
      'headers',
      { headers: {} },
      'Wechatpay-Nonce, Wechatpay-Signature, Wechatpay-Timestamp, Wechatpay-Serial',
      /it lacks Wechatpay-Nonce, /,
    ],
    [
      'timestamp',
      {},
      String(FIRST.now),
      /its Wechatpay-Timestamp 1700000000 is more than 300 seconds from the time of this clock, 1700000301/,
    ],
    [
      'serial',
      { headers: { ...FIRST.headers, 'Wechatpay-Serial': 'AB' } },
      'AB',
      /its Wechatpay-Serial AB is not one of the known serials/,
    ],
    ['signature', { body: `${FIRST.body} ` }, String(FIRST.headers['Wechatpay-Signature']), /was not made with the key/],
  ])('when the check %s fails, names this check and the value that failed', async (check, received, seen, message) => {
    const error = await refused(received, check === 'timestamp' ? { now: () => (FIRST.now + 301) * 1000 } : {})
    expect(error).toMatchObject({ check, seen, message: expect.stringMatching(message) })
    expect(error.message).toMatch(/^The notification can't be trusted: /)
  })

  it('accepts a timestamp only if it is at most 300 seconds from the time of the clock', async () => {
    for (const seconds of [-300, 300])
      await expect(readNotification(FIRST, { ...OPTIONS, now: () => (FIRST.now + seconds) * 1000 })).resolves.toBeDefined()
    for (const seconds of [-301, 301])
      expect(await refused({}, { now: () => (FIRST.now + seconds) * 1000 })).toMatchObject({ check: 'timestamp' })
  })

  it('when the APIv3 key is wrong, names the failed check ciphertext and the beginning of the ciphertext', async () => {
    const error = await refused({}, { apiV3Key: '0'.repeat(32), diagnose: false })
    expect(error).toMatchObject({ check: 'ciphertext', seen: JSON.parse(FIRST.body).resource.ciphertext.slice(0, 80) })
    expect(error.message).toBe(
      "The notification can't be trusted: its resource was not encrypted with this APIv3 key (APIv3密钥), or was changed afterwards",
    )
  })

  it('refuses a notification with the same header twice, and names that mistake', async () => {
    const headers = { ...FIRST.headers, 'wechatpay-nonce': 'another' }
    expect(await refused({ headers })).toMatchObject({ check: 'signature', mistakes: [{ id: 'received-headers-doubled' }] })
  })

  it.each<[string, string, string]>([
    ['not JSON', 'a=b', 'its body is not JSON'],
    [
      'null',
      'null',
      'its body has no text for id, create_time, resource_type, event_type, summary, resource.original_type, resource.ciphertext, resource.nonce',
    ],
    [
      'not a notification',
      '{"id":"1","resource":[]}',
      'its body has no text for create_time, resource_type, event_type, summary, resource.original_type, resource.ciphertext, resource.nonce',
    ],
  ])('refuses a signed body that is %s', async (_, body, explanation) => {
    const message = `The notification can't be read: ${explanation}`
    expect(await refused(await signed(body), { diagnose: false })).toMatchObject({
      check: 'body',
      seen: body,
      explanation,
      message,
      mistakes: [],
    })
  })

  it.each(['id', 'create_time', 'resource_type', 'event_type', 'summary'])(
    'refuses a notification whose %s is missing, empty or not text, and its diagnosis names that field',
    async (name) => {
      for (const value of [undefined, null, '', 7]) {
        const body = JSON.stringify({ ...JSON.parse(FIRST.body), [name]: value })
        expect(await refused(await signed(body))).toMatchObject({
          check: 'body',
          explanation: `its body has no text for ${name}`,
          mistakes: [{ id: 'notification-fields-missing', message: expect.stringContaining(name) }],
        })
      }
    },
  )

  it.each(['null', '5', '"hello"', '[]', 'hello'])('refuses a notification whose resource decrypts to %s', async (text) => {
    const { resource, ...others } = JSON.parse(FIRST.body)
    const { nonce, associated_data: associatedData } = resource
    const encrypted = await encryptResource(text, { apiV3Key, nonce, associatedData })
    const body = JSON.stringify({ ...others, resource: { ...resource, ...encrypted } })
    expect(await refused(await signed(body))).toMatchObject({ check: 'body', mistakes: [{ id: 'resource-not-json' }] })
  })

  it('makes no diagnosis when diagnose is false', async () => {
    expect(await refused({ body: `${FIRST.body} ` }, { diagnose: false })).toMatchObject({ check: 'signature', mistakes: [] })
    expect(await refused({ body: `${FIRST.body} ` })).toMatchObject({ mistakes: [{ id: expect.any(String) }] })
  })

  it.each<[string, unknown, RegExp]>([
    ['an object', JSON.parse(FIRST.body), /^body must be the raw body, .*express\.raw\(.*; got object$/],
    ['an empty object', {}, /^body must be the raw body, .*; got \{\}$/],
    ['undefined', undefined, /^body must be the raw body, .*; got nothing$/],
  ])('refuses a body that is %s', async (_, body, message) => {
    await expect(readNotification({ ...FIRST, body: body as string }, OPTIONS)).rejects.toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    )
  })

  it.each<[string, object, RegExp]>([
    ['no APIv3 key', { apiV3Key: undefined }, /^apiV3Key must be a string of 32 bytes/],
    ['no platform keys', { certs: {} }, /^certs must map the platform's serial numbers/],
    [
      'a certificate of the merchant in certs',
      { certs: { [merchant.serial]: merchant.certificate } },
      /^certs\["6D6F.*"\] must be a certificate of the platform; got the certificate of the merchant 1900000100/,
    ],
  ])('refuses options with %s', async (_, options, message) => {
    await expect(readNotification(FIRST, { ...OPTIONS, ...options })).rejects.toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    )
  })
})

/**
 * Returns the APIv3 key of a vector, or the development key if the vector has none. A key in base64 is returned as bytes, like the key of a
 * program that wrongly decodes it.
 */
function keyOf({ api_v3_key, api_v3_key_base64 }: Partial<Vector>): string {
  const bytes = api_v3_key_base64 === undefined ? undefined : Buffer.from(api_v3_key_base64, 'base64')
  return api_v3_key ?? (bytes as unknown as string) ?? apiV3Key
}

/** Maps the names of some vectors to the check that `readNotification` names. These vectors state another check. */
const CHECKS: Readonly<Record<string, string>> = {
  // The client finds these mistakes when it reads the JSON of the body or of the decrypted resource.
  'resource-not-json': 'body',
  'resource-missing': 'body',
  'resource-stringified': 'body',
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

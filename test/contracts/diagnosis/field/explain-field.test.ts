import { constants, privateEncrypt, publicEncrypt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import * as encryption from '../../../../contracts/diagnosis/field/catalogue/encryption.ts'
import * as platformSerial from '../../../../contracts/diagnosis/field/catalogue/platform-serial.ts'
import * as spelling from '../../../../contracts/diagnosis/field/catalogue/spelling.ts'
import type { Mistake } from '../../../../contracts/diagnosis/mistake.ts'
import { encryptRaw, seededOaep } from '../../../../contracts/generate/vectors/seeded-padding.ts'
import { developmentKeys, diagnoseField, encryptField, type FieldKey } from '../../../../contracts/index.ts'

const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
const PUBLIC = platformPublicKey.id
const OAEP = constants.RSA_PKCS1_OAEP_PADDING

const KEYS: readonly FieldKey[] = [
  { serial: platform.serial, owner: 'platform', status: 'valid', privateKey: platform.privateKey },
  { serial: nextPlatform.serial, owner: 'platform', status: 'unavailable', privateKey: nextPlatform.privateKey },
  { serial: PUBLIC, owner: 'platform', status: 'valid', privateKey: platformPublicKey.privateKey },
  { serial: merchant.serial, owner: 'merchant', status: 'valid', privateKey: merchant.privateKey },
]

const RIGHT = encryptField('张三', platformPublicKey.publicKey)
const BYTES = Buffer.from(RIGHT, 'base64')
/** Base64 that decodes to the same bytes as `RIGHT`, although its last character before `==` differs. */
const CHANGED = RIGHT.replace(/.==$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`)

function encrypted(options: object, text: string | Buffer = '张三', key = platformPublicKey.publicKey): string {
  return publicEncrypt({ key, padding: OAEP, oaepHash: 'sha1', ...options }, Buffer.from(text)).toString('base64')
}

function oaep(hash: string, mgf: string, text: string): string {
  return seededOaep(text, platformPublicKey.publicKey, 'seed', { hash, mgf }).toString('base64')
}

function raw(block: Buffer): string {
  return encryptRaw(block, platformPublicKey.publicKey).toString('base64')
}

/** Encrypts a text in several blocks, as some libraries do when the text is too long for one block. */
function inBlocks(text: string): string {
  const parts = text.match(/.{1,200}/gs) ?? []
  return Buffer.concat(parts.map((part) => Buffer.from(encrypted({}, part), 'base64'))).toString('base64')
}

async function idsOf(text: string | undefined, serial = PUBLIC): Promise<string[]> {
  return (await diagnoseField(text, { serial, keys: KEYS })).mistakes.map(({ id }) => id)
}

/** Fields with one mistake each, by the ID of the mistake. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'field-pkcs1-padding': [encrypted({ padding: constants.RSA_PKCS1_PADDING })],
  'field-oaep-hash': [
    encrypted({ oaepHash: 'sha256' }),
    encrypted({ oaepHash: 'sha512' }),
    encrypted({ oaepHash: 'md5' }),
    oaep('sha256', 'sha1', '张三'),
    oaep('sha1', 'sha256', '张三'),
  ],
  'field-no-padding': [raw(Buffer.concat([Buffer.alloc(250), Buffer.from('张三')]))],
  'field-other-platform-key': [encryptField('张三', platform.certificate), encryptField('张三', nextPlatform.certificate)],
  'field-merchant-key': [encryptField('张三', merchant.certificate)],
  'field-private-key': [privateEncrypt(merchant.privateKey, Buffer.from('张三')).toString('base64')],
  'field-unknown-key': [Buffer.alloc(256, 7).toString('base64'), Buffer.alloc(256, 255).toString('base64')],
  'field-not-encrypted': [
    '张三',
    '',
    '13800138000',
    '6222021234567890',
    'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    '{}',
    Buffer.from('张三').toString('base64'),
  ],
  'field-encrypted-twice': [inBlocks(RIGHT), inBlocks(BYTES.toString('hex'))],
  'field-in-blocks': [inBlocks('x'.repeat(300)), inBlocks('x'.repeat(1_001))],
  'field-not-utf-8': [encrypted({}, Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]))],
  'field-base64url': [BYTES.toString('base64url'), `${BYTES.toString('base64url')}==`],
  'field-base64-unpadded': [
    RIGHT.slice(0, -1),
    Buffer.from(oaep('sha1', 'sha1', '张三'), 'base64')
      .toString('base64')
      .replaceAll('=', ''),
  ],
  'field-hexadecimal': [BYTES.toString('hex'), BYTES.toString('hex').toUpperCase()],
  'field-spaces': [oaep('sha1', 'sha1', '王').replaceAll('+', ' ')],
  'field-line-breaks': [RIGHT.replace(/.{76}/g, '$&\r\n'), `${RIGHT}\n`, ` ${RIGHT}`],
  'field-percent-encoded': [encodeURIComponent(RIGHT)],
  'field-base64-twice': [Buffer.from(RIGHT).toString('base64'), Buffer.from(BYTES.toString('hex')).toString('base64')],
  'field-base64-not-canonical': [CHANGED, `"${RIGHT}"`],
  'field-cut': [RIGHT.slice(0, 255), RIGHT.slice(0, 100), BYTES.toString('hex').slice(0, 255 * 2)],
  'field-too-long': [Buffer.concat([BYTES, Buffer.alloc(3)]).toString('base64')],
}

/** Wrong values of `Wechatpay-Serial`, by the ID of the mistake. */
const SERIALS: Readonly<Record<string, readonly string[]>> = {
  'platform-serial-missing': [''],
  'platform-serial-of-the-merchant': [merchant.serial, merchant.serial.toLowerCase()],
  'platform-serial-unavailable': [nextPlatform.serial],
  'platform-serial-spelt-otherwise': [
    String(BigInt(`0x${platform.serial}`)),
    PUBLIC.slice('PUB_KEY_ID_'.length),
    (platform.serial.match(/../g) ?? []).join(':'),
  ],
  'platform-serial-unknown': ['PUB_KEY_ID_1', 'null', '1900000100'],
}

describe('a field that can be decrypted', () => {
  test.for([PUBLIC, PUBLIC.toLowerCase()])('has no mistake in its diagnosis when Wechatpay-Serial is %s', async (serial) => {
    expect(await diagnoseField(RIGHT, { serial, keys: KEYS })).toEqual({
      mistakes: [],
      same_as: [],
      key: null,
      hash: null,
      signed: null,
      certain: [],
    })
  })

  test('has no mistake in its diagnosis when both hashes of OAEP are SHA-1', async () => {
    expect(await idsOf(oaep('sha1', 'sha1', '张三'))).toEqual([])
  })
})

describe('a field with one mistake', () => {
  test.for(Object.entries(FIELDS).flatMap(([id, texts]) => texts.map((text, at) => [id, at, text] as const)))(
    'is diagnosed with that mistake: %s, example %i',
    async ([id, , text]) => {
      const { mistakes, certain } = await diagnoseField(text, { serial: PUBLIC, keys: KEYS })
      expect(mistakes.map((mistake) => mistake.id)).toEqual([id])
      expect(JSON.stringify(mistakes)).not.toMatch(/\{[a-z_]+\}/)
      expect(certain).toEqual([])
    },
  )

  test('is diagnosed with a message that names the keys or the hashes that differ', async () => {
    const messageOf = async (text: string) => (await diagnoseField(text, { serial: PUBLIC, keys: KEYS })).mistakes[0]?.message
    expect(await messageOf(encryptField('a', platform.certificate))).toContain(
      `for ${platform.serial}, but Wechatpay-Serial names ${PUBLIC}.`,
    )
    expect(await messageOf(oaep('sha256', 'sha1', 'a'))).toContain('with SHA-256 and MGF1 with SHA-1 instead')
  })

  test('is diagnosed with a Chinese message that names the encodings in Chinese', async () => {
    const messageOf = async (text: string) => (await diagnoseField(text, { serial: PUBLIC, keys: KEYS })).mistakes[0]?.message_zh
    expect(await messageOf(Buffer.from(RIGHT).toString('base64'))).toContain('字段是对 Base64 再做的 Base64')
    expect(await messageOf(Buffer.from(BYTES.toString('hex')).toString('base64'))).toContain('字段是对十六进制再做的 Base64')
  })

  test('is diagnosed without revealing the field or its plain text', async () => {
    for (const text of Object.values(FIELDS).flat()) {
      const shown = JSON.stringify(await diagnoseField(text, { serial: PUBLIC, keys: KEYS }))
      for (const secret of ['张三', ...(text === '' ? [] : [text])]) expect(shown).not.toContain(secret)
    }
  })
})

describe('a wrong Wechatpay-Serial', () => {
  test.for(Object.entries(SERIALS).flatMap(([id, serials]) => serials.map((serial) => [id, serial] as const)))(
    'is diagnosed: %s, %s',
    async ([id, serial]) => {
      expect(await idsOf(undefined, serial)).toEqual([id])
      const { mistakes, certain } = await diagnoseField(RIGHT, { serial, keys: KEYS })
      expect(mistakes.map((mistake) => mistake.id)).toEqual([id])
      expect(JSON.stringify(mistakes)).not.toMatch(/\{[a-z_]+\}/)
      expect(certain).toEqual([{ message: `The field was encrypted for ${PUBLIC}.`, message_zh: `字段是用 ${PUBLIC} 加密的。` }])
    },
  )

  test('is diagnosed with a message in both languages that lists the valid serial numbers, or says that the merchant has none', async () => {
    const messagesOf = async (keys: readonly FieldKey[]) => (await diagnoseField(undefined, { serial: 'null', keys })).mistakes[0]
    expect(await messagesOf(KEYS)).toMatchObject({
      message: expect.stringContaining(`${platform.serial}, ${PUBLIC}`),
      message_zh: expect.stringContaining(`${platform.serial}, ${PUBLIC}`),
    })
    expect(await messagesOf([])).toMatchObject({
      message: expect.stringContaining('has none.'),
      message_zh: expect.stringContaining('：无。'),
    })
  })

  test('is diagnosed when it names an expired certificate', async () => {
    const keys = KEYS.map((key) => (key.serial === platform.serial ? { ...key, status: 'expired' as const } : key))
    const { mistakes } = await diagnoseField(undefined, { serial: platform.serial, keys })
    expect(mistakes.map(({ id }) => id)).toEqual(['platform-serial-expired'])
  })
})

test.for<[string, string, string[]]>([
  [
    'hexadecimal, with the padding of PKCS#1 v1.5',
    Buffer.from(encrypted({ padding: constants.RSA_PKCS1_PADDING }), 'base64').toString('hex'),
    ['field-hexadecimal', 'field-pkcs1-padding'],
  ],
  [
    'base64url, encrypted for the merchant',
    Buffer.from(encryptField('a', merchant.certificate), 'base64').toString('base64url'),
    ['field-base64url', 'field-merchant-key'],
  ],
  [
    'SHA-256, encrypted for another key',
    encrypted({ oaepHash: 'sha256' }, 'a', platform.certificate),
    ['field-other-platform-key', 'field-oaep-hash'],
  ],
  ['base64url, with line breaks', BYTES.toString('base64url').replace(/.{76}/g, '$&\n'), ['field-base64url']],
  ['hexadecimal, with line breaks', BYTES.toString('hex').replace(/.{76}/g, '$&\n'), ['field-hexadecimal']],
  ['base64 without padding, with line breaks', RIGHT.slice(0, -1).replace(/.{76}/g, '$&\n'), ['field-base64-unpadded']],
  ['base64 that is not canonical, with line breaks', CHANGED.replace(/.{76}/g, '$&\n'), ['field-base64-not-canonical']],
  ['line breaks, encrypted for an unknown key', `${Buffer.alloc(256, 7).toString('base64')}\n`, ['field-line-breaks', 'field-unknown-key']],
])('a field with several mistakes is diagnosed with all of them: %s', async ([, text, ids]) => {
  expect(await idsOf(text)).toEqual(ids)
})

test('a mistake in the field and a mistake in the serial number are both named', async () => {
  expect(await idsOf(encryptField('a', merchant.certificate), merchant.serial)).toEqual([
    'platform-serial-of-the-merchant',
    'field-merchant-key',
  ])
})

test.for(['', 'not a key'])('a private key that is empty or unreadable is ignored: %j', async (privateKey) => {
  const keys = [...KEYS.slice(0, 3), { ...(KEYS[3] as FieldKey), privateKey }]
  const { mistakes } = await diagnoseField(encryptField('a', merchant.certificate), { serial: PUBLIC, keys })
  expect(mistakes.map(({ id }) => id)).toEqual(['field-unknown-key'])
})

test.for([
  [511, 'The field has only 255 bytes'],
  [513, 'The field has 257 bytes'],
] as const)('a field of %i hexadecimal digits gets the message "%s"', async ([digits, message]) => {
  const { mistakes } = await diagnoseField(`${BYTES.toString('hex')}0`.slice(0, digits), { serial: PUBLIC, keys: KEYS })
  expect(mistakes[0]?.message).toContain(message)
})

test('a field as long as a whole body is diagnosed, too', async () => {
  expect(await idsOf('A'.repeat(65_000))).toEqual(['field-too-long'])
  for (const part of ['=', ' ', '%', '\n', '-'])
    expect(await idsOf(`${part.repeat(65_000)}x`)).toEqual([part === '-' ? 'field-too-long' : 'field-not-encrypted'])
  expect(await idsOf(Buffer.alloc(256 * 100).toString('base64'))).toEqual(['field-in-blocks'])
})

describe('an entry of the catalogue', () => {
  const CATALOGUE: readonly Mistake[] = [encryption, platformSerial, spelling].flatMap((module) => Object.values(module))

  test('is the mistake in at least one field or serial number of these tests', () => {
    const made = [...Object.keys(FIELDS), ...Object.keys(SERIALS), 'platform-serial-expired']
    expect(CATALOGUE.map(({ id }) => id).toSorted()).toEqual(made.toSorted())
  })

  test.for(CATALOGUE.map((mistake) => [mistake.id, mistake] as const))(
    'has texts in English and Chinese, and an https link: %s',
    ([, mistake]) => {
      for (const text of [mistake.message, mistake.fix]) expect(text).toMatch(/^[A-Z][^\u4e00-\u9fff]*[.)]$/)
      for (const text of [mistake.message_zh, mistake.fix_zh]) expect(text).toMatch(/[\u4e00-\u9fff].*。$/)
      expect(new URL(mistake.source ?? '').protocol).toBe('https:')
    },
  )
})

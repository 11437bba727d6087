import { Buffer } from 'node:buffer'
import { createHash, createPublicKey, createSign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { encodeGbk } from '../../diagnosis/gbk.ts'
import { developmentKeys, type ReceivedCircumstances, responseMessage } from '../../index.ts'
import {
  ANSWER,
  answer,
  NONCE,
  notification,
  notificationBody,
  PLAIN,
  type Program,
  RESOURCE_NONCE,
  sealed,
  signed,
  TIME,
} from './received-program.ts'

// Each program receives an answer or a notification and makes one mistake with it. Most change the headers or the body before the
// verification. Others verify another text, or have a wrong clock, key or setting. The diagnosis has to name the mistake.

const { platform, nextPlatform, platformPublicKey, merchant, apiV3Key } = developmentKeys

type Change = (program: Program) => Program

/** Changes nothing, for a program whose keys or received message are already wrong. */
const nothing: Change = (program) => program

/** Changes the body that the program received. */
const body =
  (change: (text: string) => string | Buffer): Change =>
  (program) => ({ ...program, body: Buffer.from(change(String(program.body))) })

const json = (change: (value: Record<string, unknown>) => unknown): Change => body((text) => JSON.stringify(change(JSON.parse(text))))

/** Changes one of the headers, or removes it when `change` returns `undefined`. */
const header =
  (name: string, change: (value: string) => string | string[] | undefined): Change =>
  (program) => {
    const { [name]: value, ...others } = program.headers
    const changed = change(String(value))
    return { ...program, headers: changed === undefined ? others : { ...others, [name]: changed } }
  }

const circumstances =
  (change: Partial<ReceivedCircumstances>): Change =>
  (program) => ({ ...program, circumstances: { ...program.circumstances, ...change } })

/** Makes the program verify `text` instead of the correct signature message. */
const verifies =
  (text: (parts: { time: string; nonce: string; body: string }) => string): Change =>
  (program) =>
    circumstances({ message: Buffer.from(text({ time: String(TIME), nonce: NONCE, body: String(program.body) })) })(program)

const signature = (change: (value: string) => string) => header('Wechatpay-Signature', change)
const bytesOf = (value: string) => Buffer.from(value, 'base64')
const withoutOne = (value: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
const resourceOf = (change: (resource: ReturnType<typeof sealed>) => Record<string, unknown>): ProgramCase => [
  () => notification(change(sealed())),
  nothing,
]
const withKey = (key: string | Uint8Array, of: () => Program = notification): ProgramCase => [of, circumstances({ apiV3Key: key })]

/** A program, and the change that adds a mistake to it. */
export type ProgramCase = readonly [start: () => Program, change: Change]

const onAnswer = (change: Change, start: () => Program = answer): ProgramCase => [start, change]
const onNotification = (change: Change, start: () => Program = notification): ProgramCase => [start, change]

// The keys below are fixed. With new keys, the vectors would change each time they are generated.

/** The test key that WeChat Pay publishes with its samples. */
const SAMPLE: { readonly private_key: string; readonly public_key: string } = JSON.parse(
  readFileSync(new URL('../../vectors/official-samples.json', import.meta.url), 'utf8'),
)
const STRANGER = { serial: '7132D72A03E93CDDF8C03BBD1F37EEDF1E4AD6A0', pem: SAMPLE.public_key }
const REAL_ID = 'PUB_KEY_ID_0116947288792026071402191500000000'
const byStranger = (serial: string) => () => answer(ANSWER, { serial, privateKey: SAMPLE.private_key })
const MERCHANT_CERTIFICATE = { serial: merchant.serial, pem: merchant.certificate }
const OTHER = signed('{"sub_mchid":"1900000110"}', platform, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
const inHexadecimal = (text: string) => Buffer.from(text).toString('hex').replace(/../g, '\\x$&')
const escaped = (text: string) =>
  text.replaceAll('/', '\\/').replace(/\P{ASCII}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
const spaced = (text: string) => JSON.stringify(JSON.parse(text), null, 1).replace(/\n */g, ' ')

/** The programs, by the ID of the mistake that the diagnosis has to name first. */
export const PROGRAMS: Readonly<Record<string, readonly ProgramCase[]>> = {
  'received-headers-all-missing': [
    onAnswer((program) => ({ ...program, headers: {} })),
    onAnswer((program) => ({ ...program, headers: { Server: 'nginx' } })),
  ],
  'received-headers-missing': ['Timestamp', 'Nonce', 'Serial', 'Signature'].map((name) =>
    onAnswer(header(`Wechatpay-${name}`, () => undefined)),
  ),
  'received-header-unset': [onAnswer(header('Wechatpay-Nonce', () => 'null')), onAnswer(header('Wechatpay-Signature', () => 'undefined'))],
  'received-headers-doubled': [
    onAnswer(header('Wechatpay-Nonce', (value) => [value, 'another'])),
    onAnswer(header('Wechatpay-Nonce', (value) => ['another', value])),
  ],
  'received-headers-joined': [
    onAnswer(header('Wechatpay-Serial', (value) => `${value}, ${value}`)),
    onAnswer(header('Wechatpay-Timestamp', (value) => `1,${value}`)),
  ],
  'received-header-blanks': [
    onAnswer(header('Wechatpay-Signature', (value) => `${value}\r\n`)),
    onAnswer(header('Wechatpay-Nonce', (value) => ` ${value}`)),
  ],
  'received-header-quoted': [
    onAnswer(header('Wechatpay-Nonce', (value) => `"${value}"`)),
    onAnswer(header('Wechatpay-Signature', (value) => `[${value}]`)),
    onAnswer(header('Wechatpay-Serial', (value) => `['${value}']`)),
  ],
  'received-headers-swapped': [
    onAnswer(({ headers, ...program }) => ({
      ...program,
      headers: { ...headers, 'Wechatpay-Nonce': String(TIME), 'Wechatpay-Timestamp': NONCE },
    })),
  ],
  'received-timestamp-in-milliseconds': [
    onAnswer(header('Wechatpay-Timestamp', (value) => `${value}000`)),
    onAnswer(header('Wechatpay-Timestamp', (value) => `${value}123`)),
  ],
  'received-timestamp-as-date': [
    onAnswer(header('Wechatpay-Timestamp', () => new Date(TIME * 1000).toISOString())),
    onAnswer(header('Wechatpay-Timestamp', () => new Date(TIME * 1000).toUTCString())),
  ],
  'received-timestamp-no-number': [onAnswer(header('Wechatpay-Timestamp', () => 'now'))],
  'received-timestamp-behind': [onAnswer(circumstances({ now: (TIME + 301) * 1000 }))],
  'received-timestamp-ahead': [onAnswer(circumstances({ now: (TIME - 301) * 1000 }))],
  'received-timestamp-of-another': [
    onAnswer(header('Wechatpay-Timestamp', (value) => String(Number(value) + 7))),
    onAnswer((program) => circumstances({ others: [OTHER] })(header('Wechatpay-Timestamp', () => String(TIME - 5_000))(program))),
  ],
  'received-nonce-other-case': [
    onAnswer(
      header('Wechatpay-Nonce', (value) => value.toLowerCase()),
      () => ({ ...answer(), ...signed(ANSWER, platform, NONCE.toUpperCase()) }),
    ),
  ],
  'received-nonce-of-another': [
    onAnswer((program) =>
      circumstances({ others: [{ headers: program.headers, body: program.body }] })(header('Wechatpay-Nonce', () => 'another')(program)),
    ),
  ],
  'received-body-of-another': [
    onAnswer((program) => circumstances({ others: [program] })({ ...program, body: Buffer.from('{"another":1}') })),
  ],

  'received-signature-probe': [
    onAnswer(signature((value) => `WECHATPAY/SIGNTEST/${value.slice(19)}`)),
    onAnswer(signature((value) => `WECHATPAY/SIGNTEST/${value}`)),
  ],
  'received-signature-base64url': [onAnswer(signature((value) => bytesOf(value).toString('base64url')))],
  'received-signature-without-padding': [onAnswer(signature((value) => value.replace(/=+$/, '')))],
  'received-signature-hex': [onAnswer(signature((value) => bytesOf(value).toString('hex')))],
  'received-signature-base64-twice': [onAnswer(signature((value) => Buffer.from(value).toString('base64')))],
  'received-signature-base64-of-hex': [onAnswer(signature((value) => Buffer.from(bytesOf(value).toString('hex')).toString('base64')))],
  'received-signature-percent-encoded': [onAnswer(signature(encodeURIComponent))],
  'received-signature-plus-as-space': [onAnswer(signature((value) => value.replaceAll('+', ' ')))],
  'received-signature-wrapped': [
    onAnswer(signature((value) => value.replace(/.{76}/g, '$&\n'))),
    onAnswer(signature((value) => value.replace(/.{64}/g, '$&\r\n'))),
  ],
  'received-signature-as-bytes': [
    onAnswer(signature((value) => bytesOf(value).toString('latin1'))),
    onAnswer(signature((value) => bytesOf(value).toString())),
  ],
  'received-signature-not-canonical': [onAnswer(signature((value) => value.replace(/==$/, '=')))],
  'received-signature-length': [onAnswer(signature((value) => value.slice(0, 255))), onAnswer(signature((value) => value.slice(0, 100)))],
  'received-signature-hash': [
    onAnswer((program) => {
      const message = responseMessage({ timestamp: TIME, nonce: NONCE, body: program.body })
      return signature(() => createSign('sha1').update(message).sign(platform.privateKey, 'base64'))(program)
    }),
  ],

  'received-merchant-certificate': [
    onAnswer(circumstances({ keys: [MERCHANT_CERTIFICATE] })),
    onAnswer(circumstances({ keys: [{ ...MERCHANT_CERTIFICATE, serial: platform.serial }] })),
  ],
  'received-from-the-mock': [onAnswer(circumstances({ keys: [STRANGER] }))],
  'received-development-keys': [onAnswer(nothing, byStranger(STRANGER.serial)), onAnswer(nothing, byStranger(REAL_ID))],
  'received-public-key-missing': [
    onAnswer(circumstances({ keys: [{ serial: STRANGER.serial, pem: otherPublicKey() }] }), byStranger(REAL_ID)),
  ],
  'received-certificate-missing': [
    onAnswer(circumstances({ keys: [{ serial: REAL_ID, pem: otherPublicKey() }] }), byStranger(STRANGER.serial)),
  ],
  'received-certificate-unknown': [
    onAnswer(circumstances({ keys: [{ serial: 'AB'.repeat(20), pem: otherPublicKey() }] }), byStranger(STRANGER.serial)),
  ],
  'received-serial-of-the-merchant': [
    onAnswer(circumstances({ otherKeys: [{ serial: STRANGER.serial, pem: otherPublicKey() }] }), byStranger(STRANGER.serial)),
  ],
  'received-serial-spelt-otherwise': [
    onAnswer(header('Wechatpay-Serial', (value) => value.toLowerCase())),
    onAnswer(circumstances({ keys: [{ serial: `0x${platform.serial}`, pem: platform.certificate }] })),
  ],
  'received-key-filed-wrongly': [
    onAnswer(circumstances({ keys: [{ serial: 'AB'.repeat(20), pem: SAMPLE.public_key }] }), byStranger(STRANGER.serial)),
  ],
  'received-certificate-filed-wrongly': [onAnswer(circumstances({ keys: [{ serial: platform.serial, pem: nextPlatform.certificate }] }))],
  'received-serial-of-another': [
    onAnswer(header('Wechatpay-Serial', () => platformPublicKey.id)),
    onAnswer(header('Wechatpay-Serial', () => STRANGER.serial)),
    onAnswer(header('Wechatpay-Serial', () => merchant.serial)),
  ],
  'received-signed-by-the-merchant': [
    onAnswer((program) => ({ ...program, headers: { ...signed(program.body, merchant).headers, 'Wechatpay-Serial': platform.serial } })),
  ],
  'received-key-wrong': [
    onAnswer(circumstances({ keys: [{ serial: STRANGER.serial, pem: otherPublicKey() }] }), byStranger(STRANGER.serial)),
    onAnswer(circumstances({ keys: [{ serial: platformPublicKey.id, pem: otherPublicKey() }] }), () =>
      answer(ANSWER, { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey }),
    ),
  ],

  'received-body-not-signed': [
    onAnswer(
      (program) => ({ ...program, body: Buffer.from('null') }),
      () => answer(''),
    ),
    onAnswer(
      (program) => ({ ...program, body: Buffer.from('{}') }),
      () => answer(''),
    ),
  ],
  'received-body-compressed': [onAnswer(body(gzipped)), onNotification(body(gzipped))],
  'received-body-chunked': [onAnswer(body((text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`))],
  'received-body-base64': [onAnswer(body((text) => Buffer.from(text).toString('base64')))],
  'received-body-html-escaped': [
    onAnswer(body((text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))),
  ],
  'received-body-percent-encoded': [
    onNotification(body(encodeURIComponent)),
    onNotification(body((text) => text.replaceAll('+', ' '))),
    onNotification(body((text) => `${encodeURIComponent(text)}=`)),
  ],
  'received-body-python-printed': [
    onAnswer(
      body((text) => text.replaceAll('"', "'").replace(/,/g, ', ').replace(/':/g, "': ")),
      () => answer('{"a":"b","c":{"d":"e"}}'),
    ),
    onNotification(body((text) => `b'${text.replace(/[^ -~]/g, inHexadecimal)}'`)),
  ],
  'received-body-stringified-twice': [
    onAnswer(body((text) => JSON.stringify(text))),
    onNotification(body((text) => text.replaceAll('"', '\\"'))),
    onNotification(body((text) => JSON.stringify(Buffer.from(text)))),
  ],
  'received-body-white-space-added': [
    onAnswer(body((text) => `${text}\n`)),
    onNotification(body((text) => ` ${text}`)),
    onAnswer(body((text) => `${text}\r\n`)),
  ],
  'received-body-trimmed': [
    onAnswer(
      body((text) => text.trim()),
      () => answer(`${ANSWER}\n`),
    ),
  ],
  'received-body-line-breaks': [
    onAnswer(
      body((text) => text.replaceAll('\n', '\r\n')),
      () => answer(JSON.stringify(JSON.parse(ANSWER), null, 2)),
    ),
  ],
  'received-body-bom-added': [onAnswer(body((text) => `\ufeff${text}`))],
  'received-body-bom-lost': [
    onAnswer(
      body((text) => text.slice(1)),
      () => answer(`\ufeff${ANSWER}`),
    ),
  ],
  'received-body-read-as-gbk': [onAnswer(body((text) => new TextDecoder('gbk').decode(Buffer.from(text))))],
  'received-body-read-as-latin-1': [
    onAnswer(body((text) => Buffer.from(Buffer.from(text).toString('latin1')))),
    onNotification(body((text) => Buffer.from(Buffer.from(text).toString('latin1')))),
  ],
  'received-body-in-another-charset': [onAnswer(body(encodeGbk))],
  'received-body-wrapped': [
    onAnswer(json((data) => ({ status: 200, headers: {}, data }))),
    onAnswer(json((data) => ({ data }))),
    onAnswer(body((text) => JSON.stringify({ body: text, isBase64Encoded: false }))),
  ],
  'received-body-only-a-part': [
    onAnswer(
      json(({ data }) => data),
      () => answer('{"data":[{"serial_no":"5157"},{"serial_no":"5158"}]}'),
    ),
    onAnswer(
      json(({ data }) => (data as unknown[])[0]),
      () => answer('{"data":[{"serial_no":"5157"}]}'),
    ),
  ],
  'received-body-reformatted': [2, 4, '\t']
    .flatMap((indent) => [
      onAnswer(body((text) => JSON.stringify(JSON.parse(text), null, indent))),
      onNotification(body((text) => JSON.stringify(JSON.parse(text), null, indent))),
    ])
    .concat([onAnswer(body(spaced))]),
  'received-body-field-added': [
    onAnswer(json((value) => ({ ...value, extra: null }))),
    onNotification(json((value) => ({ ...value, resource: { ...(value['resource'] as object), extra: 1 } }))),
  ],
  'received-body-field-dropped': [
    onNotification(
      json((value) => ({ ...value, resource: withoutOne(value['resource'] as Record<string, unknown>, 'associated_data') })),
      () => notification(sealed(PLAIN, apiV3Key, '')),
    ),
  ],
  'received-body-nulls-added': [onAnswer(json((value) => ({ one: null, ...value, extra: null })))],
  'received-body-empty-values': [
    onNotification(
      body((text) => text.replace('"associated_data":""', '"associated_data":null')),
      () => notification(sealed(PLAIN, apiV3Key, '')),
    ),
    onAnswer(
      body((text) => text.replace('{}', '[]')),
      () => answer('{"data":[1],"detail":{}}'),
    ),
  ],
  'received-body-fields-renamed': [
    onAnswer(body((text) => text.replace('sub_mchid', 'subMchid'))),
    onAnswer(body((text) => text.replace(/"([a-z])(\w*)":/g, (_, first, rest) => `"${first.toUpperCase()}${rest}":`).replace('_m', 'M'))),
  ],
  'received-body-numbers-changed': [
    onAnswer(body((text) => text.replace('"total":1', '"total":1.0'))),
    onAnswer(body((text) => text.replace('"total":1', '"total":"1"'))),
  ],
  'received-body-times-changed': [
    onAnswer(body((text) => text.replace('10:34:56+08:00', '02:34:56Z'))),
    onNotification(body((text) => text.replace('10:34:56+08:00', '02:34:56.000Z'))),
  ],
  'received-body-keys-reordered': [
    onAnswer(json((value) => Object.fromEntries(Object.entries(value).toSorted()))),
    onNotification(
      json((value) =>
        Object.fromEntries(
          Object.entries({ ...value, resource: Object.fromEntries(Object.entries(value['resource'] as object).toSorted()) }).toSorted(),
        ),
      ),
    ),
    onAnswer(json(({ note, url, ...value }) => ({ url, ...value, note }))),
  ],
  'received-body-escaped': [
    onAnswer(body(escaped)),
    onAnswer(body((text) => text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'))),
    onNotification(body(escaped)),
  ],
  'received-body-empty': [onAnswer(body(() => ''))],
  'received-body-length': [onAnswer(body((text) => text.slice(0, -9)))],
  'received-body-is-the-resource': [onNotification(json(({ resource }) => resource))],
  'received-body-is-decrypted': [onNotification(body(() => PLAIN))],
  'received-body-printed': [
    onAnswer(body(() => '[object Object]')),
    onAnswer(body(() => 'Array')),
    onAnswer(body(() => '{sub_mchid=1900000109, total=1}')),
    onAnswer(body(() => 'map[sub_mchid:1900000109 total:1]')),
    onAnswer(body((text) => `[${[...Buffer.from(text)].join(' ')}]`)),
    onAnswer(body(() => 'System.Byte[]')),
  ],
  'received-body-characters-lost': [
    onAnswer(body((text) => text.replace(/\P{ASCII}/gu, '?'))),
    onAnswer(body((text) => text.replace(/\P{ASCII}/gu, '\ufffd'))),
  ],

  'verified-with-method-and-path': [onAnswer(verifies(({ time, nonce, body: text }) => `POST\n/v3/x\n${time}\n${nonce}\n${text}\n`))],
  'verified-in-wrong-order': [
    onAnswer(verifies(({ time, nonce, body: text }) => `${nonce}\n${time}\n${text}\n`)),
    onAnswer(verifies(({ time, nonce, body: text }) => `${text}\n${time}\n${nonce}\n`)),
  ],
  'verified-without-final-line-feed': [onAnswer(verifies(({ time, nonce, body: text }) => `${time}\n${nonce}\n${text}`))],
  'verified-with-crlf': [onAnswer(verifies(({ time, nonce, body: text }) => `${time}\r\n${nonce}\r\n${text}\r\n`))],
  'verified-with-literal-line-feeds': [onAnswer(verifies(({ time, nonce, body: text }) => `${time}\\n${nonce}\\n${text}\\n`))],
  'verified-without-line-feeds': [onAnswer(verifies(({ time, nonce, body: text }) => `${time}${nonce}${text}`))],
  'verified-another-timestamp': [
    onAnswer(verifies(({ nonce, body: text }) => `1600000000\n${nonce}\n${text}\n`)),
    onAnswer(verifies(({ time, nonce, body: text }) => `${time}000\n${nonce}\n${text}\n`)),
  ],
  'verified-another-nonce': [onAnswer(verifies(({ time, body: text }) => `${time}\n593BEC0C930BF1AF\n${text}\n`))],
  'verified-another-body': [onAnswer(verifies(({ time, nonce }) => `${time}\n${nonce}\n{"another":true}\n`))],
  'verified-something-else': [onAnswer(verifies(() => 'hello'))],

  'resource-key-length': [withKey('short'), withKey(`${'a'.repeat(31)}点`)],
  'resource-key-blanks': [withKey(`${apiV3Key}\n`), withKey(` ${apiV3Key}`)],
  'resource-key-quoted': [withKey(`"${apiV3Key}"`)],
  'resource-key-case': [withKey(apiV3Key.toUpperCase())],
  'resource-key-encoded': [withKey(Buffer.from(apiV3Key).toString('base64')), withKey(Buffer.from(apiV3Key).toString('hex'))],
  'resource-key-decoded': [
    withKey(Buffer.from('a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6', 'base64'), () =>
      notification(sealed(PLAIN, 'a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6')),
    ),
    withKey(Buffer.from('a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6', 'hex'), () => notification(sealed(PLAIN, 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'))),
  ],
  'resource-key-wrong': [withKey('a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6')],
  'resource-nonce-encoded': [
    resourceOf((resource) => ({ ...resource, nonce: Buffer.from(RESOURCE_NONCE).toString('base64') })),
    resourceOf((resource) => ({ ...resource, nonce: Buffer.from(RESOURCE_NONCE).toString('hex') })),
  ],
  'resource-nonce-blanks': [resourceOf((resource) => ({ ...resource, nonce: `${RESOURCE_NONCE}\n` }))],
  'resource-nonce-of-the-signature': [resourceOf((resource) => ({ ...resource, nonce: NONCE }))],
  'resource-associated-data-other': [
    resourceOf((resource) => ({ ...resource, associated_data: '' })),
    resourceOf((resource) => withoutOne(resource, 'associated_data')),
    resourceOf((resource) => ({ ...resource, associated_data: 'certificate' })),
  ],
  'resource-tag-refused': [resourceOf(() => ({ ...sealed(PLAIN, apiV3Key, 'unheard-of'), associated_data: 'transaction' }))],
  'resource-tag-cut': [
    resourceOf((resource) => ({ ...resource, ciphertext: bytesOf(resource.ciphertext).subarray(0, -16).toString('base64') })),
  ],
  'resource-ciphertext-encoded': [
    resourceOf((resource) => ({ ...resource, ciphertext: bytesOf(resource.ciphertext).toString('hex') })),
    resourceOf((resource) => ({ ...resource, ciphertext: bytesOf(resource.ciphertext).toString('base64url') })),
    resourceOf((resource) => ({ ...resource, ciphertext: encodeURIComponent(resource.ciphertext) })),
    resourceOf((resource) => ({ ...resource, ciphertext: resource.ciphertext.replace(/.{64}/g, '$&\n') })),
  ],
  'resource-ciphertext-spaces': [resourceOf((resource) => ({ ...resource, ciphertext: resource.ciphertext.replaceAll('+', ' ') }))],
  'resource-ciphertext-no-base64': [resourceOf((resource) => ({ ...resource, ciphertext: '密文' }))],
  'resource-algorithm-other': [
    resourceOf((resource) => ({ ...resource, algorithm: 'AEAD_SM4_GCM' })),
    resourceOf((resource) => withoutOne(resource, 'algorithm')),
  ],
  'resource-not-json': ['hello', '', `\ufeff${PLAIN}`, 'null', '5', '"hello"', '[]'].map((text) => resourceOf(() => sealed(text))),
  'resource-missing': [
    onNotification(nothing, () => ({ ...notification(), ...signed(PLAIN) })),
    onNotification(nothing, () => ({ ...notification(), ...signed(JSON.stringify(sealed())) })),
  ],
  'resource-stringified': [onNotification(nothing, () => notification(JSON.stringify(sealed())))],
  'resource-decrypted': [resourceOf((resource) => ({ ...resource, ciphertext: PLAIN }))],
  'notification-fields-missing': [
    ...['id', 'create_time', 'resource_type', 'event_type', 'summary'].map((name) => signedWithout(name)),
    signedWithout('id', { apiV3Key: undefined }),
    resourceOf((resource) => withoutOne(resource, 'nonce')),
    resourceOf((resource) => withoutOne(resource, 'original_type')),
  ],
}

/** A program that received a notification without a field, correctly signed. */
function signedWithout(name: string, change: object = {}): ProgramCase {
  const text = JSON.stringify(withoutOne(JSON.parse(notificationBody()), name))
  return [() => ({ ...notification(), ...signed(text) }), circumstances(change)]
}

/** A public key for which nobody has the private key, because the modulus consists of digests. */
function otherPublicKey(): string {
  const modulus = Buffer.concat(Array.from({ length: 8 }, (_, at) => createHash('sha256').update(`modulus ${at}`).digest()))
  modulus[0] = Number(modulus[0]) | 0x80
  modulus[255] = Number(modulus[255]) | 1
  const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', e: 'AQAB', n: modulus.toString('base64url') } })
  return String(key.export({ type: 'spki', format: 'pem' }))
}

/** Writes a text as gzip without compressing it, with the operating system "unknown". The bytes then don't depend on zlib's version. */
function gzipped(text: string): Buffer {
  const bytes = gzipSync(text, { level: 0 })
  bytes[9] = 255
  return bytes
}

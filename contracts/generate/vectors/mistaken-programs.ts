import { Buffer } from 'node:buffer'
import { createHash, createPublicKey, createSign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { encodeGbk } from '../../diagnosis/gbk.ts'
import { developmentKeys, type ReceivedCircumstances, responseMessage } from '../../index.ts'
import { ANSWER, answer, NONCE, notification, PLAIN, type Program, RESOURCE_NONCE, sealed, signed, TIME } from './received-program.ts'

// Programs that change what they received, each in one way. The diagnosis has to name the mistake.

const { platform, nextPlatform, platformPublicKey, merchant, apiV3Key } = developmentKeys

type Change = (program: Program) => Program

/** The program with another text as its body. */
const body =
  (change: (text: string) => string | Buffer): Change =>
  (program) => ({ ...program, body: Buffer.from(change(String(program.body))) })

const json = (change: (value: Record<string, unknown>) => unknown): Change => body((text) => JSON.stringify(change(JSON.parse(text))))

/** The program with one of its headers changed, or without it. */
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

/** A program that verifies this text. */
const verifies =
  (text: (parts: { time: string; nonce: string; body: string }) => string): Change =>
  (program) =>
    circumstances({ message: Buffer.from(text({ time: String(TIME), nonce: NONCE, body: String(program.body) })) })(program)

const signature = (change: (value: string) => string) => header('Wechatpay-Signature', change)
const bytesOf = (value: string) => Buffer.from(value, 'base64')
const withoutOne = (value: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
const resourceOf = (change: (resource: ReturnType<typeof sealed>) => Record<string, unknown>): Made => [
  () => notification(change(sealed())),
  (program) => program,
]
const withKey = (key: string | Uint8Array, of: () => Program = notification): Made => [of, circumstances({ apiV3Key: key })]

/** A right message, and what a program does to it. */
export type Made = readonly [start: () => Program, change: Change]

const A = (change: Change, start: () => Program = answer): Made => [start, change]
const N = (change: Change, start: () => Program = notification): Made => [start, change]

// Fixed keys: with newly created ones, the vectors would change whenever they are generated.

/** The test key that WeChat Pay publishes with its samples. */
const SAMPLE: { readonly private_key: string; readonly public_key: string } = JSON.parse(
  readFileSync(new URL('../../vectors/official-samples.json', import.meta.url), 'utf8'),
)
const STRANGER = { serial: '7132D72A03E93CDDF8C03BBD1F37EEDF1E4AD6A0', pem: SAMPLE.public_key }
const REAL_ID = 'PUB_KEY_ID_0116947288792026071402191500000000'
const byStranger = (serial: string) => () => answer(ANSWER, { serial, privateKey: SAMPLE.private_key })
const MERCHANT_CERTIFICATE = { serial: merchant.serial, pem: merchant.certificate }
const OTHER = signed('{"sub_mchid":"1900000110"}', platform, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', TIME - 5_000)
const spaced = (text: string) => JSON.stringify(JSON.parse(text), null, 1).replace(/\n */g, ' ')

/** What programs do, by the mistake that has to be named first. */
export const PROGRAMS: Readonly<Record<string, readonly Made[]>> = {
  'received-headers-all-missing': [
    A((program) => ({ ...program, headers: {} })),
    A((program) => ({ ...program, headers: { Server: 'nginx' } })),
  ],
  'received-headers-missing': ['Timestamp', 'Nonce', 'Serial', 'Signature'].map((name) => A(header(`Wechatpay-${name}`, () => undefined))),
  'received-header-unset': [A(header('Wechatpay-Nonce', () => 'null')), A(header('Wechatpay-Signature', () => 'undefined'))],
  'received-headers-doubled': [
    A(header('Wechatpay-Nonce', (value) => [value, 'another'])),
    A(header('Wechatpay-Nonce', (value) => ['another', value])),
  ],
  'received-headers-joined': [
    A(header('Wechatpay-Serial', (value) => `${value}, ${value}`)),
    A(header('Wechatpay-Timestamp', (value) => `1,${value}`)),
  ],
  'received-header-blanks': [
    A(header('Wechatpay-Signature', (value) => `${value}\r\n`)),
    A(header('Wechatpay-Nonce', (value) => ` ${value}`)),
  ],
  'received-header-quoted': [
    A(header('Wechatpay-Nonce', (value) => `"${value}"`)),
    A(header('Wechatpay-Signature', (value) => `[${value}]`)),
    A(header('Wechatpay-Serial', (value) => `['${value}']`)),
  ],
  'received-headers-swapped': [
    A(({ headers, ...program }) => ({
      ...program,
      headers: { ...headers, 'Wechatpay-Nonce': String(TIME), 'Wechatpay-Timestamp': NONCE },
    })),
  ],
  'received-timestamp-in-milliseconds': [
    A(header('Wechatpay-Timestamp', (value) => `${value}000`)),
    A(header('Wechatpay-Timestamp', (value) => `${value}123`)),
  ],
  'received-timestamp-as-date': [
    A(header('Wechatpay-Timestamp', () => new Date(TIME * 1000).toISOString())),
    A(header('Wechatpay-Timestamp', () => new Date(TIME * 1000).toUTCString())),
  ],
  'received-timestamp-no-number': [A(header('Wechatpay-Timestamp', () => 'now'))],
  'received-timestamp-behind': [A(circumstances({ now: (TIME + 301) * 1000 }))],
  'received-timestamp-ahead': [A(circumstances({ now: (TIME - 301) * 1000 }))],
  'received-timestamp-of-another': [
    A(header('Wechatpay-Timestamp', (value) => String(Number(value) + 7))),
    A(
      (program) => circumstances({ others: [OTHER] })(header('Wechatpay-Timestamp', () => String(TIME - 5_000))(program)),
      () => ({ ...answer(), ...signed(ANSWER) }),
    ),
  ].slice(0, 1),
  'received-nonce-other-case': [
    A(
      header('Wechatpay-Nonce', (value) => value.toLowerCase()),
      () => ({ ...answer(), ...signed(ANSWER, platform, NONCE.toUpperCase()) }),
    ),
  ],
  'received-nonce-of-another': [
    A((program) =>
      circumstances({ others: [{ headers: program.headers, body: program.body }] })(header('Wechatpay-Nonce', () => 'another')(program)),
    ),
  ],
  'received-body-of-another': [A((program) => circumstances({ others: [program] })({ ...program, body: Buffer.from('{"another":1}') }))],

  'received-signature-probe': [
    A(signature((value) => `WECHATPAY/SIGNTEST/${value.slice(19)}`)),
    A(signature((value) => `WECHATPAY/SIGNTEST/${value}`)),
  ],
  'received-signature-base64url': [A(signature((value) => bytesOf(value).toString('base64url')))],
  'received-signature-without-padding': [A(signature((value) => value.replace(/=+$/, '')))],
  'received-signature-hex': [A(signature((value) => bytesOf(value).toString('hex')))],
  'received-signature-base64-twice': [A(signature((value) => Buffer.from(value).toString('base64')))],
  'received-signature-base64-of-hex': [A(signature((value) => Buffer.from(bytesOf(value).toString('hex')).toString('base64')))],
  'received-signature-percent-encoded': [A(signature(encodeURIComponent))],
  'received-signature-plus-as-space': [A(signature((value) => value.replaceAll('+', ' ')))],
  'received-signature-wrapped': [
    A(signature((value) => value.replace(/.{76}/g, '$&\n'))),
    A(signature((value) => value.replace(/.{64}/g, '$&\r\n'))),
  ],
  'received-signature-as-bytes': [
    A(signature((value) => bytesOf(value).toString('latin1'))),
    A(signature((value) => bytesOf(value).toString())),
  ],
  'received-signature-not-canonical': [A(signature((value) => value.replace(/==$/, '=')))],
  'received-signature-length': [A(signature((value) => value.slice(0, 255))), A(signature((value) => value.slice(0, 100)))],
  'received-signature-hash': [
    A((program) => {
      const message = responseMessage({ timestamp: TIME, nonce: NONCE, body: program.body })
      return signature(() => createSign('sha1').update(message).sign(platform.privateKey, 'base64'))(program)
    }),
  ],

  'received-merchant-certificate': [
    A(circumstances({ keys: [MERCHANT_CERTIFICATE] })),
    A(circumstances({ keys: [{ ...MERCHANT_CERTIFICATE, serial: platform.serial }] })),
  ],
  'received-from-the-mock': [A(circumstances({ keys: [STRANGER] }))],
  'received-development-keys': [A(circumstances({}), byStranger(STRANGER.serial)), A(circumstances({}), byStranger(REAL_ID))],
  'received-public-key-missing': [A(circumstances({ keys: [STRANGER] }), byStranger(REAL_ID))].map(([start]) => [
    start,
    circumstances({
      keys: [
        {
          ...STRANGER,
          pem: otherPublicKey(),
        },
      ],
    }),
  ]),
  'received-certificate-missing': [A(circumstances({ keys: [{ serial: REAL_ID, pem: otherPublicKey() }] }), byStranger(STRANGER.serial))],
  'received-certificate-unknown': [
    A(circumstances({ keys: [{ serial: 'AB'.repeat(20), pem: otherPublicKey() }] }), byStranger(STRANGER.serial)),
  ],
  'received-serial-of-the-merchant': [
    A(circumstances({ otherKeys: [{ serial: STRANGER.serial, pem: otherPublicKey() }] }), byStranger(STRANGER.serial)),
    A(header('Wechatpay-Serial', () => merchant.serial)),
  ].slice(0, 1),
  'received-serial-spelt-otherwise': [
    A(header('Wechatpay-Serial', (value) => value.toLowerCase())),
    A(circumstances({ keys: [{ serial: `0x${platform.serial}`, pem: platform.certificate }] })),
  ],
  'received-key-filed-wrongly': [
    A(circumstances({ keys: [{ serial: 'AB'.repeat(20), pem: SAMPLE.public_key }] }), byStranger(STRANGER.serial)),
  ],
  'received-certificate-filed-wrongly': [A(circumstances({ keys: [{ serial: platform.serial, pem: nextPlatform.certificate }] }))],
  'received-serial-of-another': [
    A(header('Wechatpay-Serial', () => platformPublicKey.id)),
    A(header('Wechatpay-Serial', () => STRANGER.serial)),
  ],
  'received-signed-by-the-merchant': [
    A((program) => ({ ...program, headers: { ...signed(program.body, merchant).headers, 'Wechatpay-Serial': platform.serial } })),
  ],
  'received-key-wrong': [
    A(circumstances({ keys: [{ serial: STRANGER.serial, pem: otherPublicKey() }] }), byStranger(STRANGER.serial)),
    A(circumstances({ keys: [{ serial: platformPublicKey.id, pem: otherPublicKey() }] }), () =>
      answer(ANSWER, { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey }),
    ),
  ],

  'received-body-not-signed': [
    A(
      (program) => ({ ...program, body: Buffer.from('null') }),
      () => answer(''),
    ),
    A(
      (program) => ({ ...program, body: Buffer.from('{}') }),
      () => answer(''),
    ),
  ],
  'received-body-compressed': [A(body((text) => gzipped(text))), N(body((text) => gzipped(text)))],
  'received-body-chunked': [A(body((text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`))],
  'received-body-base64': [A(body((text) => Buffer.from(text).toString('base64')))],
  'received-body-html-escaped': [
    A(body((text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))),
  ],
  'received-body-percent-encoded': [
    N(body(encodeURIComponent)),
    N(body((text) => text.replaceAll('+', ' '))),
    N(body((text) => `${encodeURIComponent(text)}=`)),
  ],
  'received-body-python-printed': [
    A(
      body((text) => text.replaceAll('"', "'").replace(/,/g, ', ').replace(/':/g, "': ")),
      () => answer('{"a":"b","c":{"d":"e"}}'),
    ),
  ],
  'received-body-stringified-twice': [A(body((text) => JSON.stringify(text)))],
  'received-body-white-space-added': [A(body((text) => `${text}\n`)), N(body((text) => ` ${text}`)), A(body((text) => `${text}\r\n`))],
  'received-body-trimmed': [
    A(
      body((text) => text.trim()),
      () => answer(`${ANSWER}\n`),
    ),
  ],
  'received-body-line-breaks': [
    A(
      body((text) => text.replaceAll('\n', '\r\n')),
      () => answer(JSON.stringify(JSON.parse(ANSWER), null, 2)),
    ),
  ],
  'received-body-bom-added': [A(body((text) => `\ufeff${text}`))],
  'received-body-bom-lost': [
    A(
      body((text) => text.slice(1)),
      () => answer(`\ufeff${ANSWER}`),
    ),
  ],
  'received-body-read-as-gbk': [A(body((text) => new TextDecoder('gbk').decode(Buffer.from(text))))],
  'received-body-read-as-latin-1': [
    A(body((text) => Buffer.from(Buffer.from(text).toString('latin1')))),
    N(body((text) => Buffer.from(Buffer.from(text).toString('latin1')))),
  ],
  'received-body-in-another-charset': [A(body((text) => encodeGbk(text)))],
  'received-body-wrapped': [
    A(json((data) => ({ status: 200, headers: {}, data }))),
    A(json((data) => ({ data }))),
    A(body((text) => JSON.stringify({ body: text, isBase64Encoded: false }))),
  ],
  'received-body-only-a-part': [
    A(
      json(({ data }) => data),
      () => answer('{"data":[{"serial_no":"5157"},{"serial_no":"5158"}]}'),
    ),
    A(
      json(({ data }) => (data as unknown[])[0]),
      () => answer('{"data":[{"serial_no":"5157"}]}'),
    ),
  ],
  'received-body-reformatted': [2, 4, '\t']
    .flatMap((indent) => [
      A(body((text) => JSON.stringify(JSON.parse(text), null, indent))),
      N(body((text) => JSON.stringify(JSON.parse(text), null, indent))),
    ])
    .concat([A(body(spaced))]),
  'received-body-field-added': [
    A(json((value) => ({ ...value, extra: null }))),
    N(json((value) => ({ ...value, resource: { ...(value['resource'] as object), extra: 1 } }))),
  ],
  'received-body-field-dropped': [
    N(
      json((value) => ({ ...value, resource: withoutOne(value['resource'] as Record<string, unknown>, 'associated_data') })),
      () => notification(sealed(PLAIN, apiV3Key, '')),
    ),
  ],
  'received-body-nulls-added': [A(json((value) => ({ one: null, ...value, extra: null })))],
  'received-body-numbers-changed': [
    A(body((text) => text.replace('"total":1', '"total":1.0'))),
    A(body((text) => text.replace('"total":1', '"total":"1"'))),
  ],
  'received-body-times-changed': [
    A(body((text) => text.replace('10:34:56+08:00', '02:34:56Z'))),
    N(body((text) => text.replace('10:34:56+08:00', '02:34:56.000Z'))),
  ],
  'received-body-keys-reordered': [
    A(json((value) => Object.fromEntries(Object.entries(value).toSorted()))),
    N(
      json((value) =>
        Object.fromEntries(
          Object.entries({ ...value, resource: Object.fromEntries(Object.entries(value['resource'] as object).toSorted()) }).toSorted(),
        ),
      ),
    ),
    A(json(({ note, url, ...value }) => ({ url, ...value, note }))),
  ],
  'received-body-escaped': [
    A(body((text) => text.replaceAll('/', '\\/').replace(/\P{ASCII}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`))),
    A(body((text) => text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'))),
    N(body((text) => text.replaceAll('/', '\\/').replace(/\P{ASCII}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`))),
  ],
  'received-body-empty': [A(body(() => ''))],
  'received-body-length': [A(body((text) => text.slice(0, -9)))],
  'received-body-is-the-resource': [N(json(({ resource }) => resource))],
  'received-body-is-decrypted': [N(body(() => PLAIN))],
  'received-body-printed': [A(body(() => '[object Object]')), A(body(() => 'Array')), A(body(() => '{sub_mchid=1900000109, total=1}'))],
  'received-body-characters-lost': [
    A(body((text) => text.replace(/\P{ASCII}/gu, '?'))),
    A(body((text) => text.replace(/\P{ASCII}/gu, '\ufffd'))),
  ],

  'verified-with-method-and-path': [A(verifies(({ time, nonce, body: text }) => `POST\n/v3/x\n${time}\n${nonce}\n${text}\n`))],
  'verified-in-wrong-order': [
    A(verifies(({ time, nonce, body: text }) => `${nonce}\n${time}\n${text}\n`)),
    A(verifies(({ time, nonce, body: text }) => `${text}\n${time}\n${nonce}\n`)),
  ],
  'verified-without-final-line-feed': [A(verifies(({ time, nonce, body: text }) => `${time}\n${nonce}\n${text}`))],
  'verified-with-crlf': [A(verifies(({ time, nonce, body: text }) => `${time}\r\n${nonce}\r\n${text}\r\n`))],
  'verified-with-literal-line-feeds': [A(verifies(({ time, nonce, body: text }) => `${time}\\n${nonce}\\n${text}\\n`))],
  'verified-without-line-feeds': [A(verifies(({ time, nonce, body: text }) => `${time}${nonce}${text}`))],
  'verified-another-timestamp': [
    A(verifies(({ nonce, body: text }) => `1600000000\n${nonce}\n${text}\n`)),
    A(verifies(({ time, nonce, body: text }) => `${time}000\n${nonce}\n${text}\n`)),
  ],
  'verified-another-nonce': [A(verifies(({ time, body: text }) => `${time}\n593BEC0C930BF1AF\n${text}\n`))],
  'verified-another-body': [A(verifies(({ time, nonce }) => `${time}\n${nonce}\n{"another":true}\n`))],
  'verified-something-else': [A(verifies(() => 'hello'))],

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
  'resource-algorithm-other': [resourceOf((resource) => ({ ...resource, algorithm: 'AEAD_SM4_GCM' }))],
  'resource-missing': [
    N(
      (program) => program,
      () => ({ ...notification(), ...signed(PLAIN) }),
    ),
  ],
  'resource-stringified': [
    N(
      (program) => program,
      () => notification(JSON.stringify(sealed())),
    ),
  ],
  'resource-decrypted': [resourceOf((resource) => ({ ...resource, ciphertext: PLAIN }))],
}

/** A public key that no private key fits: its modulus is digests. */
function otherPublicKey(): string {
  const modulus = Buffer.concat(Array.from({ length: 8 }, (_, at) => createHash('sha256').update(`modulus ${at}`).digest()))
  modulus[0] = Number(modulus[0]) | 0x80
  modulus[255] = Number(modulus[255]) | 1
  const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', e: 'AQAB', n: modulus.toString('base64url') } })
  return String(key.export({ type: 'spki', format: 'pem' }))
}

/** Compressed in a way that is the same with every version of zlib: stored, with the operating system "unknown". */
function gzipped(text: string): Buffer {
  const bytes = gzipSync(text, { level: 0 })
  bytes[9] = 255
  return bytes
}

import { constants, createHash, createHmac, createPrivateKey, privateEncrypt, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Body, bytesOf, readBody } from '../../diagnosis/body.ts'
import { CERTIFICATE_STATES, SAMPLE_TIMESTAMP, SERIAL_SPELLINGS } from '../../diagnosis/catalogue/credentials.ts'
import { type Digesting, digesting } from '../../diagnosis/catalogue/key-and-algorithm.ts'
import { authorizationMistakes, BODY_AXES, HEAD_AXES } from '../../diagnosis/catalogue/mistake-order.ts'
import { SIGNATURE_TEXTS, UNSET_TEXTS } from '../../diagnosis/catalogue/signature-text.ts'
import { frameOf, type Head, LINES } from '../../diagnosis/head.ts'
import type { Axis } from '../../diagnosis/mistake.ts'
import {
  type Circumstances,
  type Diagnosis,
  developmentKeys,
  diagnose,
  formatAuthorization,
  type ReceivedRequest,
  SCHEME,
} from '../../index.ts'

// A client that signs with mistakes from the catalogue, at most one on each axis. The diagnosis must name them.

/** What a client sends and how it signs it. */
export interface Signing {
  readonly sent: { readonly method: string; readonly target: string; readonly body: Buffer }
  readonly timestamp: string
  readonly nonce: string
  readonly mchid: string
  readonly serial: string
  readonly head: Head
  readonly body: Body
  readonly digesting: Digesting
  readonly privateKey: string
  /** Returns `undefined` when this message can't be signed in this way. */
  readonly sign: (message: Buffer, privateKey: string) => Buffer | undefined
  readonly write: (signature: Buffer) => string
  readonly authorization: (header: string) => string | undefined
  readonly circumstances: Circumstances
}

/** One way to make one mistake. */
export interface Making {
  readonly axis: string
  readonly id: string
  /** The index of this way; 0 is the most common one. */
  readonly way: number
  /** Returns `undefined` when the mistake can't be made here. */
  readonly make: (signing: Signing) => Signing | undefined
  /** Whether it makes it impossible to tell what was signed. */
  readonly hides?: boolean
  /** Set for a rare mistake: the only axis that the diagnosis combines it with, in the most common way, or `nothing`. */
  readonly beside?: string
}

const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys

// Shipped keys also serve as the keys of other parties: generated keys would change the vectors on every run.
const OTHER = { mchid: '1900009999', serial: '7A'.repeat(20), privateKey: nextPlatform.privateKey, pem: nextPlatform.certificate }
const OLDER = {
  mchid: merchant.mchid,
  serial: '5B'.repeat(20),
  privateKey: platformPublicKey.privateKey,
  pem: platformPublicKey.publicKey,
  status: 'replaced',
} as const

/** The test key that WeChat Pay publishes with its samples. */
const UNKNOWN: { readonly private_key: string } = JSON.parse(
  readFileSync(new URL('../../vectors/official-samples.json', import.meta.url), 'utf8'),
)

const KEYS = [
  { mchid: merchant.mchid, serial: merchant.serial, pem: merchant.certificate },
  OLDER,
  { mchid: null, serial: platform.serial, pem: platform.certificate },
  OTHER,
]

export const NOW = 1_700_000_000

/** A client that signs this request correctly. */
export function rightSigning(sent: { method: string; target: string; body: string }): Signing {
  const [timestamp, nonce] = [String(NOW), '593BEC0C930bf1afeb40b4a08c8fb242']
  return {
    sent: { ...sent, body: Buffer.from(sent.body) },
    timestamp,
    nonce,
    mchid: merchant.mchid,
    serial: merchant.serial,
    head: { ...sent, timestamp, nonce, lines: LINES, lineFeed: '\n', lastLineFeed: '\n' },
    body: readBody(Buffer.from(sent.body)),
    digesting: 'none',
    privateKey: merchant.privateKey,
    sign: (message, privateKey) => sign('sha256', message, privateKey),
    write: (signature) => signature.toString('base64'),
    authorization: (header) => header,
    circumstances: {
      now: NOW * 1000,
      keys: KEYS,
      previousBodies: [Buffer.from('{"sub_mchid":"1900000110","operation_type":"CLOSE","operation_pay_scene":"JSAPI"}')],
      host: '127.0.0.1:8920',
      subMchids: ['1900000109'],
    },
  }
}

/** The message that a client signs. */
export function messageOf({ head, body }: Signing): Buffer {
  const { before, after } = frameOf(head)
  return Buffer.concat([Buffer.from(before, 'latin1'), bytesOf(body), Buffer.from(after, 'latin1')])
}

/** The request that a client sends; `undefined` when it can't sign in this way. */
export function requestOf(signing: Signing): ReceivedRequest | undefined {
  const { sent, timestamp, nonce, mchid, serial } = signing
  const signature = signing.sign(digested(messageOf(signing), signing.digesting), signing.privateKey)
  if (!signature) return undefined
  const header = formatAuthorization({ mchid, serial, timestamp, nonce, signature: signing.write(signature) })
  return { method: sent.method, target: sent.target, body: sent.body, authorization: signing.authorization(header) }
}

/** The diagnosis of a client's request. */
export async function diagnosisOf(signing: Signing): Promise<Diagnosis> {
  const request = requestOf(signing)
  if (!request) throw new Error('The client can not sign this message in this way')
  return diagnose(request, signing.circumstances)
}

/** Makes several mistakes in order. Returns `undefined` when one can't be made, or when one has no effect on the request. */
export function mistaken(right: Signing, made: readonly Making[]): Signing | undefined {
  const all = makeAll(right, made)
  if (!all) return undefined
  const without = made.map((making) =>
    makeAll(
      right,
      made.filter((other) => other !== making),
    ),
  )
  return without.some((fewer) => fewer && isSame(fewer, all)) ? undefined : all
}

function makeAll(right: Signing, made: readonly Making[]): Signing | undefined {
  return made.reduce<Signing | undefined>((signing, { make }) => signing && make(signing), right)
}

/** Compares requests. Since a PSS signature is random, it also accepts equal inputs to the signature. */
function isSame(one: Signing, other: Signing): boolean {
  if (JSON.stringify(one.circumstances) !== JSON.stringify(other.circumstances)) return false
  return JSON.stringify(requestOf(one)) === JSON.stringify(requestOf(other)) || howOf(one) === howOf(other)
}

function howOf(signing: Signing): string {
  const { mchid, serial, timestamp, privateKey, digesting, sign, write, authorization } = signing
  return JSON.stringify([
    mchid,
    serial,
    timestamp,
    privateKey,
    digesting,
    String(messageOf(signing)),
    ...[sign, write, authorization].map(String),
  ])
}

/** The bytes passed to the signing function. */
export function digested(message: Buffer, form: Digesting): Buffer {
  if (form === 'none') return message
  const digest = createHash('sha256').update(message).digest()
  if (form === 'bytes') return digest
  const digits = digest.toString('hex')
  return Buffer.from({ hex: digits, HEX: digits.toUpperCase(), base64: digest.toString('base64') }[form])
}

/** All mistakes that a client which sends this request can make. */
export function makings(right: Signing): Making[] {
  return [
    // First, because other mistakes change the timestamp that is sent.
    ...CLOCK,
    ...HEAD_AXES.flatMap((axis) => signingMakings(axis, right, 'head')),
    ...BODY_AXES.flatMap((axis) => signingMakings(axis, right, 'body')),
    ...signingMakings(digesting, right, 'digesting'),
    ...ALGORITHMS,
    ...TEXTS,
    ...KEY_MAKINGS,
    ...CERTIFICATES,
    ...AUTHORIZATIONS.filter(({ hides, id }) => isInSeconds(right) || (!hides && id !== 'authorization-timestamp-not-digits')),
  ]
}

/** A timestamp in milliseconds can't be recognised when the credentials are missing or the timestamp is not digits. */
function isInSeconds({ timestamp }: Signing): boolean {
  return timestamp.length === 10
}

type Part = 'head' | 'body' | 'digesting'

/** The number of rare ways to try, spread from the first to the last. */
const ALONE = 12

function signingMakings<Draft>(axis: Axis<Draft>, right: Signing, part: Part): Making[] {
  const draftOf = (signing: Signing) => signing[part] as Draft
  return axis.mistakes.flatMap(({ id, signs, alone, timestamps }) => {
    const waysOf = (signing: Signing) => [...signs(draftOf(signing), signing.circumstances)]
    const rareOf = (signing: Signing) => [
      ...(alone?.(draftOf(signing), signing.circumstances) ?? []),
      ...[...(timestamps?.of(signing.head.timestamp) ?? [])].map((timestamp) => ({ ...draftOf(signing), timestamp })),
    ]
    const made = waysOf(right).map((_, way): Making => {
      return { axis: axis.id, id, way, make: (signing) => replaced(signing, part, waysOf(signing)[way]) }
    })
    const rare = rareOf(right).map((_, index) => index)
    const tried = rare.filter((index) => index % Math.ceil(rare.length / ALONE) === 0 || index === rare.length - 1)
    return [
      ...made,
      ...tried.map((index): Making => {
        const make = (signing: Signing) => replaced(signing, part, rareOf(signing)[index])
        return { axis: axis.id, id, way: made.length + index, make, beside: timestamps?.inOtherOrders ? 'line-order' : 'nothing' }
      }),
    ]
  })
}

function replaced(signing: Signing, part: Part, draft: unknown): Signing | undefined {
  return draft === undefined ? undefined : ({ ...signing, [part]: draft } as Signing)
}

function algorithm(id: string, signWith: Signing['sign'], more: Partial<Making> = {}): Making {
  return { axis: 'algorithm', id, way: 0, make: (signing) => ({ ...signing, sign: signWith }), ...more }
}

const padding = constants.RSA_PKCS1_PSS_PADDING
/** Encrypts the message itself; returns `undefined` when it is too long for PKCS#1 padding. */
function encrypted(message: Buffer, privateKey: string): Buffer | undefined {
  const { modulusLength = 0 } = createPrivateKey(privateKey).asymmetricKeyDetails ?? {}
  return message.length > modulusLength / 8 - 11 ? undefined : privateEncrypt(privateKey, message)
}

const HMAC_KEY = 'v2-key'.padEnd(32, '0')

const ALGORITHMS: readonly Making[] = [
  algorithm('hash-md5', (message, key) => sign('md5', message, key)),
  algorithm('hash-sha1', (message, key) => sign('sha1', message, key)),
  algorithm('hash-sha224', (message, key) => sign('sha224', message, key)),
  algorithm('hash-sha384', (message, key) => sign('sha384', message, key)),
  algorithm('hash-sha512', (message, key) => sign('sha512', message, key)),
  algorithm('hash-sha3-256', (message, key) => sign('sha3-256', message, key)),
  algorithm('hash-ripemd160', (message, key) => sign('ripemd160', message, key)),
  // Without salt, the signature is deterministic.
  algorithm('padding-pss', (message, key) => sign('sha256', message, { key, padding, saltLength: 0 })),
  algorithm('padding-pss', (message, key) => sign('sha256', message, { key, padding, saltLength: 32 }), { way: 1, beside: 'nothing' }),
  algorithm('padding-pss', (message, key) => sign('sha256', message, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN }), {
    way: 2,
    beside: 'nothing',
  }),
  algorithm('no-hash', encrypted),
  algorithm('bare-digest', (message, key) => privateEncrypt(key, createHash('sha256').update(message).digest())),
  // APIv2 signs the fields instead of the message, with a key that the server does not know.
  apiV2('apiv2-md5', (text) => createHash('md5').update(text).digest()),
  apiV2('apiv2-hmac-sha256', (text) => createHmac('sha256', HMAC_KEY).update(text).digest()),
]

/** An APIv2 sign is hexadecimal digits instead of a signature, so it is on the axis `signature-text`. */
function apiV2(id: string, digest: (text: string) => Buffer): Making {
  const write = (signature: Buffer) => signature.toString('hex').toUpperCase()
  const made = { sign: () => digest(`sub_mchid=1900000109&key=${HMAC_KEY}`), write }
  return { axis: 'signature-text', id, way: 0, make: (signing) => ({ ...signing, ...made }), hides: true }
}

const TEXTS: readonly Making[] = [
  ...SIGNATURE_TEXTS.map(({ id, write }) => written(id, write)),
  ...UNSET_TEXTS.map((text, way) => written('signature-placeholder', () => text, { way, hides: true })),
]

function written(id: string, write: Signing['write'], more: Partial<Making> = {}): Making {
  return { axis: 'signature-text', id, way: 0, make: (signing) => ({ ...signing, write }), ...more }
}

function key(id: string, privateKey: string, more: Partial<Making> = {}): Making {
  return { axis: 'key', id, way: 0, make: (signing) => ({ ...signing, privateKey }), ...more }
}

function cutInHalf(signing: Signing): Signing {
  return { ...signing, sign: (message, privateKey) => signing.sign(message, privateKey)?.subarray(0, 128) }
}

const KEY_MAKINGS: readonly Making[] = [
  key('key-of-another-merchant', OTHER.privateKey),
  key('key-of-another-certificate', OLDER.privateKey),
  key('key-of-the-platform', platform.privateKey),
  key('key-unknown', UNKNOWN.private_key, { hides: true }),
  // A truncated signature, as long as that of a 1,024-bit key.
  { axis: 'key', id: 'signature-length', way: 0, make: cutInHalf, hides: true },
]

function certificate(id: string, change: (signing: Signing) => Partial<Signing>, way = 0): Making {
  return { axis: 'certificate', id, way, make: (signing) => ({ ...signing, ...change(signing) }) }
}

const CERTIFICATES: readonly Making[] = [
  ...SERIAL_SPELLINGS.flatMap(({ id, write }) =>
    write(merchant.serial).map((_, way) => certificate(id, ({ serial }) => ({ serial: write(serial)[way] ?? serial }), way)),
  ),
  certificate('serial-of-the-platform', () => ({ serial: platform.serial })),
  certificate('serial-of-another-merchant', () => ({ serial: OTHER.serial })),
  certificate('serial-unknown', () => ({ serial: '00'.repeat(20) })),
  certificate('mchid-unknown', () => ({ mchid: '1900000777' })),
  certificate('mchid-of-a-sub-merchant', () => ({ mchid: '1900000109' })),
  ...(['revoked', 'expired', 'replaced'] as const).map((status) =>
    certificate(CERTIFICATE_STATES[status]?.id ?? '', ({ circumstances }) => ({
      circumstances: {
        ...circumstances,
        keys: circumstances.keys.map((known) => (known.serial === merchant.serial ? { ...known, status } : known)),
      },
    })),
  ),
]

function clock(id: string, change: (signing: Signing) => Partial<Signing>): Making {
  return { axis: 'clock', id, way: 0, make: (signing) => ({ ...signing, ...change(signing) }) }
}

/** Changes the timestamp both in Authorization and in the message. */
function sentAt(timestamp: string) {
  return ({ head }: Signing): Partial<Signing> => ({ timestamp, head: { ...head, timestamp } })
}

const CLOCK: readonly Making[] = [
  clock('timestamp-in-milliseconds', sentAt(`${NOW}123`)),
  clock('timestamp-in-microseconds', sentAt(`${NOW}123456`)),
  clock('timestamp-of-the-sample', sentAt(SAMPLE_TIMESTAMP)),
  clock('timestamp-behind', sentAt(String(NOW - 301))),
  clock('timestamp-ahead', sentAt(String(NOW + 301))),
]

/** Mistakes that remove credentials. */
const HOPELESS = ['authorization-missing', 'authorization-other-scheme', 'authorization-field-empty', 'authorization-field-missing']

const RIGHT_HEADER = formatAuthorization({ mchid: '1', serial: '1', nonce: '1', timestamp: '1', signature: '1' })

const AUTHORIZATIONS: readonly Making[] = [
  ...authorizationMistakes.flatMap(({ id, spoil }) =>
    spoil(RIGHT_HEADER).map((_, way) => authorization(id, way, (header) => spoil(header)[way])),
  ),
  authorization('authorization-unreadable', 0, () => `${SCHEME} {"mchid":"1900000109"}`, true),
]

function authorization(id: string, way: number, spoil: Signing['authorization'], hides: boolean = HOPELESS.includes(id)): Making {
  return { axis: 'authorization', id, way, make: (signing) => ({ ...signing, authorization: spoil }), hides }
}

import { constants, createHash, createHmac, createPrivateKey, privateEncrypt, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CERTIFICATE_STATES, SAMPLE_TIMESTAMP, SERIAL_SPELLINGS, UNSET_SERIALS } from '../../diagnosis/catalogue/credentials.ts'
import { digesting } from '../../diagnosis/catalogue/key-and-algorithm.ts'
import { authorizationMistakes, BODY_AXES, HEAD_AXES } from '../../diagnosis/catalogue/mistake-order.ts'
import { SIGNATURE_ENCODINGS, UNSET_TEXTS } from '../../diagnosis/catalogue/signature-text.ts'
import type { Axis } from '../../diagnosis/mistake.ts'
import { developmentKeys, formatAuthorization, SCHEME } from '../../index.ts'
import type { Variant } from './mistaken-client.ts'
import { type Client, NOW, OLDER, OTHER } from './signing-client.ts'

const { merchant, platform } = developmentKeys

/** The test key that WeChat Pay publishes with its samples. */
const UNKNOWN: { readonly private_key: string } = JSON.parse(
  readFileSync(new URL('../../vectors/official-samples.json', import.meta.url), 'utf8'),
)

/**
 * Returns the mistakes that a client can make in the request of `correct`: each mistake in its usual ways, and in some of its rare ways.
 *
 * @param correct The client to which the mistakes are added.
 * @param rareWays About how many rare ways to include for each mistake. They are spread evenly over all rare ways of the mistake.
 */
export function variantsOf(correct: Client, rareWays: number = RARE_WAYS): Variant[] {
  return [
    // The mistakes of the clock come first. They change the timestamp, which later mistakes use.
    ...CLOCK,
    ...HEAD_AXES.flatMap((axis) => signingVariants(axis, correct, 'head', rareWays)),
    ...BODY_AXES.flatMap((axis) => signingVariants(axis, correct, 'body', rareWays)),
    ...signingVariants(digesting, correct, 'digesting', rareWays),
    ...ALGORITHMS,
    ...TEXTS,
    ...KEY_VARIANTS,
    ...CERTIFICATES,
    ...LENGTHS,
    ...AUTHORIZATIONS.filter(({ hides, id }) => isInSeconds(correct) || (!hides && id !== 'authorization-timestamp-not-digits')),
  ]
}

/**
 * Whether the timestamp is in seconds. The diagnosis recognises a timestamp in milliseconds only when Authorization has all credentials,
 * and when the timestamp has only digits.
 */
function isInSeconds({ timestamp }: Client): boolean {
  return timestamp.length === 10
}

type Part = 'head' | 'body' | 'digesting'

const RARE_WAYS = 12

function signingVariants<Draft>(axis: Axis<Draft>, correct: Client, part: Part, rareWays: number): Variant[] {
  const draftOf = (client: Client) => client[part] as Draft
  return axis.mistakes.flatMap(({ id, signedInstead, rare, rarest, timestamps }) => {
    const waysOf = (client: Client) => [...signedInstead(draftOf(client), client.circumstances)]
    // A mistake that has neither usual nor rare ways is made in its rarest ways.
    const rareSigns = rare ?? (waysOf(correct).length === 0 ? rarest : undefined)
    const rareOf = (client: Client) => [
      ...(rareSigns?.(draftOf(client), client.circumstances) ?? []),
      ...[...(timestamps?.possible(client.head.timestamp) ?? [])].map((timestamp) => ({ ...draftOf(client), timestamp })),
    ]
    const made = waysOf(correct).map((_, way): Variant => {
      return { axis: axis.id, id, way, apply: (client) => replaced(client, part, waysOf(client)[way]) }
    })
    const all = rareOf(correct).map((_, index) => index)
    const tried = all.filter((index) => index % Math.max(1, Math.ceil(all.length / rareWays)) === 0 || index === all.length - 1)
    return [
      ...made,
      ...tried.map((index): Variant => {
        const apply = (client: Client) => replaced(client, part, rareOf(client)[index])
        return { axis: axis.id, id, way: made.length + index, apply, beside: timestamps?.withOtherLineOrders ? 'line-order' : 'nothing' }
      }),
    ]
  })
}

function replaced(client: Client, part: Part, draft: unknown): Client | undefined {
  return draft === undefined ? undefined : ({ ...client, [part]: draft } as Client)
}

function algorithm(id: string, signWith: Client['sign'], more: Partial<Variant> = {}): Variant {
  return { axis: 'algorithm', id, way: 0, apply: (client) => ({ ...client, sign: signWith }), ...more }
}

const padding = constants.RSA_PKCS1_PSS_PADDING
/** Encrypts the message instead of its hash. Returns `undefined` when the message is too long for PKCS#1 padding. */
function encrypted(message: Buffer, privateKey: string): Buffer | undefined {
  const { modulusLength = 0 } = createPrivateKey(privateKey).asymmetricKeyDetails ?? {}
  return message.length > modulusLength / 8 - 11 ? undefined : privateEncrypt(privateKey, message)
}

const HMAC_KEY = 'v2-key'.padEnd(32, '0')

const ALGORITHMS: readonly Variant[] = [
  algorithm('hash-md5', (message, key) => sign('md5', message, key)),
  algorithm('hash-sha1', (message, key) => sign('sha1', message, key)),
  algorithm('hash-sha224', (message, key) => sign('sha224', message, key)),
  algorithm('hash-sha384', (message, key) => sign('sha384', message, key)),
  algorithm('hash-sha512', (message, key) => sign('sha512', message, key)),
  algorithm('hash-sha3-256', (message, key) => sign('sha3-256', message, key)),
  algorithm('hash-ripemd160', (message, key) => sign('ripemd160', message, key)),
  // Without a salt, the signature of a message is always the same.
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

/**
 * The mistake of a client that signs as in APIv2. An APIv2 signature is in hexadecimal, so this mistake excludes the other mistakes in the
 * encoding of the signature.
 */
function apiV2(id: string, digest: (text: string) => Buffer): Variant {
  const write = (signature: Buffer) => signature.toString('hex').toUpperCase()
  const made = { sign: () => digest(`sub_mchid=1900000109&key=${HMAC_KEY}`), write }
  return { axis: 'signature-text', id, way: 0, apply: (client) => ({ ...client, ...made }), hides: true }
}

const TEXTS: readonly Variant[] = [
  ...SIGNATURE_ENCODINGS.map(({ id, encode }) => written(id, encode)),
  ...UNSET_TEXTS.map((text, way) => written('signature-placeholder', () => text, { way, hides: true })),
]

function written(id: string, write: Client['write'], more: Partial<Variant> = {}): Variant {
  return { axis: 'signature-text', id, way: 0, apply: (client) => ({ ...client, write }), ...more }
}

function key(id: string, privateKey: string, more: Partial<Variant> = {}): Variant {
  return { axis: 'key', id, way: 0, apply: (client) => ({ ...client, privateKey }), ...more }
}

function cutInHalf(client: Client): Client {
  return { ...client, sign: (message, privateKey) => client.sign(message, privateKey)?.subarray(0, 128) }
}

const KEY_VARIANTS: readonly Variant[] = [
  key('key-of-another-merchant', OTHER.privateKey),
  key('key-of-another-certificate', OLDER.privateKey),
  key('key-of-the-platform', platform.privateKey),
  key('key-unknown', UNKNOWN.private_key, { hides: true }),
  // Half a signature has the length of a signature with a 1,024-bit key.
  { axis: 'key', id: 'signature-length', way: 0, apply: cutInHalf, hides: true },
]

function certificate(id: string, change: (client: Client) => Partial<Client>, way = 0): Variant {
  return { axis: 'certificate', id, way, apply: (client) => ({ ...client, ...change(client) }) }
}

const CERTIFICATES: readonly Variant[] = [
  ...SERIAL_SPELLINGS.flatMap(({ id, write }) =>
    write(merchant.serial).map((_, way) => certificate(id, ({ serial }) => ({ serial: write(serial)[way] ?? serial }), way)),
  ),
  certificate('serial-of-the-platform', () => ({ serial: platform.serial })),
  certificate('serial-of-another-merchant', () => ({ serial: OTHER.serial })),
  ...UNSET_SERIALS.map((text, way) => certificate('serial-unset', () => ({ serial: text }), way)),
  certificate('serial-of-a-public-key', () => ({ serial: `PUB_KEY_ID_${'9'.repeat(34)}` })),
  certificate('serial-malformed', () => ({ serial: `SN-${'9'.repeat(37)}` })),
  certificate('serial-unknown', () => ({ serial: '00'.repeat(20) })),
  certificate('mchid-unknown', () => ({ mchid: '1900000777' })),
  certificate('mchid-malformed', () => ({ mchid: 'wx2421b1c4370ec43b' })),
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

/** Wrong values of Content-Length: one byte less than the JSON, or the number of characters instead of bytes. */
const LENGTHS: readonly Variant[] = [
  contentLength('content-length-too-small', (body) => Buffer.byteLength(String(body).trimEnd()) - 1),
  contentLength('content-length-in-characters', (body) => String(body).length),
]

function contentLength(id: string, count: (body: Buffer) => number): Variant {
  const cut = (body: Buffer) => ({ body: body.subarray(0, count(body)), rest: body.subarray(count(body)) })
  // The characters of a body that is not UTF-8 can't be counted.
  const canCount = (body: Buffer) => Buffer.from(String(body)).equals(body) && count(body) > 0
  const apply = (client: Client) =>
    canCount(client.sent.body) ? { ...client, sent: { ...client.sent, ...cut(client.sent.body) } } : undefined
  return { axis: 'content-length', id, way: 0, apply }
}

function clock(id: string, change: (client: Client) => Partial<Client>): Variant {
  return { axis: 'clock', id, way: 0, apply: (client) => ({ ...client, ...change(client) }) }
}

/** Changes the timestamp both in Authorization and in the signature message. */
function sentAt(timestamp: string) {
  return ({ head }: Client): Partial<Client> => ({ timestamp, head: { ...head, timestamp } })
}

const CLOCK: readonly Variant[] = [
  clock('timestamp-in-milliseconds', sentAt(`${NOW}123`)),
  clock('timestamp-in-microseconds', sentAt(`${NOW}123456`)),
  clock('timestamp-not-now', sentAt(String(NOW).slice(0, 8))),
  clock('timestamp-of-the-sample', sentAt(SAMPLE_TIMESTAMP)),
  clock('timestamp-behind', sentAt(String(NOW - 301))),
  clock('timestamp-ahead', sentAt(String(NOW + 301))),
]

/** Mistakes that leave out a credential. Without it, the diagnosis does not look for the message that was signed. */
const HOPELESS = ['authorization-missing', 'authorization-other-scheme', 'authorization-field-empty', 'authorization-field-missing']

const CORRECT_HEADER = formatAuthorization({ mchid: '1', serial: '1', nonce: '1', timestamp: '1', signature: '1' })

const AUTHORIZATIONS: readonly Variant[] = [
  ...authorizationMistakes.flatMap(({ id, spoil }) =>
    spoil(CORRECT_HEADER).map((_, way) => authorization(id, way, (header) => spoil(header)[way])),
  ),
  misplaced('authorization-in-query', ({ target, body }, header) => ({
    target: `${target.split('?')[0]}?Authorization=${encodeURIComponent(header)}`,
    body,
  })),
  misplaced('authorization-in-body', ({ target }, header) => ({ target, body: Buffer.from(JSON.stringify({ Authorization: header })) })),
  authorization('authorization-unreadable', 0, () => `${SCHEME} {"mchid":"1900000109"}`, true),
]

type Sent = Client['sent']

/** A mistake that writes Authorization into the target or the body instead of into a header. */
function misplaced(id: string, change: (sent: Sent, header: string) => Pick<Sent, 'target' | 'body'>): Variant {
  const apply = (client: Client) => ({
    ...client,
    sent: { ...client.sent, ...change(client.sent, CORRECT_HEADER) },
    authorization: () => undefined,
  })
  return { axis: 'authorization', id, way: 0, apply, hides: true }
}

function authorization(id: string, way: number, spoil: Client['authorization'], hides: boolean = HOPELESS.includes(id)): Variant {
  return { axis: 'authorization', id, way, apply: (client) => ({ ...client, authorization: spoil }), hides }
}

import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  ANSWER,
  answer,
  diagnosisOf,
  notification,
  type Program,
  sealed,
  signed,
} from '../../../../contracts/generate/vectors/received-program.ts'
import { developmentKeys } from '../../../../contracts/index.ts'
import { EVERY } from '../../../every.ts'
import { inTurns } from '../../../in-turns.ts'

const TRIES = EVERY ? 10_000 : 100

const small = () => answer('{"sub_mchid":"1900000109"}')
/** The correctly signed messages that the tries change. Most of them are short, because the diagnosis of a long message takes longer. */
const STARTS: readonly (() => Program)[] = [small, small, answer, small, notification]

/** Pseudo-random hexadecimal digits, the same for the same seed. */
function digits(seed: number): string {
  return createHash('sha256').update(`received ${seed}`).digest('hex')
}

/** Each function changes a message so that its signature is wrong and no known mistake explains why. */
const WRONG: readonly ((program: Program, random: string) => Program)[] = [
  (program, random) => ({ ...program, headers: { ...program.headers, 'Wechatpay-Nonce': random.slice(0, 32) } }),
  (program, random) => ({
    ...program,
    headers: { ...program.headers, 'Wechatpay-Timestamp': `15${Number.parseInt(random.slice(0, 7), 16) % 90_000_000}`.padEnd(10, '7') },
  }),
  (program, random) => ({ ...program, body: flipped(program.body, random) }),
  (program, random) => ({ ...program, body: Buffer.from(`{"sub_mchid":"${random.slice(0, 10)}"}`) }),
  (program, random) => ({ ...program, headers: { ...signed(random).headers, 'Content-Length': String(program.body.length) } }),
]

function flipped(body: Buffer, random: string): Buffer {
  const changed = Buffer.from(body)
  // Changes one of the bytes 2 to 7. These bytes are in the first key or just after it.
  const at = 2 + (Number.parseInt(random.slice(0, 8), 16) % 6)
  changed[at] = Number(changed[at]) ^ 0x04
  return changed
}

describe('a message whose wrong signature no known mistake explains', () => {
  test(`has no mistake in its diagnosis, in ${TRIES} tries`, { timeout: 2_400_000 }, async () => {
    await inTurns(Array(TRIES).keys(), 4, async (seed) => {
      const start = STARTS[Math.floor(seed / WRONG.length) % STARTS.length] as () => Program
      const program = (WRONG[seed % WRONG.length] as (typeof WRONG)[number])(start(), digits(seed))
      const { 'Content-Length': _, ...headers } = program.headers
      const { verdict, check, mistakes, signed: message } = await diagnosisOf({ ...program, headers })
      expect({ seed, verdict, check, mistakes, message }).toEqual({
        seed,
        verdict: 'invalid',
        check: 'signature',
        mistakes: [],
        message: null,
      })
    })
  })

  test('is diagnosed with what is certain: the key, the length, and what is ruled out', async () => {
    const program = answer()
    const { certain } = await diagnosisOf({ ...program, headers: { ...program.headers, 'Wechatpay-Nonce': 'another' } })
    expect(certain.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The key is right: 6D/),
      expect.stringMatching(/^The body has \d+ bytes, as Content-Length says/),
      expect.stringMatching(/^Another text was signed\. Ruled out/),
    ])
    for (const { message_zh } of certain) expect(message_zh).toMatch(/[\u4e00-\u9fff]/)
  })
})

describe('the last certain finding about a message whose wrong signature no known mistake explains', () => {
  const lastOf = async (program: Program) => (await diagnosisOf(program)).certain.at(-1)?.message
  const keys = (count: number) => JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index])))
  const other = (program: Program, header: string, value: string) => ({ ...program, headers: { ...program.headers, [header]: value } })

  test.for([
    [8, /Still possible: the timestamp/],
    [9, /Still possible: another order of the keys, the timestamp/],
  ] as const)('calls another order of the keys possible only when the body has more than eight keys: %s', async ([count, message]) => {
    expect(await lastOf(other(answer(keys(count)), 'Wechatpay-Nonce', 'another'))).toMatch(message)
  })

  test.for([
    ['1700000999', /Ruled out: a time up to 300 seconds away, and the known ways/],
    ['17000009990', /Ruled out: the known ways/],
  ] as const)('rules out other times within 300 seconds only when the timestamp is in seconds: %s', async ([timestamp, message]) => {
    expect(await lastOf(other(answer('{"a":1}'), 'Wechatpay-Timestamp', timestamp))).toMatch(message)
  })
})

test('a hexadecimal signature that was cut short is reported with the number of its bytes', async () => {
  const program = answer()
  const digits = Buffer.from(String(program.headers['Wechatpay-Signature']), 'base64').toString('hex')
  const { mistakes } = await diagnosisOf({ ...program, headers: { ...program.headers, 'Wechatpay-Signature': digits.slice(0, 510) } })
  expect(mistakes[0]?.message).toBe('Wechatpay-Signature has 255 bytes after decoding; a complete signature has 256.')
})

test("a Wechatpay-Serial that names the merchant's certificate is reported, even if the program trusts that certificate", async () => {
  const { serial, certificate } = developmentKeys.merchant
  const program = answer()
  const headers = { ...program.headers, 'Wechatpay-Serial': serial }
  const { mistakes } = await diagnosisOf({ ...program, headers, circumstances: { keys: [{ serial, pem: certificate }] } })
  expect(mistakes.map(({ id }) => id)).toEqual(['received-serial-of-the-merchant'])
})

test('a Wechatpay-Serial in mixed case is reported as another spelling of the configured serial number', async () => {
  const program = answer()
  const headers = { ...program.headers, 'Wechatpay-Serial': String(program.headers['Wechatpay-Serial']).replace('D', 'd') }
  const { mistakes } = await diagnosisOf({ ...program, headers })
  expect(mistakes.map(({ id }) => id)).toEqual(['received-serial-spelt-otherwise'])
})

test('the report of a serial number of the mock server lists the configured keys, or says there are none, in both languages', async () => {
  const messagesFor = async (keys: Program['circumstances']['keys']) =>
    (await diagnosisOf({ ...answer(), circumstances: { keys } })).mistakes[0]
  expect(await messagesFor([])).toMatchObject({
    message: expect.stringContaining('nothing'),
    message_zh: expect.stringContaining('验签用的密钥：无。'),
  })
  expect(await messagesFor([{ serial: 'OTHER', pem: '' }])).toMatchObject({
    message: expect.stringContaining('OTHER'),
    message_zh: expect.stringContaining('验签用的密钥：OTHER。'),
  })
})

test('an empty ciphertext is reported as missing; the APIv3 key is not called wrong', async () => {
  const { mistakes } = await diagnosisOf(notification({ ...sealed(), ciphertext: '' }))
  expect(mistakes.map(({ id }) => id)).toEqual(['notification-fields-missing'])
})

test('a body of one byte is said to have 1 byte, not 1 bytes', async () => {
  const program = answer('1')
  const { certain } = await diagnosisOf({ ...program, headers: { ...program.headers, 'Wechatpay-Nonce': 'another' } })
  expect(certain.map(({ message }) => message)).toContain('The body has 1 byte, as Content-Length says, so it is probably whole.')
})

test.for(['[B@1b6d3586', '<nil>', '[-1, 2, -3, 4, 5, 6, 7, 8, 9, 10]'])('a printed object in the body is reported: %s', async (body) => {
  const { mistakes } = await diagnosisOf({ ...answer(), body: Buffer.from(body) })
  expect(mistakes.map(({ id }) => id)).toEqual(['received-body-printed'])
})

test('a short list of numbers is not reported as a printed object', async () => {
  const { mistakes } = await diagnosisOf({ ...answer(), body: Buffer.from('[1, 2, 3, 4, 5, 6, 7, 8, 9]') })
  expect(mistakes.map(({ id }) => id)).toEqual(['received-body-length'])
})

test('a body that is not UTF-8 is not reported as having lost characters', async () => {
  const { 'Content-Length': _, ...headers } = answer().headers
  const { mistakes, certain } = await diagnosisOf({ ...answer(), headers, body: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x04]) })
  expect(mistakes).toEqual([])
  expect(certain.map(({ message }) => message)).toContain('The body is not UTF-8, unlike the JSON that WeChat Pay sends.')
})

const LONG = JSON.stringify({ note: 'x'.repeat(10_000) })

test.for([
  ['received', LONG, '{"a":1}'],
  ['verified', '{"a":1}', LONG],
])('nothing is called ruled out when only the %s body is too long to try all pairs of mistakes', async ([, received = '', verified]) => {
  const { circumstances, ...program } = answer(received)
  const headers = { ...program.headers, 'Wechatpay-Nonce': 'another' }
  const message = Buffer.from(`${program.headers['Wechatpay-Timestamp']}\nanother\n${verified}\n`)
  const { certain } = await diagnosisOf({ ...program, headers, circumstances: { ...circumstances, message } })
  expect(certain.at(-1)?.message).toMatch(/^Another text was signed\. Not all pairs/)
})

test('four headers with a thousand values each are diagnosed within 30 seconds, and each mistake in a header is named once', {
  timeout: 30_000,
}, async () => {
  const program = answer(ANSWER)
  const names = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Serial', 'Wechatpay-Signature']
  const many = (name: string) => [name, Array.from({ length: 1_000 }, (_, at) => `${program.headers[name]}${at || ''} `)]
  const headers = { ...program.headers, ...Object.fromEntries(names.map(many)) }
  const { check, mistakes, signed_by } = await diagnosisOf({ ...program, headers })
  expect({ check, signed_by }).toEqual({ check: 'headers', signed_by: program.headers['Wechatpay-Serial'] })
  expect(mistakes.map(({ id }) => id)).toEqual(names.flatMap(() => ['received-headers-doubled', 'received-header-blanks']))
})

test('a body of more than 131,072 bytes but fewer characters is not reported as too long to decode', async () => {
  const program = answer(JSON.stringify({ note: '点'.repeat(60_000) }))
  const { certain } = await diagnosisOf({ ...program, headers: { ...program.headers, 'Wechatpay-Nonce': 'another' } })
  expect(program.body.length).toBeGreaterThan(131_072)
  expect(certain.map(({ message }) => message)).not.toContainEqual(expect.stringContaining('were not tried'))
})

test.for<[string, string, (text: string) => string]>([
  ['entities', 'received-body-html-escaped', (text) => text.replaceAll('"', '&quot;')],
  ['percent-encoding', 'received-body-percent-encoded', encodeURIComponent],
  ['base64', 'received-body-base64', (text) => Buffer.from(text).toString('base64')],
])('a body is decoded unless it has more than 131,072 characters: %s', async ([, id, encode]) => {
  const named = async (length: number) => {
    const text = JSON.stringify({ note: 'x'.repeat(length) })
    const { 'Content-Length': _, ...headers } = answer(text).headers
    const { mistakes, certain } = await diagnosisOf({ ...answer(text), headers, body: Buffer.from(encode(text)) })
    return { ids: mistakes.map((mistake) => mistake.id), certain: certain.map(({ message }) => message) }
  }
  expect((await named(90_000)).ids).toEqual([id])
  expect(await named(200_000)).toEqual({
    ids: [],
    certain: [
      expect.stringMatching(/^The key is right/),
      expect.stringMatching(/^Another text was signed\. Not all pairs/),
      expect.stringMatching(/^The body has more than 131,072 characters, so these encodings were not tried: base64, HTML entities/),
    ],
  })
})

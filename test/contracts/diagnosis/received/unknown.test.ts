import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ANSWER, answer, diagnosisOf, notification, type Program, signed } from '../../../../contracts/generate/vectors/received-program.ts'
import { EVERY } from '../../../every.ts'
import { inTurns } from '../../../in-turns.ts'

const TRIES = EVERY ? 10_000 : 100

const small = () => answer('{"sub_mchid":"1900000109"}')
/** The messages that are changed. Most of them are short, because the diagnosis of a long message takes longer. */
const STARTS: readonly (() => Program)[] = [small, small, answer, small, notification]

/** Pseudo-random hexadecimal digits, the same for the same seed. */
function digits(seed: number): string {
  return createHash('sha256').update(`received ${seed}`).digest('hex')
}

/** Messages that differ from what was signed in a way that no known mistake produces. */
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
  // One of the bytes 2 to 7, which are in the first key or just after it, becomes another byte.
  const at = 2 + (Number.parseInt(random.slice(0, 8), 16) % 6)
  changed[at] = Number(changed[at]) ^ 0x04
  return changed
}

describe('a message that no known mistake produces', () => {
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

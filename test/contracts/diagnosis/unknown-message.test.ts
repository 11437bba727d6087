import { createHash, sign } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { RAW } from '../../../contracts/diagnosis/escapes.ts'
import { SENT } from '../../../contracts/generate/vectors/sent-requests.ts'
import { type Client, correctClient, diagnosisOf, messageOf, NOW } from '../../../contracts/generate/vectors/signing-client.ts'
import { EVERY } from '../../every.ts'
import { inTurns } from '../../in-turns.ts'

const TRIES = EVERY ? 10_000 : 14

/** Returns pseudo-random hexadecimal digits. The same seed always gives the same digits. */
function digits(seed: number): string {
  return createHash('sha256').update(`unknown ${seed}`).digest('hex')
}

/** Ways to sign a message that no known mistake produces. */
const WRONG: readonly ((client: Client, random: string) => Client)[] = [
  (client, random) => ({ ...client, head: { ...client.head, nonce: random.slice(0, 32) } }),
  (client, random) => ({ ...client, head: { ...client.head, target: `/v3/${random}` } }),
  (client, random) => ({
    ...client,
    head: { ...client.head, timestamp: String(NOW - 1_000 - Number.parseInt(random.slice(0, 6), 16)) },
  }),
  (client, random) => ({ ...client, body: { ...client.body, text: random, escapes: RAW } }),
  (client, random) => ({ ...client, body: { ...client.body, text: `{"sub_mchid":"${random.slice(0, 10)}"}` } }),
  (client, random) => ({ ...client, sign: (message, key) => sign('sha256', flipped(message, random), key) }),
  (client, random) => ({ ...client, sign: (_, key) => sign('sha256', Buffer.from(random, 'hex'), key) }),
]

function flipped(message: Buffer, random: string): Buffer {
  const changed = Buffer.from(message)
  const at = Number.parseInt(random.slice(0, 8), 16) % changed.length
  // Turns the ASCII byte into a non-ASCII byte. A change to another ASCII character could be a known mistake, such as a wrong letter case.
  changed[at] = Number(changed[at]) ^ 0x80
  return changed
}

describe('a message that no known mistake produces', () => {
  test(`has no mistake in its diagnosis, in ${TRIES} tries`, { timeout: 2_400_000 }, async () => {
    const requests = Object.values(SENT).slice(0, 4)
    // Several diagnoses run at once, because each diagnosis pauses between slices of its work.
    await inTurns(Array(TRIES).keys(), 4, async (seed) => {
      const correct = requests[seed % requests.length] as Client
      const wrong = WRONG[seed % WRONG.length]?.(correct, digits(seed)) as Client
      const { mistakes, signed, key, hash, certain } = await diagnosisOf(wrong)
      expect({ seed, mistakes, signed, key: key?.owner, hash }).toEqual({
        seed,
        mistakes: [],
        signed: null,
        key: 'registered',
        hash: 'SHA-256',
      })
      expect(certain.at(-1)?.message).toMatch(/^Another message was signed\. /)
    })
  })

  test('is diagnosed with what is certain: the key, the algorithm, and what is ruled out', async () => {
    const correct = SENT['no body'] as Client
    const { certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
    expect(certain.map(({ message }) => message.slice(0, 40))).toEqual([
      'The private key is correct: it matches c',
      'The algorithm is correct: SHA-256 and RS',
      'Another message was signed. Ruled out: e',
    ])
    for (const { message_zh } of certain) expect(message_zh).toMatch(/[\u4e00-\u9fff]/)
  })

  test('is searched for in slices, and other work goes on between the slices', async () => {
    const wrong = { ...(SENT['no body'] as Client), head: { ...(SENT['no body'] as Client).head, nonce: 'another' } }
    // The first diagnosis also loads the catalogue of mistakes, so it is not measured.
    await diagnosisOf(wrong)
    let isDone = false
    const diagnosis = diagnosisOf(wrong).finally(() => {
      isDone = true
    })
    let turns = 0
    for (; !isDone; turns += 1) await setImmediate()
    expect((await diagnosis).certain).toHaveLength(3)
    expect(turns).toBeGreaterThan(10)
  })

  test('is shown when it was signed without a hash, because the signature contains the message', async () => {
    const correct = SENT['no body'] as Client
    const { privateEncrypt } = await import('node:crypto')
    const { mistakes, signed, hash } = await diagnosisOf({
      ...correct,
      sign: (_, key) => privateEncrypt(key, Buffer.from('what I signed')),
    })
    expect({ mistakes: mistakes.map(({ id }) => id), signed, hash }).toEqual({
      mistakes: ['no-hash'],
      signed: 'what I signed',
      hash: 'none',
    })
  })

  test('that was signed without a hash is diagnosed without the note "Another message was signed"', async () => {
    const { privateEncrypt } = await import('node:crypto')
    const correct = SENT['no body'] as Client
    const { certain } = await diagnosisOf({ ...correct, sign: (_, key) => privateEncrypt(key, Buffer.from('what I signed')) })
    expect(certain.map(({ message }) => message)).toEqual([expect.stringMatching(/^The private key is correct/)])
  })

  test('does not hide that the digest was signed without its DigestInfo', async () => {
    const { privateEncrypt } = await import('node:crypto')
    const correct = SENT['no body'] as Client
    const digest = createHash('sha256').update('another message').digest()
    const { mistakes, certain } = await diagnosisOf({ ...correct, sign: (_, key) => privateEncrypt(key, digest) })
    expect(mistakes.map(({ id }) => id)).toEqual(['bare-digest'])
    expect(certain.map(({ message }) => message)).not.toContainEqual(expect.stringMatching(/^The algorithm is correct/))
  })

  test.for([
    [
      'has more fields than can be tried in every order',
      JSON.stringify(Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`k${at}`, at]))),
    ],
    ['has an inner object with a numeric field name, which JavaScript moves to the front', '{"a":{"1":1,"b":2}}'],
  ])('is diagnosed with a note about the order of its fields when its body %s', async ([, body = '']) => {
    const correct = correctClient({ method: 'POST', target: '/v3/x', body })
    const { certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
    expect(certain.at(-1)?.message).toMatch(/Still possible: .*another order of the fields/)
  })

  test.for(['{"a":1,"b":2}', '{"a":{"1":1},"b":2}'])(
    'is diagnosed without a note about the order of its fields when every order was tried: %s',
    async (body) => {
      const correct = correctClient({ method: 'POST', target: '/v3/x', body })
      const { certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
      expect(certain.at(-1)?.message).not.toContain('another order')
    },
  )

  test('is diagnosed with a note that its body is not UTF-8, before the other facts', async () => {
    const correct = correctClient({ method: 'POST', target: '/v3/x', body: Buffer.from('7b2261223a22d6d0227d', 'hex') })
    const { certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
    expect(certain[0]?.message).toMatch(/^The body that was sent is not UTF-8/)
  })

  test('is diagnosed with a note about lost characters, before the other facts, when its body contains ??', async () => {
    const correct = correctClient({ method: 'POST', target: '/v3/x', body: '{"note":"??"}' })
    const { certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
    expect(certain[0]?.message).toMatch(/^The body that was sent contains \?\?/)
  })

  test('is diagnosed with a note that shows at most 40 of the question marks in its body', async () => {
    const correct = correctClient({ method: 'POST', target: '/v3/x', body: JSON.stringify({ note: '?'.repeat(3_000) }) })
    const { certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
    expect(certain[0]?.message).toMatch(/^The body that was sent contains \?{40}, which/)
  })

  test('is diagnosed with the number of bytes in its signature when the hexadecimal signature was cut', async () => {
    const correct = SENT['no body'] as Client
    const { mistakes } = await diagnosisOf({ ...correct, write: (signature) => signature.toString('hex').slice(0, 400) })
    expect(mistakes.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^The signature is 200 bytes long/))
  })

  test('does not hide a wrong algorithm', async () => {
    const correct = SENT['no body'] as Client
    const wrong = { ...correct, head: { ...correct.head, nonce: 'another' } }
    const { mistakes, certain } = await diagnosisOf({ ...wrong, sign: (message, key) => sign('sha1', message, key) })
    expect(mistakes.map(({ id }) => id)).toEqual(['hash-sha1'])
    expect(certain).toHaveLength(2)
    expect(messageOf(wrong)).not.toEqual(messageOf(correct))
  })
})

describe('a long message', () => {
  const LONG = JSON.stringify({ sub_mchid: '1900000109', note: 'x'.repeat(60_000) })
  const correct = correctClient({ method: 'POST', target: '/v3/goldplan/merchants/changegoldplanstatus', body: LONG })

  test('is diagnosed with its only mistake', async () => {
    for (const [id, made] of [
      ['no-final-line-feed', { ...correct, head: { ...correct.head, lastLineFeed: '' } }],
      ['body-empty', { ...correct, body: { ...correct.body, text: '' } }],
    ] as const) {
      expect((await diagnosisOf(made)).mistakes).toMatchObject([{ id }])
    }
  })

  test('is diagnosed with a note that not every pair of mistakes was tried, when no mistake is found', async () => {
    const { mistakes, certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
    expect(mistakes).toEqual([])
    expect(certain.at(-1)?.message).toContain('Not all pairs of known mistakes could be tried')
  })
})

describe('a body that JSON.parse and JSON.stringify do not reproduce', () => {
  test.for(['{"a":1,"a":2}', '{"b":1,"1":2}', '{"a" :1}', '{"a":"\\u0041"}', 'a=1', '[1,'])(
    'is diagnosed with a note that not every pair of mistakes was tried: %s',
    async (body) => {
      const correct = correctClient({ method: 'POST', target: '/v3/goldplan/merchants/changegoldplanstatus', body })
      const { mistakes, certain } = await diagnosisOf({ ...correct, head: { ...correct.head, nonce: 'another' } })
      expect(mistakes).toEqual([])
      expect(certain.at(-1)?.message).toContain('Not all pairs of known mistakes could be tried')
    },
  )
})

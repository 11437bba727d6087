import { createHash, sign } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { diagnosisOf, messageOf, NOW, rightSigning, type Signing } from '../../../contracts/generate/vectors/mistaken-client.ts'
import { SENT } from '../../../contracts/generate/vectors/sent-requests.ts'
import { EVERY } from '../../every.ts'
import { inTurns } from '../../in-turns.ts'

const TRIES = EVERY ? 10_000 : 28

/** Random digits, always the same for the same seed. */
function digits(seed: number): string {
  return createHash('sha256').update(`unknown ${seed}`).digest('hex')
}

/** Ways to sign a message that no known mistake produces. */
const WRONG: readonly ((signing: Signing, random: string) => Signing)[] = [
  (signing, random) => ({ ...signing, head: { ...signing.head, nonce: random.slice(0, 32) } }),
  (signing, random) => ({ ...signing, head: { ...signing.head, target: `/v3/${random}` } }),
  (signing, random) => ({
    ...signing,
    head: { ...signing.head, timestamp: String(NOW - 1_000 - Number.parseInt(random.slice(0, 6), 16)) },
  }),
  (signing, random) => ({ ...signing, body: { ...signing.body, text: random, escapes: { nonAscii: 'raw', slashes: false, html: false } } }),
  (signing, random) => ({ ...signing, body: { ...signing.body, text: `{"sub_mchid":"${random.slice(0, 10)}"}` } }),
  (signing, random) => ({ ...signing, sign: (message, key) => sign('sha256', flipped(message, random), key) }),
  (signing, random) => ({ ...signing, sign: (_, key) => sign('sha256', Buffer.from(random, 'hex'), key) }),
]

function flipped(message: Buffer, random: string): Buffer {
  const changed = Buffer.from(message)
  const at = Number.parseInt(random.slice(0, 8), 16) % changed.length
  // A byte beyond ASCII can't turn into the other case of a letter, or into another second.
  changed[at] = Number(changed[at]) ^ 0x80
  return changed
}

describe('a message that no known mistake produces', () => {
  test(`is never named, in ${TRIES} tries`, { timeout: 2_400_000 }, async () => {
    const requests = Object.values(SENT).slice(0, 4)
    // Several at once, since a diagnosis pauses between its slices.
    await inTurns(Array(TRIES).keys(), 4, async (seed) => {
      const right = requests[seed % requests.length] as Signing
      const wrong = WRONG[seed % WRONG.length]?.(right, digits(seed)) as Signing
      const { mistakes, signed, key, hash, certain } = await diagnosisOf(wrong)
      expect({ seed, mistakes, signed, key: key?.owner, hash }).toEqual({
        seed,
        mistakes: [],
        signed: null,
        key: 'registered',
        hash: 'SHA-256',
      })
      expect(certain).toHaveLength(3)
    })
  })

  test('has what is certain in its diagnosis: the key, the algorithm, and what is ruled out', async () => {
    const right = SENT['no body'] as Signing
    const { certain } = await diagnosisOf({ ...right, head: { ...right.head, nonce: 'another' } })
    expect(certain.map(({ message }) => message.slice(0, 40))).toEqual([
      'The key is right: it is that of the cert',
      'The algorithm is right: SHA-256 and RSA ',
      'Another message was signed. Ruled out, a',
    ])
    for (const { message_zh } of certain) expect(message_zh).toMatch(/[\u4e00-\u9fff]/)
  })

  test('is searched for in slices, between which everything else goes on', async () => {
    const wrong = { ...(SENT['no body'] as Signing), head: { ...(SENT['no body'] as Signing).head, nonce: 'another' } }
    // The first diagnosis also loads the catalogue.
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

  test('is shown when it was signed without a hash, since the signature holds it', async () => {
    const right = SENT['no body'] as Signing
    const { privateEncrypt } = await import('node:crypto')
    const { mistakes, signed, hash } = await diagnosisOf({ ...right, sign: (_, key) => privateEncrypt(key, Buffer.from('what I signed')) })
    expect({ mistakes: mistakes.map(({ id }) => id), signed, hash }).toEqual({
      mistakes: ['no-hash'],
      signed: 'what I signed',
      hash: 'none',
    })
  })

  test('does not hide a wrong algorithm', async () => {
    const right = SENT['no body'] as Signing
    const wrong = { ...right, head: { ...right.head, nonce: 'another' } }
    const { mistakes, certain } = await diagnosisOf({ ...wrong, sign: (message, key) => sign('sha1', message, key) })
    expect(mistakes.map(({ id }) => id)).toEqual(['hash-sha1'])
    expect(certain).toHaveLength(2)
    expect(messageOf(wrong)).not.toEqual(messageOf(right))
  })
})

describe('a long message', () => {
  const LONG = JSON.stringify({ sub_mchid: '1900000109', note: 'x'.repeat(60_000) })
  const right = rightSigning({ method: 'POST', target: '/v3/goldplan/merchants/changegoldplanstatus', body: LONG })

  test('is named when one mistake was made in it', async () => {
    for (const made of [
      { ...right, head: { ...right.head, lastLineFeed: '' } },
      { ...right, body: { ...right.body, text: '' } },
    ]) {
      expect((await diagnosisOf(made)).mistakes).toHaveLength(1)
    }
  })

  test('is said not to be tried with every pair of mistakes, when nothing is found', async () => {
    const { mistakes, certain } = await diagnosisOf({ ...right, head: { ...right.head, nonce: 'another' } })
    expect(mistakes).toEqual([])
    expect(certain.at(-1)?.message).toContain('Not all known mistakes could be tried together')
  })
})

describe('a body that JSON.parse and JSON.stringify write otherwise', () => {
  test.for(['{"a":1,"a":2}', '{"b":1,"1":2}', '{"a" :1}', '{"a":"\\u0041"}', 'a=1', '[1,'])(
    'is said not to be tried with every mistake: %s',
    async (body) => {
      const right = rightSigning({ method: 'POST', target: '/v3/goldplan/merchants/changegoldplanstatus', body })
      const { mistakes, certain } = await diagnosisOf({ ...right, head: { ...right.head, nonce: 'another' } })
      expect(mistakes).toEqual([])
      expect(certain.at(-1)?.message).toContain('Not all known mistakes could be tried together')
    },
  )
})

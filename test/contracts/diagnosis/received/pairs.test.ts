import { describe, expect, test } from 'vitest'
import { PROGRAMS } from '../../../../contracts/generate/vectors/mistaken-programs.ts'
import { answer, diagnosisOf, notification, PLAIN, type Program } from '../../../../contracts/generate/vectors/received-program.ts'
import { EVERY, sampleOf } from '../../../every.ts'
import { inTurns } from '../../../in-turns.ts'

function unmeasured({ headers }: Program): Program['headers'] {
  const { 'Content-Length': _, ...others } = headers
  return others
}

interface Change {
  readonly id: string
  readonly change: (program: Program) => Program
}

/**
 * Returns the mistakes whose ID matches, each with the first listed way to make it. Leaves out a mistake whose first way does not start
 * from the usual answer or notification.
 */
function changesOf(pattern: RegExp): Change[] {
  return Object.entries(PROGRAMS)
    .filter(([id]) => pattern.test(id))
    .flatMap(([id, [made]]) => (made && (made[0] === answer || made[0] === notification) ? [{ id, change: made[1] }] : []))
}

const HEADERS = changesOf(/^received-(?:header-|headers-(?:doubled|joined|swapped)|timestamp-(?:in|as|behind|of))/)
const SIGNATURE = changesOf(/^received-signature-(?!probe|length|hash|as-bytes)/)
const KEYS = changesOf(/^received-(?:from-the-mock|merchant-certificate|serial-spelt)/)
const BODY = changesOf(/^received-body-(?:white|bom-added|reformatted|escaped|read-as|wrapped|base64|html|chunked|keys)/)

function pairsOf(one: readonly Change[], other: readonly Change[]): [Change, Change][] {
  return one.flatMap((first) => other.map((second): [Change, Change] => [first, second]))
}

const PAIRS = [
  ...pairsOf(HEADERS, SIGNATURE),
  ...pairsOf(HEADERS, BODY),
  ...pairsOf(KEYS, BODY),
  ...pairsOf(SIGNATURE, BODY),
  ...pairsOf(KEYS, SIGNATURE),
].filter(([one, other]) => {
  // This change moves the timestamp by seven seconds. With a changed body, the diagnosis tries only timestamps up to two seconds away.
  if (one.id === 'received-timestamp-of-another') return !BODY.includes(other)
  // When a header is unset, the diagnosis does not find a second mistake.
  return one.id !== 'received-header-unset'
})

describe('a program that made two mistakes', () => {
  test('is told what was signed only in the message of its last mistake', async () => {
    const program = answer('{"b":1,"a":[1,2]}')
    const { mistakes } = await diagnosisOf({ ...program, body: Buffer.from('{"a": [1, 2], "b": 1}') })
    const ids = ['received-body-keys-reordered', 'received-body-reformatted']
    expect(mistakes.map(({ id }) => id).sort()).toEqual(ids)
    const shown = mistakes.filter(({ message }) => message.includes('What was signed:'))
    expect(shown).toEqual([mistakes.at(-1)])
    expect(shown[0]?.message).toMatch(/ What was signed: \{"b":1,"a":\[1,2\]\}$/)
    expect(shown[0]?.message_zh).toMatch(/被签名的是：\{"b":1,"a":\[1,2\]\}$/)
  })

  test(`is diagnosed with both mistakes, in ${EVERY ? 'all' : 'some'} of the listed pairs`, { timeout: 600_000 }, async () => {
    await inTurns(sampleOf(PAIRS, 40).values(), 4, async ([one, other]) => {
      const { mistakes, verdict } = await diagnosisOf(one.change(other.change(answer())))
      expect({ verdict, ids: mistakes.map(({ id }) => id).sort() }).toEqual({ verdict: 'invalid', ids: [one.id, other.id].sort() })
    })
  })

  test('is diagnosed with both mistakes when a header has 16 values and the body is long', async () => {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`z${99 - at}`, 'x'.repeat(40)])))
    const { headers, ...program } = answer(text)
    const nonces = [...Array.from({ length: 15 }, (_, at) => `nonce ${at}`), String(headers['Wechatpay-Nonce'])]
    const body = Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).toSorted())))
    const { mistakes } = await diagnosisOf({ ...program, headers: { ...headers, 'Wechatpay-Nonce': nonces }, body })
    expect(mistakes.map(({ id }) => id)).toEqual(['received-headers-doubled', 'received-body-keys-reordered'])
  })
})

test.for<[string, readonly string[], () => { readonly program: Program; readonly message?: string }]>([
  [
    'a timestamp from its own clock, and text read as GBK',
    ['received-timestamp-of-another', 'received-body-read-as-gbk'],
    () => {
      const program = answer()
      const headers = { ...program.headers, 'Wechatpay-Timestamp': String(Number(program.headers['Wechatpay-Timestamp']) + 2) }
      return { program: { ...program, headers, body: Buffer.from(new TextDecoder('gbk').decode(program.body)) } }
    },
  ],
  [
    'a signature message without its last line feed, and a body that was serialised again',
    ['verified-without-final-line-feed', 'received-body-reformatted'],
    () => {
      const program = answer('{"a":1,"b":2}')
      const { 'Wechatpay-Timestamp': time, 'Wechatpay-Nonce': nonce } = program.headers
      return { program, message: `${time}\n${nonce}\n{"a": 1, "b": 2}` }
    },
  ],
  [
    'the decrypted resource of a notification instead of its body',
    ['received-body-is-decrypted'],
    () => ({ program: { ...notification(), headers: unmeasured(notification()), body: Buffer.from(PLAIN) } }),
  ],
])('a program that received no Content-Length is diagnosed with its mistakes: %s', async ([, wanted, made]) => {
  const { program, message } = made()
  const circumstances = { ...program.circumstances, ...(message && { message: Buffer.from(message) }) }
  const { mistakes } = await diagnosisOf({ ...program, headers: unmeasured(program), circumstances })
  expect(mistakes.map(({ id }) => id)).toEqual(wanted)
})

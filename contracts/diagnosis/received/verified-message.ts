import { Buffer } from 'node:buffer'
import type { ResponseSignature } from '../../wire/response-headers.ts'
import { permutations } from '../head.ts'
import { type DescribedMistake, describe, type Placeholders } from '../mistake.ts'
import {
  VERIFIED_ANOTHER_NONCE,
  VERIFIED_ANOTHER_TIMESTAMP,
  VERIFIED_IN_WRONG_ORDER,
  VERIFIED_SOMETHING_ELSE,
  VERIFIED_WITH_CRLF,
  VERIFIED_WITH_LITERAL_LINE_FEEDS,
  VERIFIED_WITH_METHOD,
  VERIFIED_WITHOUT_FINAL_LINE_FEED,
  VERIFIED_WITHOUT_LINE_FEEDS,
} from './catalogue/verified.ts'

/** The parts of the text that a program verified as the signature message (待签名串) of an answer or a notification. */
export interface VerifiedMessage {
  /** `undefined` when it can't be told which part of the text is the body. */
  readonly body?: Buffer
  readonly mistakes: readonly DescribedMistake[]
}

/**
 * Takes apart the text that a program verified, and finds the mistakes in it.
 *
 * @param signature The values of the signature headers that the program received.
 * @param isRight Tells whether a body is the one that was signed. If the text can be read in several ways, a reading with the signed body
 * is used.
 */
export function readVerifiedMessage(text: Uint8Array, signature: ResponseSignature, isRight: (body: Buffer) => boolean): VerifiedMessage {
  const { rest, mistakes } = withoutMethod(Buffer.from(text))
  const readings = [...readingsOf(rest, signature)].toSorted((one, other) => one.mistakes.length - other.mistakes.length)
  const reading = readings.find(({ body }) => isRight(body)) ?? readings[0]
  if (!reading) return { mistakes: [...mistakes, describe(VERIFIED_SOMETHING_ELSE, { seen: rest.toString() })] }
  return { body: reading.body, mistakes: [...mistakes, ...reading.mistakes] }
}

function withoutMethod(text: Buffer): { readonly rest: Buffer; readonly mistakes: DescribedMistake[] } {
  const [lines = '', seen = ''] =
    /^([A-Za-z]{3,7}(?:\r?\n|\\n)(?:https?:\/)?\/[^\r\n\\]*)(?:\r?\n|\\n)/.exec(text.toString('latin1', 0, 2_048)) ?? []
  if (lines === '') return { rest: text, mistakes: [] }
  return { rest: text.subarray(lines.length), mistakes: [describe(VERIFIED_WITH_METHOD, { seen: seen.replace(/\r?\n|\\n/, ' ') })] }
}

interface Reading {
  readonly body: Buffer
  readonly mistakes: readonly DescribedMistake[]
}

const LINE_FEEDS = [
  { lineFeed: '\n', mistakes: [] },
  { lineFeed: '\r\n', mistakes: [describe(VERIFIED_WITH_CRLF)] },
  { lineFeed: '\\n', mistakes: [describe(VERIFIED_WITH_LITERAL_LINE_FEEDS)] },
  { lineFeed: '', mistakes: [describe(VERIFIED_WITHOUT_LINE_FEEDS)] },
] as const

const ORDERS = permutations(['timestamp', 'nonce', 'body'] as const)

const CHINESE = { timestamp: '时间戳', nonce: '随机串', body: '报文主体' } as const

function namesOf(order: readonly (keyof typeof CHINESE)[]): Placeholders {
  return { order: order.join(', '), order_zh: order.map((part) => CHINESE[part]).join('、') }
}

function* readingsOf(text: Buffer, signature: ResponseSignature): Generator<Reading, void> {
  for (const { lineFeed, mistakes } of LINE_FEEDS) {
    for (const values of [signature, ...otherValues(text, lineFeed, signature)]) {
      const others = otherThan(signature, values)
      for (const order of ORDERS) {
        const reordered = order === ORDERS[0] ? [] : [describe(VERIFIED_IN_WRONG_ORDER, namesOf(order))]
        for (const { body, ending } of bodiesIn(text, order, values, lineFeed))
          yield { body, mistakes: [...others, ...reordered, ...mistakes, ...ending] }
      }
    }
  }
}

type Values = Pick<ResponseSignature, 'timestamp' | 'nonce'>

/**
 * Reads the first two lines as a timestamp and a random string, in both orders. Returns the readings that have the right format but differ
 * from the headers.
 */
function otherValues(text: Buffer, lineFeed: string, { timestamp, nonce }: Values): Values[] {
  if (lineFeed === '') return []
  const [first = '', second = ''] = text.toString('latin1', 0, 512).split(lineFeed, 2)
  const given = [
    [first, second],
    [second, first],
  ].map(([time = '', random = '']) => ({ timestamp: time, nonce: random }))
  return given.filter(
    (values) =>
      /^\d{9,13}$/.test(values.timestamp) &&
      /^[\w-]{8,64}$/.test(values.nonce) &&
      (values.timestamp !== timestamp || values.nonce !== nonce),
  )
}

function otherThan(wanted: Values, seen: Values): DescribedMistake[] {
  return [
    ...(seen.timestamp === wanted.timestamp
      ? []
      : [describe(VERIFIED_ANOTHER_TIMESTAMP, { seen: seen.timestamp, wanted: wanted.timestamp })]),
    ...(seen.nonce === wanted.nonce ? [] : [describe(VERIFIED_ANOTHER_NONCE, { seen: seen.nonce, wanted: wanted.nonce })]),
  ]
}

interface BodyIn {
  readonly body: Buffer
  readonly ending: readonly DescribedMistake[]
}

function bodiesIn(text: Buffer, order: (typeof ORDERS)[number], values: Values, lineFeed: string): BodyIn[] {
  const at = order.indexOf('body')
  const line = (name: (typeof order)[number]) => (name === 'body' ? '' : values[name])
  const before = Buffer.from(
    order
      .slice(0, at)
      .map((name) => `${line(name)}${lineFeed}`)
      .join(''),
    'latin1',
  )
  const after = order
    .slice(at + 1)
    .map((name) => `${lineFeed}${line(name)}`)
    .join('')
  if (!text.subarray(0, before.length).equals(before)) return []
  return [lineFeed, ''].flatMap((last, index) => {
    if (index === 1 && lineFeed === '') return []
    const end = Buffer.from(after + last, 'latin1')
    const length = text.length - before.length - end.length
    if (length < 0 || !text.subarray(text.length - end.length).equals(end)) return []
    const ending = index === 1 ? [describe(VERIFIED_WITHOUT_FINAL_LINE_FEED)] : []
    return [{ body: text.subarray(before.length, before.length + length), ending }]
  })
}

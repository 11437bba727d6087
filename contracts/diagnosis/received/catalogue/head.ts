import { CLOCK_TOLERANCE_SECONDS } from '../../../wire/clock-tolerance.ts'
import type { Body } from '../../body.ts'
import type { Digesting } from '../../catalogue/key-and-algorithm.ts'
import { otherSeconds } from '../../catalogue/other-seconds.ts'
import { type Head, seenLine } from '../../head.ts'
import type { Axis, MistakeCatalogue } from '../../mistake.ts'
import { TAKE_HEADERS_UNCHANGED } from './advice.ts'
import { RECEIVED_BODY_AXES } from './body.ts'
import { receivedKeyOrder } from './body-json.ts'

/** Timestamps and nonces that may have been signed instead of those in the headers. They come from other received messages, for example. */
export interface OtherHeads {
  readonly timestamps: readonly string[]
  readonly nonces: readonly string[]
}

/** Returns the mistakes that a diagnosis looks for in a received answer or notification. */
export function receivedMistakes(others: OtherHeads): MistakeCatalogue<Head, Body, Digesting> {
  const timestamp = timestampAxis(others)
  return { heads: [timestamp, nonceAxis(others)], bodies: RECEIVED_BODY_AXES, digestMethods: [], timestamp, keyOrder: receivedKeyOrder }
}

function timestampAxis({ timestamps }: OtherHeads): Axis<Head> {
  return {
    id: 'received-timestamp',
    mistakes: [
      {
        id: 'received-timestamp-of-another',
        message: 'Wechatpay-Timestamp is {sent}, but {signed} was signed: the header comes from another message, or from your own clock.',
        message_zh: 'Wechatpay-Timestamp 是 {sent}，而被签名的是 {signed}：这个头来自另一个报文，或取自本机时钟。',
        ...TAKE_HEADERS_UNCHANGED,
        *signedInstead(head) {
          for (const timestamp of [...timestamps, ...otherSeconds(head.timestamp, 1, CLOSE_SECONDS)]) yield { ...head, timestamp }
        },
        timestamps: { possible: (sent) => otherSeconds(sent, CLOSE_SECONDS + 1, CLOCK_TOLERANCE_SECONDS), withOtherLineOrders: false },
        seen: seenLine('timestamp'),
      },
    ],
  }
}

/**
 * Timestamps that differ from the header by up to this many seconds are tried together with other mistakes. A small difference is likely
 * when a program verifies with its own clock instead of the header.
 */
const CLOSE_SECONDS = 2

function nonceAxis({ nonces }: OtherHeads): Axis<Head> {
  return {
    id: 'received-nonce',
    mistakes: [
      {
        id: 'received-nonce-other-case',
        message: 'The letter case of Wechatpay-Nonce was changed: {sent}, but {signed} was signed.',
        message_zh: 'Wechatpay-Nonce 的大小写变了：现在是 {sent}，被签名的是 {signed}。',
        ...TAKE_HEADERS_UNCHANGED,
        signedInstead: (head) => [head.nonce.toLowerCase(), head.nonce.toUpperCase()].map((nonce) => ({ ...head, nonce })),
        seen: seenLine('nonce'),
      },
      {
        id: 'received-nonce-of-another',
        message: 'Wechatpay-Nonce is {sent}, but {signed} was signed: the header comes from another message.',
        message_zh: 'Wechatpay-Nonce 是 {sent}，而被签名的是 {signed}：这个头来自另一个报文。',
        ...TAKE_HEADERS_UNCHANGED,
        signedInstead: (head) => nonces.map((nonce) => ({ ...head, nonce })),
        seen: seenLine('nonce'),
      },
    ],
  }
}

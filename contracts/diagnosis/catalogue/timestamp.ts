import { CLOCK_TOLERANCE_SECONDS } from '../../wire/clock-tolerance.ts'
import type { Head } from '../head.ts'
import type { Axis, Placeholders } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './sources.ts'

/** Two readings of the clock around one call are rarely further apart. */
const CLOSE_SECONDS = 2

export const timestamp: Axis<Head> = {
  id: 'timestamp',
  mistakes: [
    {
      id: 'timestamp-signed-in-milliseconds',
      message: 'The timestamp was signed in milliseconds: {signed}; Authorization says {sent}.',
      message_zh: '签名串中的时间戳以毫秒为单位：{signed}；Authorization 中的是 {sent}。',
      fix: 'Take the time once, in whole seconds, and use it in the message and in Authorization.',
      fix_zh: '只取一次时间，以秒为单位，签名串与 Authorization 使用同一个值。',
      signs: (head) => (isSeconds(head.timestamp) ? [signedAs(head, `${head.timestamp}000`)] : []),
      timestamps: { of: inMilliseconds, inOtherOrders: false },
      seen,
    },
    {
      id: 'timestamp-signed-in-seconds',
      message: 'The timestamp was signed in seconds: {signed}; Authorization says {sent}.',
      message_zh: '签名串中的时间戳以秒为单位：{signed}；Authorization 中的是 {sent}。',
      fix: 'Take the time once, in whole seconds, and use it in the message and in Authorization.',
      fix_zh: '只取一次时间，以秒为单位，签名串与 Authorization 使用同一个值。',
      signs: ({ timestamp: sent, ...head }) =>
        /^\d{13}$/.test(sent)
          ? [Math.floor, Math.ceil].map((round) => signedAs({ timestamp: sent, ...head }, String(round(Number(sent) / 1000))))
          : [],
      seen,
    },
    {
      id: 'timestamp-other-second',
      message: 'The timestamp signed is {signed}, Authorization says {sent}: the clock was read twice.',
      message_zh: '签名串中的时间戳是 {signed}，Authorization 中的是 {sent}：时间取了两次。',
      fix: 'Take the time once, and use it in the message and in Authorization.',
      fix_zh: '只取一次时间，签名串与 Authorization 使用同一个值。',
      source: COMMON_SIGNATURE_MISTAKES,
      signs: (head) => [...otherSeconds(head.timestamp, 1, CLOSE_SECONDS)].map((timestamp) => signedAs(head, timestamp)),
      timestamps: { of: (sent) => otherSeconds(sent, CLOSE_SECONDS + 1, CLOCK_TOLERANCE_SECONDS), inOtherOrders: true },
      seen,
    },
  ],
}

function isSeconds(timestamp: string): boolean {
  return /^\d{9,10}$/.test(timestamp)
}

/** From so many seconds off to so many, on either side, the closest first. */
function* otherSeconds(sent: string, from: number, to: number): Generator<string, void> {
  if (!isSeconds(sent)) return
  const second = Number(sent)
  for (let distance = from; distance <= to; distance += 1) {
    yield String(second - distance)
    yield String(second + distance)
  }
}

/** Of the same second. */
function* inMilliseconds(sent: string): Generator<string, void> {
  if (!isSeconds(sent)) return
  const first = 1_000 * Number(sent)
  for (let millisecond = 0; millisecond < 1_000; millisecond += 1) yield String(first + millisecond)
}

function signedAs(head: Head, timestamp: string): Head {
  return { ...head, timestamp }
}

function seen(signed: Head, sent: Head): Placeholders {
  return { signed: signed.timestamp, sent: sent.timestamp }
}

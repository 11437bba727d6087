import { CLOCK_TOLERANCE_SECONDS } from '../../wire/clock-tolerance.ts'
import { type Head, seenLine } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './advice.ts'
import { isSeconds, otherSeconds } from './other-seconds.ts'

const VERBS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']

export const method: Axis<Head> = {
  id: 'method',
  mistakes: [
    {
      id: 'method-lower-case',
      message: 'The method was signed as {signed} instead of {sent}.',
      message_zh: '待签名串中的请求方法是 {signed}，应为 {sent}。',
      fix: 'Sign the method in upper case, as you send it: {sent}.',
      fix_zh: '请求方法用大写，与实际发送的一致：{sent}。',
      source: COMMON_SIGNATURE_MISTAKES,
      signedInstead: (head) => [head.method.toLowerCase(), capitalised(head.method)].map((method) => ({ ...head, method })),
      seen: seenLine('method'),
    },
    {
      id: 'method-of-another-request',
      message: 'The method was signed as {signed}, but the request was sent with {sent}.',
      message_zh: '待签名串中的请求方法是 {signed}，实际发送的是 {sent}。',
      fix: 'Sign and send the same method, in upper case: {upper}.',
      fix_zh: '签名和发送用同一个请求方法，并用大写：{upper}。',
      signedInstead: (head) => [{ ...head, method: usualFor(head.method) }],
      rare: (head) => VERBS.filter((verb) => verb !== head.method && verb !== usualFor(head.method)).map((method) => ({ ...head, method })),
      // Node's `fetch` sends the method patch in lower case.
      seen: (signed, sent) => ({ ...seenLine('method')(signed, sent), upper: sent.method.toUpperCase() }),
    },
  ],
}

/** The method that clients most often sign by mistake when they send this method. */
function usualFor(sent: string): string {
  return sent === 'POST' ? 'GET' : 'POST'
}

function capitalised(verb: string): string {
  return verb.slice(0, 1) + verb.slice(1).toLowerCase()
}

/** When a client reads the clock twice for one request, the readings rarely differ by more seconds than this. */
const CLOSE_SECONDS = 2

const ONE_TIME_IN_SECONDS = {
  fix: 'Take the time once, in whole seconds, and use the same value in the signature message and in Authorization.',
  fix_zh: '时间只取一次，以秒为单位，待签名串和 Authorization 用同一个值。',
}

export const timestamp: Axis<Head> = {
  id: 'timestamp',
  mistakes: [
    {
      id: 'timestamp-signed-in-milliseconds',
      message: 'The timestamp was signed in milliseconds, {signed}, but Authorization has {sent}.',
      message_zh: '待签名串中的时间戳是毫秒（{signed}），Authorization 中的是 {sent}。',
      ...ONE_TIME_IN_SECONDS,
      signedInstead: (head) => (isSeconds(head.timestamp) ? [signedAs(head, `${head.timestamp}000`)] : []),
      timestamps: { possible: inMilliseconds, withOtherLineOrders: false, besideBodies: true },
      seen: seenLine('timestamp'),
    },
    {
      id: 'timestamp-signed-in-seconds',
      message: 'The timestamp was signed in seconds, {signed}, but Authorization has {sent}.',
      message_zh: '待签名串中的时间戳是秒（{signed}），Authorization 中的是 {sent}。',
      ...ONE_TIME_IN_SECONDS,
      signedInstead: ({ timestamp: sent, ...head }) =>
        /^\d{13}$/.test(sent)
          ? [Math.floor, Math.ceil].map((round) => signedAs({ timestamp: sent, ...head }, String(round(Number(sent) / 1000))))
          : [],
      seen: seenLine('timestamp'),
    },
    {
      id: 'timestamp-signed-in-another-form',
      message: 'The timestamp was signed as {signed}, but Authorization has {sent}: the same time in another form.',
      message_zh: '待签名串中的时间戳是 {signed}，Authorization 中的是 {sent}：同一时间的两种写法。',
      fix: 'Write the time once as text, in decimal digits without zeros before them, and use this text in the signature message and in Authorization.',
      fix_zh: '时间只转换成一次文本（十进制数字，前面不补零），待签名串和 Authorization 用同一个文本。',
      signedInstead: (head) => inOtherForms(head, OTHER_FORMS.slice(0, USUAL_FORMS)),
      rare: (head) => inOtherForms(head, OTHER_FORMS.slice(USUAL_FORMS)),
      seen: seenLine('timestamp'),
    },
    {
      id: 'timestamp-other-second',
      message: 'The timestamp was signed as {signed}, but Authorization has {sent}.',
      message_zh: '待签名串中的时间戳是 {signed}，Authorization 中的是 {sent}。',
      fix: 'Take the time once, and use the same value in the signature message and in Authorization.',
      fix_zh: '时间只取一次，待签名串和 Authorization 用同一个值。',
      source: COMMON_SIGNATURE_MISTAKES,
      signedInstead: (head) => [...otherSeconds(head.timestamp, 1, CLOSE_SECONDS)].map((timestamp) => signedAs(head, timestamp)),
      timestamps: {
        *possible(sent) {
          yield* otherSeconds(sent, CLOSE_SECONDS + 1, CLOCK_TOLERANCE_SECONDS)
          yield* otherMilliseconds(sent)
        },
        withOtherLineOrders: true,
      },
      seen: seenLine('timestamp'),
    },
  ],
}

/** Other ways to write a number of seconds, the most usual first. */
const OTHER_FORMS: readonly ((seconds: string) => string)[] = [
  (seconds) => `0${seconds}`,
  (seconds) => `+${seconds}`,
  (seconds) => `00${seconds}`,
  (seconds) => ` ${seconds}`,
  (seconds) => `${seconds} `,
  (seconds) => `${seconds}.0`,
  (seconds) => `${seconds}L`,
  (seconds) => `"${seconds}"`,
  (seconds) => Number(seconds).toExponential().replace('e+', 'E'),
  (seconds) => Number(seconds).toExponential(),
  (seconds) => Number(seconds).toExponential().toUpperCase(),
  (seconds) => Number(seconds).toLocaleString('en'),
  (seconds) => isoTime(seconds, 0, '.000Z'),
  (seconds) => isoTime(seconds, 0, 'Z'),
  (seconds) => isoTime(seconds, 8, '+08:00'),
]

/** This many forms at the start of `OTHER_FORMS` count as usual ways to make the mistake. The rest count as rare ways. */
const USUAL_FORMS = 2

function isoTime(seconds: string, hours: number, zone: string): string {
  return new Date((Number(seconds) + hours * 3_600) * 1_000).toISOString().replace('.000Z', zone)
}

function inOtherForms(head: Head, forms: typeof OTHER_FORMS): Head[] {
  return isSeconds(head.timestamp) ? forms.map((write) => signedAs(head, write(head.timestamp))) : []
}

/** The timestamps in milliseconds up to a second before or after `sent`, the closest first. */
function* otherMilliseconds(sent: string): Generator<string, void> {
  if (!/^\d{13}$/.test(sent)) return
  for (let distance = 1; distance <= 1_000; distance += 1) {
    yield String(Number(sent) - distance)
    yield String(Number(sent) + distance)
  }
}

/** Each timestamp in milliseconds that falls within the second `sent`. */
function* inMilliseconds(sent: string): Generator<string, void> {
  if (!isSeconds(sent)) return
  const first = 1_000 * Number(sent)
  for (let millisecond = 0; millisecond < 1_000; millisecond += 1) yield String(first + millisecond)
}

function signedAs(head: Head, timestamp: string): Head {
  return { ...head, timestamp }
}

export const nonce: Axis<Head> = {
  id: 'nonce',
  mistakes: [
    {
      id: 'nonce-other-case',
      message: 'The random string was signed in a different letter case from nonce_str: {signed}',
      message_zh: '待签名串中随机串的大小写与 nonce_str 不同：{signed}',
      fix: 'Generate the random string once, and use it unchanged in the signature message and in nonce_str.',
      fix_zh: '随机串只生成一次，待签名串和 nonce_str 用同一个值，不要转换大小写。',
      signedInstead: (head) => [head.nonce.toUpperCase(), head.nonce.toLowerCase()].map((nonce) => ({ ...head, nonce })),
      seen: seenLine('nonce'),
    },
    {
      id: 'nonce-other-dashes',
      message: 'The signed random string and nonce_str differ in their UUID hyphens: one has them and the other does not. Signed: {signed}',
      message_zh: '随机串在待签名串和 nonce_str 中，一处带 UUID 连字符，另一处不带。待签名串中的是：{signed}',
      fix: 'Generate the random string once, and use it unchanged in the signature message and in nonce_str.',
      fix_zh: '随机串只生成一次，待签名串和 nonce_str 用同一个值，不要增删连字符。',
      signedInstead: (head) => [{ ...head, nonce: toggledHyphens(head.nonce) }],
      seen: seenLine('nonce'),
    },
  ],
}

function toggledHyphens(nonce: string): string {
  return nonce.includes('-') ? nonce.replaceAll('-', '') : nonce.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

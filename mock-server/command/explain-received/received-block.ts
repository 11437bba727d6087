import { Buffer } from 'node:buffer'
import { styleText } from 'node:util'
import type { ReceivedCheck, ReceivedDiagnosis } from '../../../contracts/index.ts'
import { isBeginningOf } from '../diagnosis/compare-messages.ts'
import { findingLines, mistakeLines, unknownLines } from '../diagnosis/diagnosis-block.ts'
import { messageLines, signsLine } from '../diagnosis/message-lines.ts'
import type { Reader } from '../diagnosis/reader.ts'
import { visibleText, wrapped } from '../diagnosis/terminal-text.ts'
import { inBoth } from '../language.ts'
import { shortened } from '../log/log-line.ts'
import type { PastedMessage } from './read-received.ts'

/** An answer or notification with its diagnosis. */
export interface ExplainedMessage {
  readonly received: PastedMessage
  readonly diagnosis: ReceivedDiagnosis
  /** The text that the user's program verified, if the user gave it. */
  readonly verified: Buffer | undefined
  /** `false` for a notification without an APIv3 key to decrypt it. */
  readonly isDecrypted: boolean
}

const CHECKS: Readonly<Record<ReceivedCheck, string>> = {
  headers: '签名头',
  timestamp: '时间戳',
  serial: '序列号',
  signature: '签名',
  body: '报文主体',
  ciphertext: '密文',
}

const NOT_DECRYPTED = ['not decrypted without --apiv3-key', '未指定 --apiv3-key，没有解密'] as const

/** Formats a diagnosis for the terminal. */
export function receivedBlock(explained: ExplainedMessage, reader: Reader): string {
  const { language } = reader
  const { diagnosis, isDecrypted } = explained
  const { mistakes, certain, check } = diagnosis
  const lines = [
    heading(explained, reader),
    ...(check === null && !isDecrypted ? wrapped(inBoth(language, ...NOT_DECRYPTED), '  ') : []),
    ...(mistakes.length === 0 && check !== null ? unknownLines(reader) : []),
    ...mistakeLines(mistakes, reader),
    ...findingLines(certain, reader),
    ...(diagnosis.signed_by === null
      ? []
      : wrapped(`${inBoth(language, 'signed with', '签名密钥')}: ${diagnosis.signed_by}`, '  ', '    ')),
    ...(check === null ? [] : comparison(explained, reader)),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function heading({ received: { title }, diagnosis: { check } }: ExplainedMessage, { stream, language }: Reader): string {
  const what = visibleText(shortened(title))
  if (check === null) return `${what} ${styleText('green', inBoth(language, 'valid', '验签通过'), { stream })}`
  const verdict = `${inBoth(language, 'invalid', '未通过')}: ${inBoth(language, check, CHECKS[check])}`
  return `${what} ${styleText('red', verdict, { stream })}`
}

function comparison({ received, diagnosis: { signed }, verified }: ExplainedMessage, reader: Reader): string[] {
  const built = String(verified ?? messageFrom(received))
  const title: readonly [string, string] = verified === undefined ? TO_VERIFY : VERIFIED
  if (signed === null) return [`  ${inBoth(reader.language, ...title)}:`, ...messageLines(built, null, reader)]
  if (signed === built || isBeginningOf(built, signed)) return []
  const signs = signsLine(['verified by your program', '程序验签'], ['signed by WeChat Pay', '微信支付所签'], reader)
  return [signs, ...messageLines(built, signed, reader)]
}

const TO_VERIFY = ['the text to verify, from the headers and the body', '由签名头和报文主体构造的验签名串'] as const
const VERIFIED = ['the text that your program verified', '程序验签的文本'] as const

/** Builds the text to verify (验签名串) from the headers and the body. */
function messageFrom({ headers, body }: PastedMessage): string {
  const value = (wanted: string) => Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString() : JSON.stringify(body)
  return `${value('wechatpay-timestamp')}\n${value('wechatpay-nonce')}\n${text}\n`
}

import { styleText } from 'node:util'
import { isControl } from '../../control/control-path.ts'
import type { Exchange } from '../../edge/http-exchange.ts'
import { StateFileNotWritten } from '../../store/keep-in-file.ts'
import { StoreAway } from '../../store/store-away.ts'
import type { Language } from '../language.ts'
import { codePoint } from '../printable.ts'
import type { LogLevel } from '../settings/settings.ts'
import { targetText } from '../target-text.ts'
import type { DiagnosedRefusal } from './log.ts'

/** The log level of an exchange. It is never `error`: a test may have scripted a 500, and `Log.failure` logs real failures. */
export function levelOf({ target, warnings }: Exchange): LogLevel & ('warn' | 'info' | 'debug') {
  if (warnings) return 'warn'
  return isControl(target) ? 'debug' : 'info'
}

/**
 * Formats an exchange as one line, followed by one line for each warning. The text is coloured when stderr is a terminal.
 *
 * @param language The language in which the line says which key signed the answer.
 */
export function logLine(exchange: Exchange, language: Language): string {
  const { time, method, target, status, milliseconds, warnings = [] } = exchange
  const outcome = styleText(status < 400 ? 'green' : 'red', outcomeOf(exchange), { stream: process.stderr })
  const main = `${clock(time)} ${method} ${shownTarget(target)} ${outcome} ${milliseconds.toFixed(1)} ms`
  const warned = warnings.map((warning) => styleText('yellow', `  ! ${visible(warning)}`, { stream: process.stderr }))
  return [[main, ...errorOf(exchange), ...signerOf(exchange, language)].join(', '), ...warned].join('\n')
}

/** The field and the message of the error in an exchange, as one text; an empty list when there was no error. */
export function errorOf({ error }: Exchange): string[] {
  if (!error) return []
  const { field, message } = error
  return [visible(shortened(field === null ? message : `${shortened(field)}: ${message}`, 400))]
}

const SHOWN_END = 8

function signerOf({ signer }: Exchange, language: Language): string[] {
  if (!signer) return []
  const { kind, serial_no, reason, reason_zh } = signer
  const shown = `…${serial_no.slice(-SHOWN_END)}`
  if (language === 'zh') return [`由${KINDS_ZH[kind]} ${shown} 签名：${reason_zh}`]
  return [`signed by ${KINDS[kind]} ${shown}: ${reason}`]
}

const KINDS = { certificate: 'platform certificate', public_key: 'public key', merchant_certificate: 'merchant certificate' } as const
const KINDS_ZH = { certificate: '平台证书', public_key: '微信支付公钥', merchant_certificate: '商户证书' } as const

/** Replaces control characters and other invisible characters with their code points. A client may send them in any text. */
export function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, codePoint)
}

/** The line above a diagnosis. It names the request again, because other requests may have been logged since. */
export function diagnosisLine({ time, method, target }: DiagnosedRefusal): string {
  return `${clock(Date.parse(time))} ${method} ${shownTarget(target)}`
}

/**
 * Returns the signature message that the server built from a refused request. Returns `null` when the signature was not the reason for the
 * refusal, or when the credentials can't be read.
 */
export function builtMessage({ verdict, message }: Pick<DiagnosedRefusal, 'verdict' | 'message'>): string | null {
  return verdict === null || verdict === 'valid' ? null : message
}

/** A target as the log shows it: shortened, and without control characters, because a terminal would obey them. */
function shownTarget(target: string): string {
  return visible(shortened(targetText(target)))
}

/** The status of an exchange, followed by the error code and the wire fault, if any. A test may have scripted any text as the code. */
export function outcomeOf({ status, code, wire }: Exchange): string {
  return visible([status, code && shortened(code), wire].filter((part) => part !== undefined).join(' '))
}

/** Shortens a long text to its beginning and `…`. */
export function shortened(text: string, length = 200): string {
  return text.length > length ? `${text.slice(0, length)}…` : text
}

/** Whether the log shows the stack of an error. For a state file or a store that can't be used, the message is enough. */
export function isBug(error: unknown): boolean {
  return !(error instanceof StateFileNotWritten || error instanceof StoreAway)
}

/** The stacks of an error and its causes. Their other fields are left out, because they may contain secrets. */
export function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { stack = error.message, cause } = error
  return cause === undefined ? stack : `${stack}\nCaused by: ${trace(cause)}`
}

/** Formats a time as hours, minutes and seconds, in the time zone of this machine. */
export function clock(time: number): string {
  const date = new Date(time)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}

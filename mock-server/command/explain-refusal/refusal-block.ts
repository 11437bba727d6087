import { Buffer } from 'node:buffer'
import { styleText } from 'node:util'
import { type RefusedMessage, SHOWN_BODY_BYTES, shownMessage, startOf } from '../../../contracts/diagnosis/refusal/index.ts'
import type { Diagnosis } from '../../../contracts/index.ts'
import { findingLines, mistakeLines } from '../diagnosis/diagnosis-block.ts'
import { messageLines, signsLine } from '../diagnosis/message-lines.ts'
import type { Reader } from '../diagnosis/reader.ts'
import { visibleText } from '../diagnosis/terminal-text.ts'
import { inBoth } from '../language.ts'
import { shortened } from '../log/log-line.ts'

/** A refusal, and what the diagnosis found. */
export interface ExplainedRefusal {
  readonly refused: RefusedMessage
  /** The string that the user's client signed, or the signature message of the user's request; `undefined` when neither is known. */
  readonly own: Uint8Array | undefined
  /** The whole message that the client signed, if the diagnosis found it by checking the request's signature. */
  readonly signed?: string | null
  readonly mistakes: Diagnosis['mistakes']
  readonly certain: Diagnosis['certain']
}

/** Formats a refusal for 80 columns: the mistakes, what is certain, and the signature messages of the gateway and the client. */
export function refusalBlock(explained: ExplainedRefusal, reader: Reader): string {
  const { refused, mistakes, certain } = explained
  const { method, target } = refused
  const code = styleText('red', '401 SIGN_ERROR', { stream: reader.stream })
  const [built, yours] = compared(explained)
  const lines = [
    `${visibleText(`${shortened(method)} ${shortened(target)}`)} ${code}`,
    ...mistakeLines(mistakes, reader),
    ...findingLines(certain, reader),
    ...legend(built, yours, reader),
    ...messageLines(built, yours ?? null, reader),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/**
 * Returns the gateway's message and the client's message. Both are whole if the diagnosis found what the client signed. Otherwise, both
 * have only the beginning of the body, as in the refusal. If these two messages look the same although a mistake was found, the client's
 * message stays whole.
 */
function compared({ refused, own, signed, mistakes }: ExplainedRefusal): [built: string, yours: string | undefined] {
  if (own && signed != null) return [Buffer.from(own).toString(), signed]
  const [built, yours] = [shownMessage(refused), own && shownAs(own, refused)]
  return own && yours === built && mistakes.length > 0 ? [built, Buffer.from(own).toString()] : [built, yours]
}

/** Cuts the body of a message to the length that a refusal shows. A message without the four lines before the body stays whole. */
function shownAs(own: Uint8Array, refused: RefusedMessage): string {
  const [head] = /^(?:[^\n]*\n){4}/.exec(Buffer.from(own).toString('latin1')) ?? []
  if (head === undefined || own.length <= head.length + SHOWN_BODY_BYTES + 1) return Buffer.from(own).toString()
  const end = own.at(-1) === 0x0a ? '\n' : ''
  const start = startOf(own.subarray(head.length))
  // If the refusal cuts a character, its text ends in U+FFFD. An equal body is shown with the same U+FFFD, so that both look the same.
  const cut = refused.bodyStart.replace(/\uFFFD+$/, '') === start ? refused.bodyStart : start
  return `${Buffer.from(head, 'latin1')}${cut}…${end}`
}

function legend(built: string, own: string | undefined, reader: Reader): string[] {
  const { language } = reader
  if (own === undefined) return [`  ${inBoth(language, 'the message that the gateway built', '网关构造的待签名串')}:`]
  if (own === built) return [`  ${inBoth(language, 'built by the gateway; yours looks the same', '网关构造，所示部分与你的相同')}:`]
  return [signsLine(['built by the gateway', '网关构造'], ['yours', '你的'], reader)]
}

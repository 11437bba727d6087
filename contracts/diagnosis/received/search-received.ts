import { Buffer } from 'node:buffer'
import { types } from 'node:util'
import type { ResponseSignature } from '../../wire/response-headers.ts'
import { responseMessage } from '../../wire/signature-message.ts'
import { createBodySearch } from '../body-search.ts'
import type { Explanation } from '../compare-message.ts'
import type { Head } from '../head.ts'
import type { Opened } from '../open-signature.ts'
import { searchMessage } from '../search-message.ts'
import { receivedMistakes } from './catalogue/head.ts'
import type { Attempt } from './header-attempts.ts'
import { valuesByName } from './read-headers.ts'
import type { ReceivedCircumstances, ReceivedMessage } from './received-message.ts'
import { readVerifiedMessage, type VerifiedMessage } from './verified-message.ts'

export interface Found {
  readonly attempt: Attempt
  readonly signer: Opened | undefined
  /** `undefined` when no known mistakes explain the signature. */
  readonly explanation: Explanation | undefined
  readonly verified: VerifiedMessage | undefined
  /** Whether the search tried each mistake alone, and each pair of mistakes in their usual ways. Meaningless if there is an explanation. */
  readonly isComplete: boolean
}

/** The result when no key fits the signature. Nothing was searched in this case. */
export const NOT_SEARCHED = { signer: undefined, explanation: undefined, verified: undefined, isComplete: true }

/**
 * Searches for a reading of the headers and a body that explain the signature. Prefers an explanation without mistakes. If nothing explains
 * the signature, returns the first reading whose signature fits a key. Returns `undefined` when no key fits.
 */
export function* explainBy(
  attempts: readonly Attempt[],
  body: Buffer,
  { headers }: ReceivedMessage,
  circumstances: ReceivedCircumstances,
): Generator<void, Found | undefined> {
  const openable = attempts.flatMap((attempt) => attempt.opened.slice(0, 1).map((signer) => ({ attempt, signer })))
  const catalogue = receivedMistakes(otherHeads(circumstances, headers))
  const known = { keys: [], previousBodies: (circumstances.others ?? []).map((other) => bytesOf(other.body)) }
  const searchOf = (text: Buffer) => createBodySearch(text, catalogue.bodies, circumstances.message ? 1 / 2 : 1, known)
  // The search of the received body is built once, because a header with many values gives many readings of the headers.
  const received = searchOf(body)
  yield
  let best: Found | undefined
  let areAllComplete = true
  for (const { attempt, signer } of openable) {
    const { signature } = attempt
    const isRight = (candidate: Uint8Array) => signer.block.matches(responseMessage({ ...signature, body: candidate }))
    const verified = circumstances.message && readVerifiedMessage(circumstances.message, signature, isRight)
    const all = verified?.body && !verified.body.equals(body) ? [searchOf(verified.body), received] : [received]
    for (const bodies of all) {
      const share = 1 / (openable.length * all.length)
      const sought = { head: headOf(signature), bodies, blocks: [signer.block], share, catalogue }
      const { explanation, isComplete } = yield* searchMessage(sought, known)
      areAllComplete &&= isComplete
      const found = { attempt, signer, explanation, verified, isComplete }
      // This body explains the signature without mistakes. But if a likely mistake was found in the text that the program verified, this
      // mistake is the better explanation.
      if (explanation?.found.length === 0) return isOfVerified(best, attempt) ? best : found
      if (explanation && !best?.explanation) best = found
      best ??= found
    }
  }
  return best && { ...best, isComplete: areAllComplete }
}

/** Whether the best explanation so far is about the text that was verified in this attempt, and needs no mistake with the likelihood `last`. */
function isOfVerified(best: Found | undefined, attempt: Attempt): best is Found {
  const found = best?.attempt === attempt && best.verified ? best.explanation?.found : undefined
  return found?.every(({ mistake }) => mistake.likelihood !== 'last') ?? false
}

function headOf({ timestamp, nonce }: ResponseSignature): Head {
  return { method: '', target: '', timestamp, nonce, lines: ['timestamp', 'nonce', 'body'], lineFeed: '\n', lastLineFeed: '\n' }
}

function otherHeads({ others = [] }: ReceivedCircumstances, headers: ReceivedMessage['headers']) {
  const all = others.map((other) => valuesByName(other.headers))
  const date = Date.parse(valuesByName(headers).get('date')?.[0] ?? '')
  return {
    timestamps: [...all.flatMap((values) => values.get('wechatpay-timestamp') ?? []), ...(Number.isNaN(date) ? [] : [String(date / 1000)])],
    nonces: all.flatMap((values) => values.get('wechatpay-nonce') ?? []),
  }
}

/** The bytes of a body. A parsed body is written as JSON again. */
export function bytesOf(body: ReceivedMessage['body']): Buffer {
  if (typeof body === 'string') return Buffer.from(body)
  return types.isUint8Array(body) ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
}

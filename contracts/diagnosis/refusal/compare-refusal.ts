import { Buffer } from 'node:buffer'
import { atOnce, searchBudgets } from '../budget.ts'
import { REQUEST_MISTAKES } from '../catalogue/mistake-order.ts'
import { type Combination, candidatesOf, foundIn } from '../combine.ts'
import { type Frame, type Head, LINES } from '../head.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import { headDrafts } from '../search-message.ts'
import { bodyDifference, isBodyThatArrived, texts, type Yours } from './compare-body.ts'
import { OTHER_ATTEMPT, OTHER_LINES, OTHER_METHOD, OTHER_NONCE, OTHER_TARGET, OTHER_TIMESTAMP } from './refusal-mistakes.ts'
import type { RefusedMessage } from './refused-message.ts'

const SIGNED: Yours = { yours: 'the signed string', yours_zh: '实际签名的字符串', isSigned: true }
const PASTED: Yours = { yours: 'the pasted request', yours_zh: '粘贴的请求', isSigned: false }

/** The parts of a request that go into the signature message. Unknown parts are left out. */
export interface ComparedRequest extends Pick<RefusedMessage, 'method' | 'target'> {
  readonly timestamp?: string
  readonly nonce?: string
  readonly body?: Uint8Array
}

/**
 * Compares the signature message that the gateway built with the string that a client signed.
 *
 * @returns The mistakes in the signed string. The list is empty when the refusal shows no difference.
 */
export function compareSigned(refused: RefusedMessage, signed: Uint8Array): DescribedMistake[] {
  const text = Buffer.from(signed).toString('latin1')
  const own = linesOf(text)
  const other = own ? attemptDifference(refused, own, SIGNED) : []
  const heads = [headOf(refused), ...(own && other.length > 0 ? [headOf({ ...refused, timestamp: own.timestamp, nonce: own.nonce })] : [])]
  for (const head of heads) {
    const match = matchOf(head, text, refused)
    if (!match) continue
    const isOther = head !== heads[0]
    const inHead = foundIn(match.head).map(({ mistake, placeholders }) => describe(mistake, placeholders))
    return [...inHead, ...bodyDifference(match.body, refused, SIGNED), ...(isOther ? other : [])]
  }
  const differences = own ? requestDifferences(refused, own, SIGNED) : []
  return differences.length > 0 ? differences : [describe(OTHER_LINES)]
}

/** Compares the signature message that the gateway built with the parts of a request. */
export function compareRequest(refused: RefusedMessage, request: ComparedRequest): DescribedMistake[] {
  return requestDifferences(refused, request, PASTED)
}

/** Whether a request is the refused request itself. Another attempt has another timestamp or another random string. */
export function isSameAttempt(refused: RefusedMessage, { timestamp, nonce }: Pick<ComparedRequest, 'timestamp' | 'nonce'>): boolean {
  return timestamp === refused.timestamp && nonce === refused.nonce
}

function requestDifferences(refused: RefusedMessage, request: ComparedRequest, yours: Yours): DescribedMistake[] {
  const { method, target, body } = request
  const of = (arrived: string, own: string) => ({ ...texts(yours), arrived, own })
  return [
    ...(method === refused.method ? [] : [describe(OTHER_METHOD, of(refused.method, method))]),
    ...(target === refused.target ? [] : [describe(OTHER_TARGET, of(refused.target, target))]),
    ...(body ? bodyDifference(body, refused, yours) : []),
    ...attemptDifference(refused, request, yours),
  ]
}

function attemptDifference(refused: RefusedMessage, own: Pick<ComparedRequest, 'timestamp' | 'nonce'>, yours: Yours): DescribedMistake[] {
  const { timestamp = refused.timestamp, nonce = refused.nonce } = own
  const [isOtherTime, isOtherNonce] = [timestamp !== refused.timestamp, nonce !== refused.nonce]
  if (!isOtherTime && !isOtherNonce) return []
  const mistake = isOtherTime && isOtherNonce ? OTHER_ATTEMPT : isOtherTime ? OTHER_TIMESTAMP : OTHER_NONCE
  return [describe(mistake, { ...texts(yours), arrived: refused.timestamp, nonce: refused.nonce, own: timestamp, own_nonce: nonce })]
}

type Lines = ComparedRequest & Required<Pick<ComparedRequest, 'timestamp' | 'nonce'>>

/** The five lines of a signature message in the usual order; `undefined` for any other text. */
function linesOf(text: string): Lines | undefined {
  const [, method, target, timestamp, nonce, body] =
    /^([^\n]*)\n([^\n]*)\n(\d+)\n([^\n]+)\n(.*)$/s.exec(text.replaceAll('\r\n', '\n')) ?? []
  if (method === undefined || target === undefined || timestamp === undefined || nonce === undefined || body === undefined) return undefined
  const [readable, signedBody] = [Buffer.from(target, 'latin1').toString(), Buffer.from(body.replace(/\n$/, ''), 'latin1')]
  return { method, target: readable, timestamp, nonce, body: signedBody }
}

/** Returns the lines before the body as a {@link Head}, in which each character is one byte. */
function headOf({ method, target, timestamp, nonce }: RefusedMessage): Head {
  const latin1 = (text: string) => Buffer.from(text).toString('latin1')
  return { method, target: latin1(target), timestamp, nonce: latin1(nonce), lines: LINES, lineFeed: '\n', lastLineFeed: '\n' }
}

interface Match {
  readonly head: Combination<Head, Frame>
  readonly body: Buffer
}

/** The search looks for at most this many mistakes in the lines before the body. */
const MOST_MISTAKES = 2

/**
 * Explains the signed text by mistakes in the lines before the body. Prefers an explanation in which the body is the body that arrived.
 * Among several such explanations, prefers the one with the fewest mistakes. An explanation with an unlikely mistake never replaces an
 * explanation with fewer mistakes.
 */
function matchOf(head: Head, text: string, refused: RefusedMessage): Match | undefined {
  const circumstances = { keys: [] }
  const { heads } = searchBudgets(1, 0).usual
  const candidates = candidatesOf(headDrafts(head, REQUEST_MISTAKES.heads), circumstances)
  let first: Match | undefined
  for (let count = 0; count <= MOST_MISTAKES; count += 1) {
    const matches = atOnce(candidates.level(count, count, heads)).flatMap((combination) => matchWith(combination, text))
    const best = matches.find(({ head, body }) => isBodyThatArrived(body, refused) && !(first && isUnlikely(head)))
    if (best) return best
    first ??= matches[0]
  }
  return first
}

/**
 * Whether an explanation contains an unlikely mistake. An explanation with fewer mistakes may be likelier: for example, that the lines are
 * correct and an extra line feed follows the body.
 */
function isUnlikely(head: Combination<Head, Frame>): boolean {
  return foundIn(head).some(({ mistake }) => mistake.likelihood !== undefined)
}

function matchWith(head: Combination<Head, Frame>, text: string): Match[] {
  const { before, after } = head.rendered
  const isIn = text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after)
  return isIn ? [{ head, body: Buffer.from(text.slice(before.length, text.length - after.length), 'latin1') }] : []
}

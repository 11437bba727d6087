import type { Buffer } from 'node:buffer'
import { types } from 'node:util'
import { shownMessage } from '../../shown-message.ts'
import { responseMessage } from '../../wire/signature-message.ts'
import { inSlices } from '../budget.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import type { Opened } from '../open-signature.ts'
import { KEY_FILED_WRONGLY, KEY_WRONG, SERIAL_OF_ANOTHER, SIGNED_BY_THE_MERCHANT } from './catalogue/keys.ts'
import { FIELDS_MISSING } from './catalogue/resource.ts'
import { SIGNATURE_HASH } from './catalogue/signature.ts'
import { VERIFIED_ANOTHER_BODY } from './catalogue/verified.ts'
import { bodyIn, describeFound } from './describe-found.ts'
import { explainResource } from './explain-resource.ts'
import { merchantOf, serialIn } from './find-key.ts'
import { type Attempt, attemptsOf } from './header-attempts.ts'
import { checkFreshness, readHeaders, valuesByName } from './read-headers.ts'
import { DECRYPTED, findingsWithout, mistakesOfShape, PARSED_BUT_SAME } from './received-findings.ts'
import type { ReceivedCheck, ReceivedCircumstances, ReceivedDiagnosis, ReceivedMessage } from './received-message.ts'
import { bytesOf, explainBy, type Found, NOT_SEARCHED } from './search-received.ts'

/** Implements `diagnoseResponse` and `diagnoseNotification`. */
export function explainReceived(
  received: ReceivedMessage,
  circumstances: ReceivedCircumstances,
  isNotification: boolean,
): Promise<ReceivedDiagnosis> {
  return inSlices(explanationOf(received, circumstances, isNotification))
}

function* explanationOf(
  received: ReceivedMessage,
  circumstances: ReceivedCircumstances,
  isNotification: boolean,
): Generator<void, ReceivedDiagnosis> {
  const body = bytesOf(received.body)
  const headers = readHeaders(received.headers)
  yield
  const attempts = yield* attemptsOf(headers.readings, circumstances)
  const [first] = attempts
  if (!first) return invalid('headers', headers.mistakes)
  const searched = (yield* explainBy(attempts, body, received, circumstances)) ?? { attempt: first, ...NOT_SEARCHED }
  yield
  const judged = judge(searched, received, body, circumstances, isNotification)
  yield
  const decrypted = decrypt(searched, body, circumstances, isNotification)
  const before = [...headers.mistakes, ...searched.attempt.mistakes, ...checkFreshness(searched.attempt.signature, circumstances.now)]
  const check = checkOf(before, searched.attempt, circumstances, judged, decrypted.mistakes)
  return {
    verdict: check === null ? 'valid' : 'invalid',
    check,
    mistakes: [...before, ...judged.mistakes, ...decrypted.mistakes],
    certain: [...judged.certain, ...decrypted.certain, ...(check === null && isParsed(received) ? [PARSED_BUT_SAME] : [])],
    signed: searched.explanation ? shownMessage(searched.explanation.message) : null,
    signed_by: searched.signer?.key.serial ?? null,
  }
}

function invalid(check: ReceivedCheck, mistakes: readonly DescribedMistake[]): ReceivedDiagnosis {
  return { verdict: 'invalid', check, mistakes, certain: [], signed: null, signed_by: null }
}

function isParsed({ body }: ReceivedMessage): boolean {
  return typeof body !== 'string' && !types.isUint8Array(body)
}

type Judged = Pick<ReceivedDiagnosis, 'mistakes' | 'certain'>

/** Returns the mistakes in the serial number, the key, the signature, the body and the text that the program verified. */
function judge(
  found: Found,
  received: ReceivedMessage,
  body: Buffer,
  circumstances: ReceivedCircumstances,
  isNotification: boolean,
): Judged {
  const { attempt, signer, explanation, verified, isComplete } = found
  const keys = keyMistakes(attempt, signer, circumstances)
  const outside = [...keys, ...attempt.text.mistakes, ...hashMistakes(signer)]
  if (!signer) return { mistakes: outside, certain: [] }
  const inMessage = explanation ? describeFound(explanation) : []
  if (explanation) return { mistakes: [...outside, ...inVerified(found, body), ...inMessage], certain: [] }
  const unexplained = { body, isParsed: isParsed(received), length: contentLength(received), isNotification }
  const shape = [...(verified?.mistakes ?? []), ...mistakesOfShape(unexplained)]
  const right = keys.length === 0 && hashMistakes(signer).length === 0 ? signer.key.serial : undefined
  return {
    mistakes: [...outside, ...shape],
    certain: shape.length > 0 ? [] : findingsWithout({ ...unexplained, isComplete, signer: right, timestamp: attempt.signature.timestamp }),
  }
}

/** The mistakes in the text that the program verified. A mistake is added if only the body in this text is wrong, not the received body. */
function inVerified(found: Found, body: Buffer): readonly DescribedMistake[] {
  const { verified } = found
  if (!verified?.body || !isSigned(body, found) || isSigned(verified.body, found) || isExplained(found)) return verified?.mistakes ?? []
  return [...verified.mistakes, describe(VERIFIED_ANOTHER_BODY, { seen: verified.body.toString() })]
}

/** Whether WeChat Pay signed this body with these headers. */
function isSigned(body: Buffer, { attempt, signer }: Found): boolean {
  return signer?.block.matches(responseMessage({ ...attempt.signature, body })) ?? false
}

function isExplained({ explanation }: Found): boolean {
  const mistakes = explanation?.found ?? []
  return mistakes.length > 0 && mistakes.every(({ mistake }) => mistake.likelihood !== 'last')
}

function keyMistakes(
  { signature: { serial }, found, text }: Attempt,
  signer: Opened | undefined,
  { keys }: ReceivedCircumstances,
): readonly DescribedMistake[] {
  const { named, mistakes } = found
  if (!text.bytes || signer?.key.pem === named?.pem) return mistakes
  if (!signer) return named && mistakes.length === 0 ? [describe(KEY_WRONG, { serial })] : mistakes
  const seen = { serial, signer: signer.key.serial, configured: signer.key.serial }
  if (merchantOf(signer.key) !== undefined) return [describe(SIGNED_BY_THE_MERCHANT, seen)]
  if (named) return mistakes.length > 0 ? mistakes : [describe(signer.key.serial === serial ? KEY_WRONG : SERIAL_OF_ANOTHER, seen)]
  if (signer.key.serial === serial) return mistakes
  const isConfigured = keys.some(({ pem }) => pem === signer.key.pem)
  const isItsOwn = serialIn(signer.key) === signer.key.serial.toUpperCase()
  return [describe(isConfigured && !isItsOwn ? KEY_FILED_WRONGLY : SERIAL_OF_ANOTHER, seen)]
}

function hashMistakes(signer: Opened | undefined): DescribedMistake[] {
  if (!signer) return []
  const { hash, padding } = signer.block
  return hash === 'SHA-256' && padding === 'PKCS#1 v1.5' ? [] : [describe(SIGNATURE_HASH, { hash, padding })]
}

/**
 * Returns the Content-Length, or `undefined` when it is missing or not a number. Also returns `undefined` when there is a Content-Encoding,
 * because the length is then the length of the compressed body.
 */
function contentLength({ headers }: ReceivedMessage): number | undefined {
  const values = valuesByName(headers)
  const [length] = values.get('content-length') ?? []
  return values.has('content-encoding') || length === undefined || !/^\d+$/.test(length) ? undefined : Number(length)
}

/**
 * Finds the mistakes in the encrypted resource. Reads the resource from the body that WeChat Pay signed, if that body is known. If the
 * received body were read, its mistakes would be reported twice.
 */
function decrypt(
  { explanation, attempt: { signature } }: Found,
  body: Buffer,
  { apiV3Key }: ReceivedCircumstances,
  isNotification: boolean,
): Judged {
  const isSigned = isNotification && explanation !== undefined
  if (apiV3Key === undefined && !isSigned) return { mistakes: [], certain: [] }
  const signed = explanation ? bodyIn(explanation.message) : body
  const mistakes = explainResource({ body: signed, apiV3Key, signatureNonce: signature.nonce, isNotification: isSigned })
  const isDecrypted = mistakes.length === 0 && isSigned && apiV3Key !== undefined
  return { mistakes, certain: isDecrypted ? [DECRYPTED] : [] }
}

function checkOf(
  before: readonly DescribedMistake[],
  attempt: Attempt,
  { keys }: ReceivedCircumstances,
  judged: Judged,
  inCiphertext: readonly DescribedMistake[],
): ReceivedCheck | null {
  const [first] = before
  if (first) return first.id.startsWith('received-timestamp-') ? 'timestamp' : 'headers'
  if (!keys.some(({ serial }) => serial === attempt.signature.serial)) return 'serial'
  if (judged.mistakes.length + judged.certain.length > 0) return 'signature'
  const [mistake] = inCiphertext
  if (mistake) return mistake.id === FIELDS_MISSING.id ? 'body' : 'ciphertext'
  return null
}

import { Buffer } from 'node:buffer'
import { shownMessage } from '../shown-message.ts'
import type { Credentials } from '../wire/authorization.ts'
import { bodyParts, metaOf } from '../wire/signed-body.ts'
import type { ReceivedRequest } from '../wire/verify-request.ts'
import { createBodySearch } from './body-search.ts'
import { inSlices } from './budget.ts'
import { authorizationSchemeSm2 } from './catalogue/authorization-scheme.ts'
import { meantBody } from './catalogue/content-length.ts'
import {
  BARE_DIGEST,
  KEY_OF_ANOTHER_CERTIFICATE,
  KEY_OF_ANOTHER_MERCHANT,
  KEY_OF_THE_PLATFORM,
  KEY_UNKNOWN,
  NO_HASH,
  PSS,
  SIGNATURE_LENGTH,
  WRONG_HASHES,
} from './catalogue/key-and-algorithm.ts'
import { BODY_AXES, REQUEST_MISTAKES } from './catalogue/mistake-order.ts'
import { certainFindings } from './certain-findings.ts'
import { checkClock, checkCredentials, readSignature } from './check-credentials.ts'
import { type Circumstances, type Diagnosis, KEY_LIMIT, type KnownKey, plainDiagnosis, type SentCircumstances } from './circumstances.ts'
import type { Explanation } from './compare-message.ts'
import { type Head, LINES } from './head.ts'
import { type DescribedMistake, describe } from './mistake.ts'
import { type Opened, openSignature } from './open-signature.ts'
import { misplacedHeader, readAuthorization } from './read-authorization.ts'
import { type Searched, searchMessage } from './search-message.ts'

/** Finds the mistakes in the credentials and the signature of a request. This function implements `diagnose`. */
export async function explainSignature(request: ReceivedRequest, circumstances: Circumstances): Promise<Diagnosis> {
  const { body: whole, mistakes: length } = meantBody(request.body, request.rest)
  const { credentials, writtenTimestamp, mistakes } = readAuthorization(request.authorization)
  if (!credentials) return plainDiagnosis([...(misplacedHeader(request) ?? mistakes), ...length])
  const { registered, mistakes: ofCredentials } = checkCredentials(credentials, circumstances)
  // The mistakes are in the order of the gateway's checks.
  const before = [...mistakes, ...checkClock(credentials, circumstances.now), ...ofCredentials, ...length]
  const { bytes, mistakes: spelling } = readSignature(credentials.signature)
  // An SM2 signature has a different length, which is not a mistake.
  const isSm2 = mistakes.some(({ id }) => id === authorizationSchemeSm2.id)
  if (!bytes) return plainDiagnosis([...before, ...spelling.filter(({ id }) => !isSm2 || id !== SIGNATURE_LENGTH.id)])
  const opened = await inSlices(openSignature(bytes, circumstances.keys, registered), circumstances.pauses)
  const heads = headsOf(request, credentials, writtenTimestamp)
  const parts = await bodyParts(whole, request.contentType)
  const body = parts ? (metaOf(parts)?.bytes ?? Buffer.alloc(0)) : whole
  const found = await findExplanation(opened, registered, heads, body, { ...circumstances, ...(parts && { form: { whole, parts } }) })
  // The signature can be judged when the list of keys is complete, or has the key that the credentials name.
  const isJudged = registered !== undefined || (circumstances.hasAllKeys ?? true)
  if (!found) return plainDiagnosis([...before, ...spelling, ...(isJudged ? [unknownKey(circumstances)] : [])])
  const named = { registered, mchid: credentials.mchid, isWrong: ofCredentials.length > 0 }
  return diagnosisOf(found, named, [...before, ...spelling], { body, head: heads[0], isKnown: circumstances.hasBody ?? true })
}

/** The key that the credentials name. */
interface NamedKey {
  /** `undefined` when the key is unknown. */
  readonly registered: KnownKey | undefined
  readonly mchid: string
  /** Whether the credentials have a mistake, such as a wrong serial number or a revoked certificate. */
  readonly isWrong: boolean
}

/** What the client should have signed. */
interface Right {
  readonly body: Uint8Array
  readonly head: Head | undefined
  /** Whether the body is known. If not, `body` is empty. */
  readonly isKnown: boolean
}

function unknownKey({ keys }: Circumstances): DescribedMistake {
  return describe(KEY_UNKNOWN, { count: Math.min(keys.length, KEY_LIMIT) })
}

type Owner = NonNullable<Diagnosis['key']>['owner']

/** The key that signed. Also says what the key signed, if that is known. */
interface Signed extends Opened, Searched {}

/**
 * Returns the lines that the client should have signed before and after the body, with the timestamp as written in the Authorization
 * header. If that timestamp had to be repaired, the list has a second version with the repaired timestamp.
 */
function headsOf({ method, target }: ReceivedRequest, { timestamp, nonce }: Credentials, written = timestamp): Head[] {
  return [...new Set([written, timestamp])].map((time) => {
    return { method, target, timestamp: time, nonce, lines: LINES, lineFeed: '\n', lastLineFeed: '\n' }
  })
}

/** Finds the key and the mistakes that explain the signature, or else the key that most likely signed. */
async function findExplanation(
  opened: readonly Opened[],
  registered: KnownKey | undefined,
  heads: readonly Head[],
  body: Uint8Array,
  circumstances: SentCircumstances,
): Promise<Signed | undefined> {
  const blocks = opened.map(({ block }) => block)
  const bodies = createBodySearch(body, BODY_AXES, 1, circumstances)
  let isComplete = true
  for (const head of opened.length > 0 ? heads : []) {
    const searched = await inSlices(
      searchMessage({ head, bodies, blocks, share: 1 / heads.length, catalogue: REQUEST_MISTAKES }, circumstances),
      circumstances.pauses,
    )
    const { explanation } = searched
    const signed = explanation && opened.find(({ block }) => block.matches(explanation.signed))
    if (signed) return { ...signed, ...searched }
    isComplete &&= searched.isComplete
  }
  // Once in tens of thousands of tries, a signature that is opened with a wrong key looks like a PSS block by chance. The registered key is
  // tried only once, so any block that it opens is believed. The other keys are many, so a block of theirs must be certain.
  const likely = opened.find(({ block }) => block.certain) ?? opened.find(({ key }) => key === registered)
  return likely && { ...likely, explanation: undefined, isComplete }
}

function diagnosisOf(
  { key, block, explanation, isComplete }: Signed,
  named: NamedKey,
  before: readonly DescribedMistake[],
  { body, head, isKnown }: Right,
): Diagnosis {
  const owner = ownerOf(key, named)
  const found = isKnown ? explanation : withoutBody(explanation)
  const made = [...keyMistakes(key, owner, named), ...algorithmMistakes(block), ...messageMistakes(found)]
  const message = explanation?.message ?? block.message
  return {
    mistakes: [...before, ...made],
    same_as: [...(found?.sameAs ?? []), ...sameAsBareDigest(block, found)],
    key: { owner, mchid: key.mchid, serial_no: key.serial },
    hash: block.hash,
    signed: message ? shownMessage(message) : null,
    certain: explanation ? [] : certainFindings({ key, owner, block, isComplete, body: isKnown ? body : undefined, head }),
  }
}

const BODY_IDS: ReadonlySet<string> = new Set(BODY_AXES.flatMap(({ mistakes }) => mistakes.map(({ id }) => id)))

/**
 * Drops the mistakes in the body. Call this when the request's body is unknown, because the client may have sent the body that it signed.
 */
function withoutBody(explanation: Explanation | undefined): Explanation | undefined {
  const found = explanation?.found.filter(({ mistake }) => !BODY_IDS.has(mistake.id)) ?? []
  return explanation && (found.length < explanation.found.length ? { ...explanation, found, sameAs: [] } : explanation)
}

/**
 * Returns other mistakes that give the same signature as a missing DigestInfo. In these mistakes, the client signs the digest instead of
 * the signature message, and the signing function does not hash what it gets.
 */
function sameAsBareDigest({ bare, hash }: Opened['block'], explanation: Explanation | undefined): string[][] {
  return bare && hash === 'SHA-256' && explanation
    ? [['no-hash', ...explanation.found.map(({ mistake }) => mistake.id), 'digest-signed-again']]
    : []
}

function ownerOf(key: KnownKey, { registered, mchid }: NamedKey): Owner {
  if (key.mchid === null) return 'platform'
  if (key === registered) return 'registered'
  return key.mchid === (registered?.mchid ?? mchid) ? 'same_merchant' : 'other_merchant'
}

function keyMistakes({ serial, mchid, status = 'valid' }: KnownKey, owner: Owner, { registered, isWrong }: NamedKey): DescribedMistake[] {
  if (owner === 'platform') return [describe(KEY_OF_THE_PLATFORM, { serial })]
  // When the request names no known certificate, the mistake in mchid or serial_no already explains the wrong key.
  if (owner === 'registered' || (registered === undefined && isWrong)) return []
  const mistake = owner === 'same_merchant' ? KEY_OF_ANOTHER_CERTIFICATE : KEY_OF_ANOTHER_MERCHANT
  return [describe(mistake, { serial, mchid: String(mchid), status })]
}

function algorithmMistakes({ hash, padding, bare }: Opened['block']): DescribedMistake[] {
  const wrongHash = WRONG_HASHES[hash]
  return [
    ...(padding === 'PSS' ? [describe(PSS)] : []),
    ...(hash === 'none' ? [describe(NO_HASH)] : []),
    ...(bare ? [describe(BARE_DIGEST)] : []),
    ...(wrongHash ? [describe(wrongHash)] : []),
  ]
}

function messageMistakes(explanation: Explanation | undefined): DescribedMistake[] {
  return (explanation?.found ?? []).map(({ mistake, placeholders }) => describe(mistake, placeholders))
}

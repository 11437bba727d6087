import type { Credentials } from '../wire/authorization.ts'
import type { ReceivedRequest } from '../wire/verify-request.ts'
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
import { REQUEST_MISTAKES } from './catalogue/mistake-order.ts'
import { certainFindings } from './certain-findings.ts'
import { checkClock, readSignature, whoseRequest } from './check-credentials.ts'
import { type Circumstances, type Diagnosis, KEY_LIMIT, type KnownKey } from './circumstances.ts'
import type { Explanation } from './compare-message.ts'
import { type Head, LINES } from './head.ts'
import { type DescribedMistake, describe } from './mistake.ts'
import { type Opened, openSignature } from './open-signature.ts'
import { misplacedHeader, readAuthorization } from './read-authorization.ts'
import { type Searched, searchMessage } from './search-message.ts'

/** Finds the client's mistakes that explain the signature of a request. This is the implementation of `diagnose`. */
export async function explainSignature(request: ReceivedRequest, circumstances: Circumstances): Promise<Diagnosis> {
  const { body, mistakes: length } = meantBody(request.body, request.rest)
  const { credentials, writtenTimestamp, mistakes } = readAuthorization(request.authorization)
  if (!credentials) return { ...NOTHING_FOUND, mistakes: [...length, ...(misplacedHeader(request) ?? mistakes)] }
  const { registered, mistakes: whose } = whoseRequest(credentials, circumstances)
  const before = [...length, ...mistakes, ...whose, ...checkClock(credentials, circumstances.now)]
  const { bytes, mistakes: spelling } = readSignature(credentials.signature)
  // An SM2 signature has a different length, which is not a mistake.
  const isSm2 = mistakes.some(({ id }) => id === authorizationSchemeSm2.id)
  if (!bytes) return { ...NOTHING_FOUND, mistakes: [...before, ...spelling.filter(({ id }) => !isSm2 || id !== SIGNATURE_LENGTH.id)] }
  const opened = await inSlices(openSignature(bytes, circumstances.keys, registered))
  const heads = headsOf(request, credentials, writtenTimestamp)
  const found = await findExplanation(opened, registered, heads, body, circumstances)
  if (!found) return { ...NOTHING_FOUND, mistakes: [...before, ...spelling, unknownKey(circumstances)] }
  return diagnosisOf(found, registered, [...before, ...spelling], body)
}

const NOTHING_FOUND = { mistakes: [], same_as: [], key: null, hash: null, signed: null, certain: [] } satisfies Diagnosis

function unknownKey({ keys }: Circumstances): DescribedMistake {
  return describe(KEY_UNKNOWN, { count: Math.min(keys.length, KEY_LIMIT) })
}

type Owner = NonNullable<Diagnosis['key']>['owner']

/** The key that signed, and what it signed when that is known. */
interface Signed extends Opened, Searched {}

/** The heads that the client should have signed: first with the timestamp as written, which may not be a number, then with the repaired one. */
function headsOf({ method, target }: ReceivedRequest, { timestamp, nonce }: Credentials, written = timestamp): Head[] {
  return [...new Set([written, timestamp])].map((time) => {
    return { method, target, timestamp: time, nonce, lines: LINES, lineFeed: '\n', lastLineFeed: '\n' }
  })
}

/** Finds the key that explains the signature, or else the key that most likely signed. */
async function findExplanation(
  opened: readonly Opened[],
  registered: KnownKey | undefined,
  heads: readonly Head[],
  body: Uint8Array,
  circumstances: Circumstances,
): Promise<Signed | undefined> {
  const blocks = opened.map(({ block }) => block)
  let isComplete = true
  for (const head of opened.length > 0 ? heads : []) {
    const searched = await inSlices(
      searchMessage({ head, body, blocks, share: 1 / heads.length, catalogue: REQUEST_MISTAKES }, circumstances),
    )
    const { explanation } = searched
    const signed = explanation && opened.find(({ block }) => block.isOf(explanation.signed))
    if (signed) return { ...signed, ...searched }
    isComplete &&= searched.isComplete
  }
  // One wrong key in tens of thousands fits by chance. That is rare enough to trust the registered key, but not one of many other keys.
  const likely = opened.find(({ block }) => block.certain) ?? opened.find(({ key }) => key === registered)
  return likely && { ...likely, explanation: undefined, isComplete }
}

function diagnosisOf(
  { key, block, explanation, isComplete }: Signed,
  registered: KnownKey | undefined,
  before: readonly DescribedMistake[],
  body: Uint8Array,
): Diagnosis {
  const owner = ownerOf(key, registered)
  const made = [...keyMistakes(key, owner, registered), ...algorithmMistakes(block), ...messageMistakes(explanation)]
  return {
    mistakes: [...before, ...made],
    same_as: [...(explanation?.sameAs ?? []), ...sameAsBareDigest(block, explanation)],
    key: { owner, mchid: key.mchid, serial_no: key.serial },
    hash: block.hash,
    signed: shown(explanation?.message ?? block.message),
    certain: explanation ? [] : certainFindings({ key, owner, block, isComplete, body }),
  }
}

/** Signing a ready-made digest without a hash gives the same signature as leaving out the DigestInfo. */
function sameAsBareDigest({ bare, hash }: Opened['block'], explanation: Explanation | undefined): string[][] {
  return bare && hash === 'SHA-256' && explanation
    ? [['no-hash', ...explanation.found.map(({ mistake }) => mistake.id), 'digest-signed-again']]
    : []
}

function ownerOf(key: KnownKey, registered: KnownKey | undefined): Owner {
  if (key.mchid === null) return 'platform'
  if (key === registered) return 'registered'
  return key.mchid === registered?.mchid ? 'same_merchant' : 'other_merchant'
}

function keyMistakes({ serial, mchid, status = 'valid' }: KnownKey, owner: Owner, registered: KnownKey | undefined): DescribedMistake[] {
  if (owner === 'platform') return [describe(KEY_OF_THE_PLATFORM, { serial })]
  if (owner === 'registered' || registered === undefined) return []
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

/** How much of a message is shown. */
const SHOWN_BYTES = 8_192

function shown(message: Uint8Array | undefined): string | null {
  return message ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(message.subarray(0, SHOWN_BYTES), { stream: true }) : null
}

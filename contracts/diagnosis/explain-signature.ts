import type { Credentials } from '../wire/authorization.ts'
import type { ReceivedRequest } from '../wire/verify-request.ts'
import { inSlices } from './budget.ts'
import { AUTHORIZATION_IN_BODY, AUTHORIZATION_IN_QUERY } from './catalogue/authorization-header.ts'
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
import { checkClock, readSignature, whoseRequest } from './check-credentials.ts'
import { type Circumstances, type Diagnosis, KEY_LIMIT, type KnownKey } from './circumstances.ts'
import type { Explanation } from './compare-message.ts'
import { type Head, LINES } from './head.ts'
import { type DescribedMistake, describe } from './mistake.ts'
import { type Opened, openSignature, type SignedBlock } from './open-signature.ts'
import { readAuthorization } from './read-authorization.ts'
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

/** The mistake of sending the signature in the query or the body instead of the header. */
function misplacedHeader({ authorization, target, body }: ReceivedRequest): DescribedMistake[] | undefined {
  if (authorization?.trim()) return undefined
  if (HEADER_ELSEWHERE.test(target)) return [describe(AUTHORIZATION_IN_QUERY)]
  return HEADER_ELSEWHERE.test(new TextDecoder().decode(body.subarray(0, SHOWN_BYTES))) ? [describe(AUTHORIZATION_IN_BODY)] : undefined
}

const HEADER_ELSEWHERE = /WECHATPAY2-|[?&"']authorization["']?[=:]/i

const NOTHING_FOUND = { mistakes: [], same_as: [], key: null, hash: null, signed: null, certain: [] } satisfies Diagnosis

function unknownKey({ keys }: Circumstances): DescribedMistake {
  return describe(KEY_UNKNOWN, { count: Math.min(keys.length, KEY_LIMIT) })
}

type Owner = NonNullable<Diagnosis['key']>['owner']
type Finding = Diagnosis['certain'][number]

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
    const searched = await inSlices(searchMessage({ head, body, blocks, share: 1 / heads.length }, circumstances))
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
    certain: explanation ? [] : certainOf(owner, key, block, isComplete, body),
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

/**
 * What is certain when no known mistakes explain the signature.
 *
 * @param isComplete Whether all mistakes were tried, one at a time and in pairs.
 */
function certainOf(owner: Owner, { serial }: KnownKey, { hash, padding }: SignedBlock, isComplete: boolean, body: Uint8Array): Finding[] {
  const right = owner === 'registered' ? [rightKey(serial)] : []
  const algorithm = hash === 'SHA-256' && padding === 'PKCS#1 v1.5' ? [RIGHT_ALGORITHM] : []
  return [...right, ...algorithm, ...lostCharacters(body), isComplete ? otherMessage(body.length > 0) : OTHER_MESSAGE_UNTRIED]
}

function rightKey(serial: string): Finding {
  return {
    message: `The private key is correct: it matches certificate ${serial}.`,
    message_zh: `私钥正确：与证书 ${serial} 匹配。`,
  }
}

const RIGHT_ALGORITHM: Finding = {
  message: 'The algorithm is correct: SHA-256 and RSA with PKCS#1 v1.5.',
  message_zh: '签名算法正确：SHA-256 和 RSA（PKCS#1 v1.5）。',
}

/** Text becomes question marks, or U+FFFD, when it is written or read in an encoding that lacks its characters; the original text is lost. */
function lostCharacters(body: Uint8Array): Finding[] {
  const [seen] = /\?{2,}|\uFFFD/.exec(new TextDecoder().decode(body)) ?? []
  if (seen === undefined) return []
  return [
    {
      message: `The body that was sent contains ${seen}, which is what text becomes in an encoding that lacks its characters. If Chinese text was signed, the signature is right: send the body as UTF-8.`,
      message_zh: `实际发送的报文主体中有 ${seen}，这是文本写成不支持其字符的编码后的样子。如果签名的是中文，签名没有问题，发送时改用 UTF-8 即可。`,
    },
  ]
}

/** What the search has ruled out, and what is still possible, after it has tried everything. */
function otherMessage(hasBody: boolean): Finding {
  const [inBody, inBodyZh] = hasBody
    ? [', and in the format, escapes, field order and white space of the body', '以及报文主体的格式、转义、字段顺序、空白']
    : ['', '']
  const [values, valuesZh] = hasBody ? ['other values in the body', '报文主体中的值不同'] : ['a body', '对某个报文主体签了名']
  return {
    message: `Another message was signed. Ruled out, one at a time and in pairs: the known mistakes in the method, path, query, encoding, timestamp, line order and line feeds${inBody}. Still possible: another random string, a time more than 300 seconds away, ${values}, or a proxy that changed the request.`,
    message_zh: `被签名的是另一个待签名串。已排除请求方法、URL、查询参数、编码、时间戳、行的顺序、换行符${inBodyZh}等方面的已知错误（单独或两两组合）。仍有可能：随机串不同、时间相差超过 300 秒、${valuesZh}、请求被代理改动。`,
  }
}

const OTHER_MESSAGE_UNTRIED: Finding = {
  message:
    'Another message was signed. Not all pairs of known mistakes could be tried, because the request is long or its body has an unusual format. Try to reproduce the error with a short body of compact JSON.',
  message_zh: '被签名的是另一个待签名串。请求较长，或报文主体的写法不常见，没有尝试已知错误的所有组合。请用较短的紧凑 JSON 报文主体复现。',
}

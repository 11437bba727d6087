import type { CryptoKey } from 'jose'
import { parse } from 'yaml'
import { readContractFile } from '../../../contracts/contract-file.ts'
import {
  checkClock,
  checkCredentials,
  KEY_OF_ANOTHER_CERTIFICATE,
  KEY_UNKNOWN,
  readAuthorization,
  SERIAL_LOWER_CASE,
} from '../../../contracts/diagnosis/index.ts'
import {
  ApiError,
  type Circumstances,
  type Credentials,
  type Diagnosis,
  diagnose,
  documents,
  type ErrorExample,
  importPublicKey,
  type KnownKey,
  parseAuthorization,
  type Registry,
  requestMessage,
  signedBody,
  verifyRequest,
} from '../../../contracts/index.ts'
import { isInLowerCase, LOWER_CASE_WARNING } from '../../tenant/lower-case-serial.ts'
import { type GivenKey, knownKeys } from './known-keys.ts'
import { type PastedRequest, takesBody } from './pasted-request.ts'
import { bodyMissing, keyInDoubt, keyMissing } from './what-is-missing.ts'

/**
 * The verdict on a request: `valid`, or the name of the error example with which the gateway would refuse the request. The verdict is
 * `unknown-key` or `unknown-body` when the signature can't be judged, because the right key or the body is not known.
 */
export type Verdict = 'valid' | 'unknown-key' | 'unknown-body' | ErrorExample

/** A request, the verdict on it, and the reason. */
export interface Judgement {
  readonly request: PastedRequest
  readonly verdict: Verdict
  /** The signature message (待签名串) that the gateway would build; `null` when the credentials can't be read, or only the Authorization header is known. */
  readonly message: string | null
  /** The timestamp in the Authorization header, in seconds since 1970; `undefined` when the credentials can't be read. */
  readonly timestamp: string | undefined
  /** The time that the timestamp was compared with, in milliseconds since 1970; `undefined` when the timestamp was not checked. */
  readonly now: number | undefined
  readonly diagnosis: Diagnosis
  /** Warnings about mistakes that the server accepts. */
  readonly warnings: readonly string[]
}

/** What is known besides a request. */
export interface Known {
  readonly given: readonly GivenKey[]
  /** Whether `given` has every key that merchants may sign with. If it does, signing with another key is a mistake. */
  readonly hasAllKeys: boolean
  /** The time of the gateway in milliseconds since 1970; when `undefined`, the age of the timestamp is not checked. */
  readonly now: number | undefined
  readonly previousBodies: readonly Uint8Array[]
  /** Whether a serial number in lower case is refused, as with the server's `--strict`; `false` by default. */
  readonly strict?: boolean
  /** Imports a public key; {@link importPublicKey} by default. */
  readonly importKey?: (pem: string) => Promise<CryptoKey>
}

/** Judges a request as the gateway does. Tries each given key without a serial number, until the verdict is not `unknown-key`. */
export async function judge(request: PastedRequest, known: Known): Promise<Judgement> {
  const [, ...others] = known.given.filter(({ serial }) => serial === undefined)
  const judgement = await judgeWith(request, known)
  if (judgement.verdict !== 'unknown-key') return judgement
  for (const key of others) {
    const other = await judgeWith(request, { ...known, given: [key, ...known.given] })
    if (other.verdict !== 'unknown-key') return other
  }
  return judgement
}

/** Judges a request. The first given key without a serial number is taken for the key that the request names. */
async function judgeWith(
  request: PastedRequest,
  { given, hasAllKeys, now, previousBodies, strict = false, importKey = importPublicKey }: Known,
): Promise<Judgement> {
  const credentials = credentialsOf(request)
  // An Authorization header that the gateway refuses may still name the key.
  const claimed = readAuthorization(request.authorization).credentials
  const keys = knownKeys(given, claimed ?? {})
  const { isHeaderOnly = false } = request
  const hasBody = !isHeaderOnly && !isBodyMissing(request)
  const optional = { ...(now !== undefined && { now }), ...(request.host && { host: request.host }) }
  const circumstances = { keys, hasAllKeys, hasBody, previousBodies, pauses: false, ...optional }
  const diagnosis = await diagnose(request, circumstances)
  const refused = await refusalOf(request, registryOf(keys, now ?? timeOf(credentials), strict, importKey))
  const isKeyMissing = claimed !== undefined && isUnknownKey(claimed, circumstances)
  const isKeyInDoubt = claimed !== undefined && isOfAnotherKey(diagnosis, claimed, isAssumedKey(claimed, circumstances, given))
  const mistakes = isKeyInDoubt ? diagnosis.mistakes.filter(({ id }) => !OF_ANOTHER_KEY.includes(id)) : diagnosis.mistakes
  const accepted: readonly string[] = strict ? [] : [SERIAL_LOWER_CASE]
  const refusedFor = mistakes.filter(({ id }) => !accepted.includes(id))
  const verdict = verdictOf(refused, refusedFor, { isKeyMissing, isKeyInDoubt, isBodyMissing: !hasBody })
  const missing = [
    ...(isKeyMissing ? [keyMissing(claimed)] : []),
    ...(isKeyInDoubt ? [keyInDoubt(claimed)] : []),
    ...(hasBody || isHeaderOnly || verdict === 'valid' ? [] : [bodyMissing()]),
  ]
  return {
    request,
    verdict,
    message:
      credentials && !isHeaderOnly
        ? String(requestMessage({ ...request, ...credentials, body: await signedBody(request.body, request.contentType) }))
        : null,
    timestamp: credentials?.timestamp,
    now,
    diagnosis: { ...diagnosis, mistakes, certain: [...missing, ...diagnosis.certain] },
    warnings: !isRefusal(verdict) && mistakes.length > refusedFor.length ? [LOWER_CASE_WARNING] : [],
  }
}

/** Whether a verdict is an error example of the gateway. */
export function isRefusal(verdict: Verdict): verdict is ErrorExample {
  return verdict !== 'valid' && verdict !== 'unknown-key' && verdict !== 'unknown-body'
}

/** The credentials of a request; `undefined` when they can't be read. */
export function credentialsOf({ authorization }: Pick<PastedRequest, 'authorization'>): Credentials | undefined {
  try {
    return parseAuthorization(authorization)
  } catch {
    return undefined
  }
}

function isBodyMissing({ method, isBodyGiven = true }: PastedRequest): boolean {
  return !isBodyGiven && takesBody(method)
}

function isUnknownKey(credentials: Credentials, circumstances: Circumstances): boolean {
  const { registered, mistakes } = checkCredentials(credentials, circumstances)
  return registered === undefined && mistakes.length === 0
}

/** Whether the key that the credentials name was given without a serial number. */
function isAssumedKey(credentials: Credentials, circumstances: Circumstances, given: readonly GivenKey[]): boolean {
  const { registered } = checkCredentials(credentials, circumstances)
  return given.some(({ serial, pem }) => serial === undefined && pem === registered?.pem)
}

const OF_ANOTHER_KEY: readonly string[] = [KEY_UNKNOWN.id, KEY_OF_ANOTHER_CERTIFICATE.id]

/** Whether the given key may differ from the key that the request names. */
function isOfAnotherKey({ mistakes, key }: Diagnosis, { serial }: Credentials, isAssumed: boolean): boolean {
  return mistakes.some(
    ({ id }) => (isAssumed && id === KEY_UNKNOWN.id) || (id === KEY_OF_ANOTHER_CERTIFICATE.id && key?.serial_no === serial.toUpperCase()),
  )
}

/** A time at which the gateway accepts the timestamp; `NaN` when there is no such time. */
function timeOf(credentials: Credentials | undefined): number {
  return credentials && checkClock(credentials, undefined).length === 0 ? Number(credentials.timestamp) * 1000 : Number.NaN
}

interface Missing {
  readonly isKeyMissing: boolean
  readonly isKeyInDoubt: boolean
  readonly isBodyMissing: boolean
}

/** The verdict on a pasted request. It is unknown when the missing key or body may be the only reason why the gateway would refuse the request. */
function verdictOf(
  refused: ErrorExample | undefined,
  mistakes: Diagnosis['mistakes'],
  { isKeyMissing, isKeyInDoubt, isBodyMissing }: Missing,
): Verdict {
  if (refused === undefined) return 'valid'
  if (refused === 'SIGN_ERROR_CERTIFICATE_SERIAL' && isKeyMissing) return 'unknown-key'
  if (refused === 'SIGN_ERROR_SIGNATURE' && isKeyInDoubt && mistakes.length === 0) return 'unknown-key'
  if (refused === 'SIGN_ERROR_SIGNATURE' && isBodyMissing && mistakes.length === 0) return 'unknown-body'
  return refused
}

async function refusalOf(request: PastedRequest, registry: Registry<KnownKey>): Promise<ErrorExample | undefined> {
  try {
    await verifyRequest(request, registry)
    return undefined
  } catch (error) {
    if (error instanceof ApiError) return error.example
    throw error
  }
}

function registryOf(keys: readonly KnownKey[], now: number, strict: boolean, importKey: Required<Known>['importKey']): Registry<KnownKey> {
  const isNamed = (sent: string, serial: string) => sent === serial || (!strict && isInLowerCase(sent, serial))
  return {
    now: () => now,
    async find(mchid, serial) {
      const key = keys.find((known) => known.mchid === mchid && isNamed(serial, known.serial))
      return key && { merchant: key, publicKey: await importKey(key.pem) }
    },
  }
}

/** The code and the message of an error example. */
export type ErrorBodies = (example: ErrorExample) => { readonly code: string; readonly message: string }

/** Reads the error examples from the OpenAPI document. Does not use Prism, because Prism takes long to load. */
export async function readErrorBodies(): Promise<ErrorBodies> {
  const { components } = parse(readContractFile(documents.gateway))
  return (example) => components.examples[example].value
}

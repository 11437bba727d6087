import {
  ApiError,
  type Credentials,
  type Diagnosis,
  diagnose,
  type ErrorExample,
  importPublicKey,
  type KnownKey,
  parseAuthorization,
  type Registry,
  requestMessage,
  verifyRequest,
} from '../../../contracts/index.ts'
import { type GivenKey, knownKeys } from './known-keys.ts'
import type { PastedRequest } from './pasted-request.ts'

/** What the gate says of a request, and why. */
export interface Judgement {
  readonly request: PastedRequest
  /** `valid`, or the error example that the gate answers with. */
  readonly verdict: 'valid' | ErrorExample
  /** The message that the gate built; `null` when there are no credentials to build it from. */
  readonly message: string | null
  /** By the request's own account, in seconds since 1970. */
  readonly timestamp: string | undefined
  /** The clock that the timestamp was held against, milliseconds since 1970; `undefined` when it was not judged. */
  readonly now: number | undefined
  readonly diagnosis: Diagnosis
}

/** Holds a request against the gate, with its own timestamp for the time if there is no other. */
export async function judge(
  request: PastedRequest,
  given: readonly GivenKey[],
  now: number | undefined,
  previousBodies: readonly Uint8Array[],
): Promise<Judgement> {
  const credentials = credentialsOf(request)
  const keys = knownKeys(given, credentials ?? {})
  const circumstances = { keys, previousBodies, ...(now !== undefined && { now }), ...(request.host && { host: request.host }) }
  return {
    request,
    verdict: await verdictOf(request, registryOf(keys, now ?? Number(credentials?.timestamp) * 1000)),
    message: credentials ? String(requestMessage({ ...request, ...credentials })) : null,
    timestamp: credentials?.timestamp,
    now,
    diagnosis: await diagnose(request, circumstances),
  }
}

/** What the header says; `undefined` when it is not of the form. */
export function credentialsOf({ authorization }: Pick<PastedRequest, 'authorization'>): Credentials | undefined {
  try {
    return parseAuthorization(authorization)
  } catch {
    return undefined
  }
}

async function verdictOf(request: PastedRequest, registry: Registry<KnownKey>): Promise<Judgement['verdict']> {
  try {
    await verifyRequest(request, registry)
    return 'valid'
  } catch (error) {
    if (error instanceof ApiError) return error.example
    throw error
  }
}

function registryOf(keys: readonly KnownKey[], now: number): Registry<KnownKey> {
  return {
    now: () => now,
    async find(mchid, serial) {
      const key = keys.find((known) => known.mchid === mchid && known.serial === serial)
      return key && { merchant: key, publicKey: await importPublicKey(key.pem) }
    },
  }
}

import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import {
  ApiError,
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
  verifyRequest,
} from '../../../contracts/index.ts'
import { type GivenKey, knownKeys } from './known-keys.ts'
import type { PastedRequest } from './pasted-request.ts'

/** The gate's verdict on a request, and why. */
export interface Judgement {
  readonly request: PastedRequest
  /** `valid`, or the error example that the gate answers with. */
  readonly verdict: 'valid' | ErrorExample
  /** The message (待签名串) that the gate built; `null` when the credentials can't be read. */
  readonly message: string | null
  /** The request's own timestamp, in seconds since 1970; `undefined` when the credentials can't be read. */
  readonly timestamp: string | undefined
  /** The time that the timestamp was compared with, in milliseconds since 1970; `undefined` when the timestamp was not checked. */
  readonly now: number | undefined
  readonly diagnosis: Diagnosis
}

/**
 * Judges a request as the gate does.
 *
 * @param now The time of the gate in milliseconds since 1970; when `undefined`, the timestamp is not checked.
 */
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

/** The credentials of a request; `undefined` when they can't be read. */
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

/** The code and the message of an error example. */
export type ErrorBodies = (example: ErrorExample) => { readonly code: string; readonly message: string }

/** Reads the error examples directly from the OpenAPI document. Prism takes long to load and is not needed, because nothing is routed here. */
export async function readErrorBodies(): Promise<ErrorBodies> {
  const { components } = parse(await readFile(documents.gateway, 'utf8'))
  return (example) => components.examples[example].value
}

import { Buffer } from 'node:buffer'
import {
  type Circumstances,
  type Diagnosis,
  diagnose,
  diagnoseHeaders,
  diagnoseUnknownPath,
  KEY_LIMIT,
  type KnownKey,
} from '../../contracts/index.ts'
import { diagnoseBody } from '../../contracts/refused-body.ts'
import { refusedHeaders } from '../../contracts/refused-headers.ts'
import { diagnoseMethod } from '../../contracts/refused-method.ts'
import type { HttpAnswer, HttpRequest } from '../edge/http-exchange.ts'
import { journalEntry, verdictOf } from '../journal/journal-entry.ts'
import { type Api, type Operation, pathOf } from '../openapi/index.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { JournalEntry, Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { Claim } from '../tenant/claimed-tenant.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import { tenantsOf } from '../tenant/stored-tenant.ts'
import { explanationOfField } from './diagnose-refused-field.ts'
import type { Diagnoses } from './diagnoses.ts'

/** An entry of the journal with the diagnosis of its request. */
export interface DiagnosedEntry extends JournalEntry {
  readonly diagnosis: Diagnosis
}

export interface Diagnostics {
  readonly api: Pick<Api, 'operations'>
  readonly store: Store
  readonly platformKeys: PlatformKeys
  readonly diagnoses: Diagnoses
  /** Called with the journal entry of a diagnosed request. */
  readonly onDiagnosis: (entry: DiagnosedEntry) => void
}

/** Explains the refusal of a request. `id` is the ID of the request's journal entry, which must already exist. */
export type Explanation = (id: number) => Promise<Diagnosis>

/**
 * Returns a function that explains why a request was refused. The cause can be the signature, a header, the body, an encrypted field, the
 * path or the method. Returns `undefined` when there is nothing to explain.
 */
export function explanationOf(context: RequestContext, outcome: Outcome, diagnostics: Diagnostics): Explanation | undefined {
  const ofHeaders = explanationOfHeaders(context, outcome)
  if (ofHeaders) return ofHeaders
  const ofBody = diagnoseBody(context.request.body, outcome.example)
  if (ofBody) return async () => ofBody
  const verdict = verdictOf(context, outcome)
  if (verdict === 'valid') return explanationOfField(context, outcome, diagnostics.platformKeys)
  if (verdict === null) return explanationOfPath(context, outcome, diagnostics)
  return async (id) => {
    const { method, target, headers, body = Buffer.alloc(0), rest } = context.request
    const circumstances = await circumstancesOf(context.request, context.claim, id, diagnostics)
    const received = { method, target, authorization: headers['authorization'], body, ...(rest && { rest }) }
    return diagnose(received, circumstances)
  }
}

/**
 * Explains a refusal that wrong headers caused. Checks the headers again, because a fault or `Prefer` can cause the same error even if all
 * headers are correct.
 */
function explanationOfHeaders({ request: { headers }, operation }: RequestContext, { example }: Outcome): Explanation | undefined {
  const takesBody = operation?.bodySchema !== undefined
  if (!operation || !refusedHeaders(headers, takesBody).some((refused) => refused.example === example)) return undefined
  const diagnosis = diagnoseHeaders(headers, takesBody)
  return diagnosis ? async () => diagnosis : undefined
}

/** Explains a 405, and also a 404 whose path is almost the path of an operation. */
function explanationOfPath({ request }: RequestContext, { status }: Outcome, { api }: Diagnostics): Explanation | undefined {
  const diagnosis = diagnosisOfPath(request, status, api.operations)
  return diagnosis ? async () => diagnosis : undefined
}

function diagnosisOfPath({ method, target }: HttpRequest, status: number, operations: readonly Operation[]): Diagnosis | null {
  const paths = operations.map(({ path }) => path)
  if (status === 404) return diagnoseUnknownPath(target, paths)
  const wanted = operations.filter(({ path }) => path === pathOf(target)).map((operation) => operation.method)
  return status === 405 ? diagnoseMethod(method, wanted) : null
}

/**
 * Queues a diagnosis.
 *
 * @param id The ID of the journal entry of the request.
 */
export function startDiagnosis(
  id: number,
  explain: Explanation,
  context: RequestContext,
  outcome: Outcome,
  answer: HttpAnswer,
  { diagnoses, onDiagnosis }: Diagnostics,
): Promise<Diagnosis> {
  return diagnoses.start(id, async () => {
    const diagnosis = await explain(id)
    onDiagnosis({ id, ...journalEntry(context, outcome, answer), diagnosis })
    return diagnosis
  })
}

/**
 * A diagnosis reads the bodies of the merchant's previous requests until it reaches one of these limits. Reading more of the journal would
 * take too long.
 */
const BODIES = 8
const REQUESTS = 50
const BODY_CHARACTERS = 65_536

/** What the server knows besides the refused request. The keys are in this order: the merchant's, the platform's, other merchants'. */
async function circumstancesOf(
  { headers }: HttpRequest,
  { tenant, time }: Claim,
  id: number,
  { store, platformKeys }: Diagnostics,
): Promise<Circumstances> {
  const known = [...(tenant ? certificatesOf(tenant) : []), ...keysOfPlatform(platformKeys)]
  const others = await otherTenants(tenant, store, KEY_LIMIT - known.length)
  return {
    now: time.gateway,
    keys: [...known, ...others.flatMap((other) => certificatesOf(other).slice(0, 1))],
    previousBodies: tenant ? await bodiesBefore(id, tenant.mchid, store) : [],
    ...(headers['host'] !== undefined && { host: headers['host'] }),
    subMchids: [...(tenant ? [tenant] : []), ...others].flatMap(({ sub_mchids }) => sub_mchids),
  }
}

function certificatesOf({ mchid, certificates }: Tenant): KnownKey[] {
  return certificates.map(({ serial_no, certificate, status }) => ({ mchid, serial: serial_no, pem: certificate, status })).reverse()
}

function keysOfPlatform({ certificates, publicKey }: PlatformKeys): KnownKey[] {
  const issued = [...certificates.values()].map(({ serial, certificate }) => ({ mchid: null, serial, pem: certificate }))
  return [...issued.reverse(), { mchid: null, serial: publicKey.serial, pem: publicKey.publicKey }]
}

/** The newest tenants except `own`, the newest first. Returns at most `count` tenants; a `count` below 1 means 1. */
async function otherTenants(own: Tenant | undefined, store: Store, count: number): Promise<Tenant[]> {
  const mchids = (await store.mchids()).filter((mchid) => mchid !== own?.mchid)
  return (await tenantsOf(mchids.slice(-Math.max(count, 1)), store)).reverse()
}

/**
 * The bodies of the merchant's requests before the journal entry `id`, the latest first, without duplicates. Reads the journal entries one
 * at a time, because a body may be long.
 */
async function bodiesBefore(id: number, mchid: string, store: Store): Promise<Uint8Array[]> {
  const bodies = new Set<string>()
  let before = id
  let characters = 0
  for (let read = 0; read < REQUESTS && bodies.size < BODIES && characters < BODY_CHARACTERS; read += 1) {
    const [earlier] = await store.journal.entries(mchid, { before, count: 1 })
    if (!earlier) break
    if (earlier.body) bodies.add(earlier.body)
    before = earlier.id
    characters += earlier.body?.length ?? 0
  }
  return [...bodies].map((body) => Buffer.from(body))
}
